"""The verbs of the training file. Lines are only ever added."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from people.models import Employee
from records import kinds
from records.enums import EntryKind, Result
from records.errors import AlreadyReversed
from records.models import Entry
from records.signals import entry_booked

SCORE_STEP = Decimal("0.000001")


def book(
    *,
    employee: Employee,
    kind: EntryKind,
    subject: str,
    title: str,
    on: date,
    source: str,
    seq: int = 0,
    category: str = "",
    hours: Decimal | float | None = None,
    score: Decimal | float | None = None,
    result: Result = Result.NONE,
    facts: dict[str, Any] | None = None,
    valid_until: date | None = None,
    by: Any = None,
    at: datetime | None = None,
) -> Entry:
    """Book what happened, once for its source.

    `score` is a fraction 0-1 of the points; `hours` are clock hours; `on` is a day in the company's zone.
    A second call with the same (`source`, `seq`) returns the line that stands, unchanged.
    Raises UnknownFact for facts that the kind does not have.
    """
    with transaction.atomic():
        entry, created = Entry.objects.get_or_create(
            source=source,
            seq=seq,
            defaults={
                "employee": employee,
                "kind": kind,
                "subject": subject,
                "title": title,
                "on": on,
                "category": category,
                "hours": hours,
                "score": None if score is None else Decimal(str(score)).quantize(SCORE_STEP),
                "result": result,
                "facts": kinds.checked(kind, facts or {}),
                "valid_until": valid_until,
                "booked_at": at or timezone.now(),
                **audit.actor(by),
            },
        )
        if created:
            entry_booked.send(Entry, entry=entry)
    return entry


def reverse(entry: Entry, *, reason: str, by: Any, at: datetime | None = None) -> Entry:
    """Say that a line was never so. Raises AlreadyReversed."""
    with transaction.atomic():
        if Entry.objects.filter(reverses=entry).exists():
            raise AlreadyReversed
        return _follow(entry, reason=reason, by=by, at=at, on=entry.on, reverses=entry)


def end(entry: Entry, *, on: date, reason: str, by: Any, at: datetime | None = None) -> Entry:
    """Say that a line was so, but its last valid day is `on` (revoked, superseded)."""
    return _follow(entry, reason=reason, by=by, at=at, on=on, about=entry, valid_until=on)


def extend(entry: Entry, *, until: date, reason: str, by: Any, at: datetime | None = None) -> Entry:
    """Say that a line goes on to another last valid day."""
    day = timezone.localdate(at) if at else timezone.localdate()
    return _follow(entry, reason=reason, by=by, at=at, on=day, about=entry, valid_until=until)


def _follow(entry: Entry, *, reason: str, by: Any, at: datetime | None, **columns: Any) -> Entry:
    with transaction.atomic():
        later = Entry.objects.create(
            employee_id=entry.employee_id,
            kind=entry.kind,
            subject=entry.subject,
            category=entry.category,
            title=entry.title,
            reason=reason,
            source=entry.source,
            seq=_next_seq(entry.source),
            booked_at=at or timezone.now(),
            **audit.actor(by),
            **columns,
        )
        entry_booked.send(Entry, entry=later)
    return later


def _next_seq(source: str) -> int:
    return Entry.objects.filter(source=source).order_by("-seq").values_list("seq", flat=True)[0] + 1
