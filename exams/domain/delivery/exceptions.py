"""Exceptions from a sitting's terms, and standing extra time: a later row replaces an earlier.

They concern starts from then on. An attempt that runs keeps its deadline; minutes are added on the board.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from exams.domain.delivery import deadlines, terms
from exams.enums import Factor
from exams.errors import EndsBeforeItBegins, NotForOneself, NotInvited
from exams.models import ExtraTime, Override, Sitting
from people.models import Department, Employee, User
from records.domain import audiences
from records.models import Audience

Target = Employee | Department | Audience
FIELDS = ("opens_at", "due_at", "closes_at", "minutes", "attempts")


def grant(
    *, sitting: Sitting, target: Target, reason: str, by: User, at: datetime, **changes: Any
) -> Override:
    """An exception for a person who is invited, or for a group; without changes it takes back what stood.

    An audience is who it is today. Raises NotInvited, NotForOneself or EndsBeforeItBegins.
    """
    _check(sitting, target, by)
    row = Override(sitting=sitting, reason=reason, at=at, **changes, **audit.actor(by))
    _check_window(sitting, row)
    with transaction.atomic():
        for column, value in _columns(target, at).items():
            setattr(row, column, value)
        row.save()
        said = {name: str(changes[name]) for name in FIELDS if changes.get(name) is not None}
        audit.record(
            by=by, verb="made exception", obj=sitting, reason=reason, at=at, for_whom=str(target), **said
        )
    return row


def give_extra_time(
    *,
    employee: Employee,
    factor: Factor,
    from_day: date,
    until: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> ExtraTime:
    """What a person's limits are multiplied by from a day on. Raises NotForOneself. Why stays with HR."""
    if employee == by.as_employee:
        raise NotForOneself
    with transaction.atomic():
        row = ExtraTime.objects.create(
            employee=employee,
            factor=factor,
            from_day=from_day,
            until=until,
            reason=reason,
            at=at,
            **audit.actor(by),
        )
        audit.record(by=by, verb="gave extra time", obj=employee, at=at, factor=str(factor))
    return row


def _check(sitting: Sitting, target: Target, by: User) -> None:
    if not isinstance(target, Employee):
        return
    if target == by.as_employee:
        raise NotForOneself
    if not Sitting.objects.offered_to(target).filter(pk=sitting.pk).exists():
        raise NotInvited


def _check_window(sitting: Sitting, row: Override) -> None:
    """With what it changes, the sitting still opens before it is due and closes."""
    window = deadlines.terms(terms.window_of(sitting), person=terms.change_of(row)).window
    if window.closes <= window.opens or (window.due and not window.opens < window.due <= window.closes):
        raise EndsBeforeItBegins


def _columns(target: Target, at: datetime) -> dict[str, Any]:
    if isinstance(target, Employee):
        return {"employee": target}
    if isinstance(target, Department):
        return {"department": target}
    return {"snapshot": audiences.snapshot(target, on=timezone.localdate(at), at=at)}
