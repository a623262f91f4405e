from django.test import Client

from people.models import User


def signed_in(user: User) -> Client:
    """A browser in English in which somebody is signed in."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="people.backends.NumberOrEmailBackend")
    return client
