"""What two screens about people share."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import QuerySet

from people.enums import Role
from people.models import Department, Employee, Posting, RoleGrant, User


def posted(people: Iterable[Employee], *, on: date) -> dict[int, Posting]:
    """The posting in force of each person, with its names; one query."""
    found = Posting.objects.on(on).filter(employee__in=[person.pk for person in people])
    return {
        posting.employee_id: posting for posting in found.select_related("department", "position", "manager")
    }


def in_department(people: QuerySet[Employee], department: int, *, on: date) -> QuerySet[Employee]:
    """Those posted in a department or below it."""
    keys = with_those_below(department)
    return people.filter(pk__in=Posting.objects.on(on).filter(department__in=keys).values("employee"))


def slip_receivers(user: User, *, on: date) -> QuerySet[Employee]:
    """Whom somebody may hand a slip, as `people.print_slip` says it of one, and who has no password yet."""
    unusable = models.Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people = Employee.objects.visible_to(user, on=on).employed(on).filter(unusable)
    if user.is_superuser:
        return people
    people = people.filter(user__is_superuser=False)
    if user.has_role(Role.HR):
        return people
    return people.exclude(user__in=RoleGrant.objects.current().values("user"))


def with_those_below(department: int) -> set[int]:
    children: dict[int | None, list[int]] = {}
    for pk, parent in Department.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    keys, waiting = set(), [department]
    while waiting:
        key = waiting.pop()
        keys.add(key)
        waiting += [child for child in children.get(key, []) if child not in keys]
    return keys


def department_paths() -> list[tuple[int, str]]:
    """Every department by its whole path, sorted so that a parent stands before its children."""
    children: dict[int | None, list[tuple[str, int]]] = {}
    for pk, parent, name in Department.objects.values_list("pk", "parent_id", "name"):
        children.setdefault(parent, []).append((name, pk))
    found, waiting = [], sorted(children.get(None, []), reverse=True)
    while waiting:
        path, pk = waiting.pop()
        found.append((pk, path))
        below = sorted(children.get(pk, []), reverse=True)
        waiting += [(f"{path} / {name}", child) for name, child in below]
    return found
