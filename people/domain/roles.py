"""Granting and ending roles. The grant is the truth; the group of that name is its projection for Wagtail."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from core.domain import audit
from people.enums import Role
from people.errors import LastHR
from people.models import ActivationSlip, RoleGrant, User


def grant(*, user: User, role: Role, by: Any, at: datetime | None = None) -> RoleGrant:
    """Let a user hold a role from now on; granting what she holds changes nothing.

    A slip printed before opens more than its printer was allowed to hand out: it is withdrawn.
    """
    at = at or timezone.now()
    with transaction.atomic():
        held, created = RoleGrant.objects.get_or_create(
            user=user, role=Role(role), ended_at=None, defaults={"since": at}
        )
        if created:
            ActivationSlip.objects.open(at).filter(user=user).update(withdrawn_at=at)
            user.groups.add(Group.objects.get_or_create(name=held.role)[0])
            audit.record(by=by, verb="granted role", obj=user, at=at, role=held.role)
    _forget(user)
    return held


def end(*, user: User, role: Role, by: Any, at: datetime | None = None) -> None:
    """Take a role away; what she does not hold ends in nothing. Raises LastHR for one's own HR role."""
    if role == Role.HR and user == by:
        raise LastHR
    at = at or timezone.now()
    with transaction.atomic():
        if RoleGrant.objects.current().filter(user=user, role=role).update(ended_at=at):
            user.groups.remove(*Group.objects.filter(name=role))
            audit.record(by=by, verb="ended role", obj=user, at=at, role=str(role))
    _forget(user)


def hold(*, user: User, roles: Iterable[str], by: Any, at: datetime | None = None) -> None:
    """Let a user hold these roles and no others."""
    wanted = set(roles)
    with transaction.atomic():
        for role in Role:
            if role in wanted:
                grant(user=user, role=role, by=by, at=at)
            elif role in user.roles:
                end(user=user, role=role, by=by, at=at)


def _forget(user: User) -> None:
    """The roles are read once a request; a change within it counts at once."""
    user.__dict__.pop("roles", None)
