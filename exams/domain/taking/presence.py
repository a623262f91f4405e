"""What an exam page tells of itself every fifteen seconds: that it is there, where it is, what it has not
sent, and for how long it was not in front. An aid for whoever runs the test, and never a verdict.

By ticket: one read of the attempt, one write of its presence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from exams.domain.delivery.deadlines import GRACE
from exams.domain.taking import tickets
from exams.models import Attempt, Away

# Shorter absences are a notification, a print dialog, a phone call put aside.
SHORTEST = 5
LONGEST = 24 * 3600

# Of one report, and of one attempt, more than this is not kept.
MOST_AT_ONCE = 20
MOST = 500

UPSERT = """
    INSERT INTO exams_presence (attempt_id, seen_at, place, unsent) VALUES (%s, %s, %s, %s)
    ON CONFLICT (attempt_id) DO UPDATE
    SET seen_at = excluded.seen_at, place = excluded.place, unsent = excluded.unsent
    WHERE exams_presence.seen_at <= excluded.seen_at
"""

COLUMNS = ("employee", "nonce", "started_at", "deadline_at", "handed_in_at")
MOST_SMALL = 32_767


@dataclass(frozen=True)
class Times:
    """What the page learns in return: when it ends, and whether it is still open."""

    deadline: datetime
    open: bool


def heard(*, attempt: int, given: str, report: dict[str, Any], at: datetime) -> Times:
    """Note a report. Raises Attempt.DoesNotExist for another's ticket as for no attempt."""
    row = Attempt.objects.filter(pk=attempt).values(*COLUMNS).first()
    if row is None or not tickets.is_of(given, attempt=attempt, employee=row["employee"], nonce=row["nonce"]):
        raise Attempt.DoesNotExist
    is_open = row["handed_in_at"] is None and at < row["deadline_at"] + GRACE
    if is_open:
        _note(attempt, _small(report.get("place")), _small(report.get("unsent")) or 0, at)
        _keep(attempt, _absences(report.get("away"), since=row["started_at"], at=at), at)
    return Times(row["deadline_at"], is_open)


def _note(attempt: int, place: int | None, unsent: int, at: datetime) -> None:
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [attempt, moment, place, unsent])


def _keep(attempt: int, absences: Iterable[tuple[datetime, int]], at: datetime) -> None:
    """A report whose acknowledgement was lost comes again: each absence is one row."""
    rows = [Away(attempt_id=attempt, since=since, seconds=seconds, at=at) for since, seconds in absences]
    if rows and Away.objects.filter(attempt=attempt).count() < MOST:
        Away.objects.bulk_create(rows, ignore_conflicts=True)


def _absences(told: Any, *, since: datetime, at: datetime) -> list[tuple[datetime, int]]:
    """What makes sense of the absences told: within the attempt, and not for the blink of an eye."""
    if not isinstance(told, list):
        return []
    read = [_absence(one) for one in told[:MOST_AT_ONCE] if isinstance(one, dict)]
    early = since - timedelta(minutes=1)
    return [(start, seconds) for start, seconds in filter(None, read) if early <= start <= at]


def _absence(told: dict[str, Any]) -> tuple[datetime, int] | None:
    start: Any = told.get("at")
    seconds: Any = told.get("seconds")
    if not _is_number(start) or not _is_number(seconds) or not SHORTEST <= seconds <= LONGEST:
        return None
    try:
        return datetime.fromtimestamp(start // 1000, UTC), int(seconds)
    except (ValueError, OverflowError, OSError):
        return None


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and value == value


def _small(value: Any) -> int | None:
    return value if type(value) is int and 0 <= value <= MOST_SMALL else None
