"""One person's own columns as a roster row says them: hired, changed, ended, hired again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from core.domain import audit
from core.imports import Row
from people.domain import addresses, roles
from people.enums import Role
from people.models import Employee, PastEmployment, User

COLUMNS = ("name", "latin_name", "language", "hired_on", "left_on")


@dataclass(slots=True)
class Change:
    """What a row changes in a person: a note for readers and the events for other apps."""

    notes: list[str] = field(default_factory=list)
    events: list[tuple[str, date]] = field(default_factory=list)
    is_rehire: bool = False


def new_user(row: Row) -> User:
    """Everybody on the roster may sign in, once a password is set by slip or e-mail."""
    return User(
        username=row["number"],
        name=row["name"],
        email=row["email"],
        language=row["language"] or "",
        password=make_password(None),
    )


def new(row: Row, *, user: int) -> Employee:
    employee = Employee(number=row["number"], user_id=user, hired_on=row["hired_on"], left_on=row["left_on"])
    employee.name = row["name"]
    employee.latin_name = row["latin_name"] or ""
    employee.language = row["language"] or ""
    employee.refresh_keys()
    return employee


def change(employee: Employee, row: Row, *, email: str) -> Change:
    """Put a row's cells into an employee and her user, not yet saved. `email` is the address she had."""
    changed = Change()
    hired_on, left_on = employee.hired_on, employee.left_on
    for name in COLUMNS:
        _set(changed, employee, name, row)
    if row.has("email") and (row["email"] or "") != email:
        changed.notes.append(_note(_("e-mail"), email, row["email"] or ""))
    if employee.user:
        employee.user.name = employee.name
        employee.user.email = row["email"] if row.has("email") else email or None
    employee.refresh_keys()
    _date(changed, employee, hired_on, left_on, has_last_day=row.has("left_on"))
    return changed


def _set(changed: Change, employee: Employee, name: str, row: Row) -> None:
    """A column the file lacks says nothing, nor does a blank language; a blank first day cannot be."""
    old = getattr(employee, name)
    value = row[name] if name == "left_on" else row[name] or (old if name in ("language", "hired_on") else "")
    if row.has(name) and value != old:
        setattr(employee, name, value)
        changed.notes.append(_note(str(getattr(Employee, name).field.verbose_name), old, value))


def _date(
    changed: Change, employee: Employee, hired_on: date, left_on: date | None, *, has_last_day: bool
) -> None:
    """What the days say: she comes back, she never left, she leaves, or her first day was wrong."""
    changed.is_rehire = left_on is not None and employee.hired_on > left_on
    if changed.is_rehire and not has_last_day:
        employee.left_on = None
    if changed.is_rehire or (left_on and not employee.left_on):
        changed.events.append(("joined", employee.hired_on))
    elif employee.hired_on != hired_on:
        changed.events.append(("moved", employee.hired_on))
    if employee.left_on and employee.left_on != left_on:
        changed.events.append(("left", employee.left_on))


def _note(name: str, old: Any, value: Any) -> str:
    return f"{name}: {old or '–'} → {value or '–'}"


def rehired(employee: Employee, *, hired_on: date, left_on: date, by: Any, at: datetime) -> None:
    """Keep the time before, and let nothing of it sign in again: no password, no session, no role."""
    PastEmployment.objects.create(
        employee=employee, hired_on=hired_on, left_on=left_on, booked_at=at, **audit.actor(by)
    )
    if employee.user:
        employee.user.set_unusable_password()
        employee.user.save(update_fields=["password"])
        for role in employee.user.roles:
            roles.end(user=employee.user, role=Role(role), by=by, at=at)


def save(employees: Sequence[Employee]) -> None:
    """Write changed people and their users, a user for those who have none."""
    for employee in employees:
        if employee.user is None:
            employee.user = User.objects.create(
                username=employee.number, name=employee.name, password=make_password(None)
            )
    users = [person.user for person in employees if person.user]
    User.objects.bulk_update(users, ["name", "email"])
    addresses.forget_noted(users)
    Employee.objects.bulk_update(employees, [*COLUMNS, "sort_key", "search_key", "user"])
