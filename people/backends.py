from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone

from people.models import User


class NumberOrEmailBackend(AuthenticationBackend):
    """Sign-in by employee number or e-mail. Who has left is signed out at once: no session finds the user."""

    def get_user(self, user_id: int) -> User | None:
        """The user of a session with her employee, whom every screen asks for, in one query."""
        user = User.objects.select_related("employee").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        if not super().user_can_authenticate(user):
            return False
        employee = getattr(user, "employee", None)
        return employee is None or employee.left_on is None or employee.left_on >= timezone.localdate()
