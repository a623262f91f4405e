"""allauth notes an address beside the user's own and would let it sign in for ever; only her own may."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from people.models import User


def forget_noted(users: Iterable[User]) -> None:
    """Drop what allauth noted of users whose address may have changed; what it needs it notes again."""
    EmailAddress.objects.filter(user__in=list(users)).delete()
