"""Tests whose questions come one after the other: the attempt stands at one, and goes on to the next alone.

What counts is the attempt's `place`: a save asks for it in its own statement, a look at a question here.
"""

from datetime import datetime
from typing import Any

from core.domain import audit
from core.models import AuditEvent
from exams.domain.taking import sheets
from exams.errors import AnswerLate, NotItsTurn
from exams.models import Attempt

VERB = "asked for a question out of turn"

# More than this of one attempt is refused without a line of its own.
MOST_NOTED = 50


def look(attempt: Attempt, *, position: int, at: datetime) -> dict[str, Any]:
    """The question at a position, as the page shows it. Raises NotItsTurn, AnswerLate, Item.DoesNotExist."""
    _check_open(attempt, at)
    if attempt.place not in (None, position):
        raise _refused(attempt, position, at)
    return sheets.one(attempt, position)


def go_on(attempt: Attempt, *, position: int, at: datetime) -> dict[str, Any]:
    """Leave the question that was current for good and go on to the next; asked twice, it goes on once.

    Raises NotItsTurn, AnswerLate or Item.DoesNotExist.
    """
    _check_open(attempt, at)
    found = sheets.one(attempt, position)
    if attempt.place not in (None, position) and not _moved(attempt, position, at):
        raise _refused(attempt, position, at)
    return found


def _moved(attempt: Attempt, position: int, at: datetime) -> bool:
    before = Attempt.objects.filter(pk=attempt.pk, place=position - 1, handed_in_at=None, deadline_at__gt=at)
    if before.update(place=position):
        attempt.place = position
        return True
    attempt.refresh_from_db(fields=["place"])
    return attempt.place == position


def _check_open(attempt: Attempt, at: datetime) -> None:
    if attempt.handed_in_at is not None or at >= attempt.deadline_at:
        raise AnswerLate


def _refused(attempt: Attempt, position: int, at: datetime) -> NotItsTurn:
    """The refusal, with a line of who asked for what."""
    place = attempt.place or 0
    noted = AuditEvent.objects.filter(object=audit.label(attempt), verb=VERB)
    if noted.count() < MOST_NOTED:
        who = attempt.employee.user
        audit.record(by=who, verb=VERB, obj=attempt, at=at, asked=position, place=place)
    return NotItsTurn(place=place)
