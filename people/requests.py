from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from people.models import User


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: its user is one of ours. For annotations only."""

    user: "User"
