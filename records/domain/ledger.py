"""The verbs of the training file. Lines are only ever added."""

from collections.abc import Sequence
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
    line = booking(
        employee=employee,
        kind=kind,
        subject=subject,
        title=title,
        on=on,
        source=source,
        seq=seq,
        category=category,
        hours=hours,
        score=score,
        result=result,
        facts=facts,
        valid_until=valid_until,
        by=by,
        at=at,
    )
    with transaction.atomic():
        entry, created = Entry.objects.get_or_create(source=source, seq=seq, defaults=_columns(line))
        if created:
            entry_booked.send(Entry, entries=[entry])
    return entry


def booking(
    *,
    kind: EntryKind,
    score: Decimal | float | None = None,
    facts: dict[str, Any] | None = None,
    by: Any = None,
    at: datetime | None = None,
    **columns: Any,
) -> Entry:
    """A line that `add` will write; as for `book`."""
    return Entry(
        kind=kind,
        score=None if score is None else Decimal(str(score)).quantize(SCORE_STEP),
        facts=kinds.checked(kind, facts or {}),
        booked_at=at or timezone.now(),
        **columns,
        **audit.actor(by),
    )


def _columns(line: Entry) -> dict[str, Any]:
    return {
        column.attname: getattr(line, column.attname)
        for column in Entry._meta.concrete_fields
        if column.attname not in ("id", "source", "seq")
    }


def add(lines: Sequence[Entry]) -> None:
    """Write many lines at once, and say so once: for what is corrected for many people."""
    if not lines:
        return
    with transaction.atomic(savepoint=False):
        entry_booked.send(Entry, entries=Entry.objects.bulk_create(lines))


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


def _follow(entry: Entry, **said: Any) -> Entry:
    with transaction.atomic():
        later = later_line(entry, seq=_next_seq(entry.source), **said)
        later.save()
        entry_booked.send(Entry, entries=[later])
    return later


def reversal(entry: Entry, *, seq: int, reason: str, by: Any, at: datetime) -> Entry:
    """A line that `add` will write: that another was never so."""
    return later_line(entry, seq=seq, reason=reason, by=by, at=at, on=entry.on, reverses=entry)


def ending(entry: Entry, *, seq: int, on: date, reason: str, by: Any, at: datetime) -> Entry:
    """A line that `add` will write: that another was so until a day."""
    return later_line(entry, seq=seq, reason=reason, by=by, at=at, on=on, about=entry, valid_until=on)


def later_line(entry: Entry, *, seq: int, reason: str, by: Any, at: datetime | None, **columns: Any) -> Entry:
    """A line about another, not written yet."""
    return Entry(
        employee_id=entry.employee_id,
        kind=entry.kind,
        subject=entry.subject,
        category=entry.category,
        title=entry.title,
        reason=reason,
        source=entry.source,
        seq=seq,
        booked_at=at or timezone.now(),
        **audit.actor(by),
        **columns,
    )


def _next_seq(source: str) -> int:
    return Entry.objects.filter(source=source).order_by("-seq").values_list("seq", flat=True)[0] + 1
