"""The first account of an empty house: an HR administrator, who lets everybody else in."""

from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction

from people.domain import roles, slips
from people.enums import Role
from people.models import User

USERNAME = "hr"


def first_code(*, at: datetime) -> str | None:
    """A fresh code for the first account, made where it is missing; None once anybody has had a password."""
    if User.objects.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exists():
        return None
    with transaction.atomic():
        return slips.issue_to(_account(at), by=None, at=at)


def _account(at: datetime) -> User:
    user = User.objects.filter(username=USERNAME).first()
    if user is None:
        user = User.objects.create_user(USERNAME, name="HR", is_superuser=True)
        roles.grant(user=user, role=Role.HR, by=None, at=at)
    return user
