from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.utils import timezone


class NumberOrEmailBackend(AuthenticationBackend):
    """Sign-in by employee number or e-mail. Who has left is signed out at once: no session finds the user."""

    def user_can_authenticate(self, user: Any) -> bool:
        if not super().user_can_authenticate(user):
            return False
        employee = getattr(user, "employee", None)
        return employee is None or employee.left_on is None or employee.left_on >= timezone.localdate()
