from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from people.models import User


class NumberOrEmailBackend(AuthenticationBackend):
    """Sign-in by employee number or e-mail. Who has left is signed out at once: no session finds the user."""

    def user_can_authenticate(self, user: Any) -> bool:
        return user.may_sign_in(timezone.now())

    def get_user(self, user_id: int) -> User | None:
        """The user of a session, her employee with her: nearly every screen asks for both."""
        user = User.objects.select_related("employee").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
