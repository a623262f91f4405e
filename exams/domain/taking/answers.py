"""Saving an answer: one conditional statement that no hand-in can overtake.

The statement asks, while it writes, that the attempt is open and in time, that the person may still sign in,
and that nothing newer was saved.
On PostgreSQL it holds the attempt's row against a hand-in (`FOR SHARE`; the plain columns of the WHERE are
checked again on the locked row); SQLite has one writer at a time. Two saves of one number meet in the unique
constraint.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from core.errors import GradusError
from exams import kinds
from exams.domain.delivery.deadlines import GRACE
from exams.domain.taking.shelves import Place, faces
from exams.domain.taking.tokens import inward, outward
from exams.enums import Refused
from exams.errors import AnswerLate, AnswerStale, NotActive, NotItsTurn
from exams.models import Attempt, Flag, RefusedResponse, Response
from people.models import Employee

# Of what is refused, more than this is told and not kept.
MOST_REFUSED = 20

INSERT = """
    INSERT INTO exams_response (item_id, seq, answer, saved_at)
    SELECT i.id, %s, {answer}, %s
    FROM exams_item i
    JOIN exams_attempt a ON a.id = i.attempt_id
    JOIN people_employee e ON e.id = a.employee_id
    JOIN people_user u ON u.id = e.user_id
    WHERE i.id = %s AND a.handed_in_at IS NULL AND a.deadline_at > %s
      AND (a.place IS NULL OR a.place = i.position)
      AND u.is_active AND (e.left_on IS NULL OR e.left_on >= %s)
      AND %s = 1 + COALESCE((SELECT MAX(r.seq) FROM exams_response r WHERE r.item_id = i.id), 0)
    {lock}
    ON CONFLICT (item_id, seq) DO NOTHING
"""

DIALECT = {
    "postgresql": {"answer": "%s::jsonb", "lock": "FOR SHARE OF a"},
    "sqlite": {"answer": "%s", "lock": ""},
}
STATEMENT = {vendor: INSERT.format(**parts) for vendor, parts in DIALECT.items()}


@dataclass(frozen=True)
class Saved:
    """The server's word that an answer stands."""

    seq: int
    saved_at: datetime


def save(*, place: Place, seq: int, answer: Any, at: datetime, typed: datetime | None = None) -> Saved:
    """Save an answer, given as the page knows it, as number `seq` of its item.

    The same answer under the same number is acknowledged again. Raises AnswerStale, AnswerLate or NotItsTurn
    (the answer is kept in the journal, with the moment at which the page says it was `typed`, no earlier than
    the start and no later than `at`), exams.kinds.BadAnswer, or NotActive.
    """
    letters = _letters(place, answer)
    if _insert(item=place.item, seq=seq, letters=letters, at=at):
        return Saved(seq, at)
    return _acknowledged_again(place.item, seq, letters) or _refuse(place, seq, letters, at, typed)


def flag(*, place: Place, raised: bool, at: datetime) -> None:
    """Put or take away a candidate's bookmark. Raises AnswerLate or NotActive."""
    if is_late(_attempt_of(place, at), at):
        raise AnswerLate
    if raised:
        Flag.objects.get_or_create(item_id=place.item, defaults={"at": at})
    else:
        Flag.objects.filter(item=place.item).delete()


def _letters(place: Place, answer: Any) -> list[str]:
    face = faces.many([place.version])[place.version]
    given = inward(place.nonce, place.item, face.shape, answer)
    return kinds.get(face.kind).clean(given, face.shape)


def _insert(*, item: int, seq: int, letters: list[str], at: datetime) -> bool:
    moment = connection.ops.adapt_datetimefield_value
    today = connection.ops.adapt_datefield_value(timezone.localdate(at))
    values: list[Any] = [seq, json.dumps(letters), moment(at), item, moment(at - GRACE), today, seq]
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT[connection.vendor], values)
        return cursor.rowcount == 1


def _acknowledged_again(item: int, seq: int, letters: list[str]) -> Saved | None:
    standing = Response.objects.filter(item=item, seq=seq).first()
    return Saved(seq, standing.saved_at) if standing and standing.answer == letters else None


def _refuse(place: Place, seq: int, letters: list[str], at: datetime, typed: datetime | None) -> Saved:
    attempt = _attempt_of(place, at)
    reason, refusal = _why(place, attempt, at)
    if RefusedResponse.objects.filter(item=place.item).count() < MOST_REFUSED:
        RefusedResponse.objects.create(
            item_id=place.item,
            seq=seq,
            answer=letters,
            reason=reason,
            at=at,
            typed_at=typed and min(max(typed, attempt.started_at), at),
        )
    raise refusal


def _why(place: Place, attempt: Attempt, at: datetime) -> tuple[Refused, GradusError]:
    """Why an answer was not taken: the end comes before the turn, the turn before another window."""
    if is_late(attempt, at):
        return Refused.LATE, AnswerLate()
    current = attempt.place
    if current is not None and not attempt.items.filter(pk=place.item, position=current).exists():
        return Refused.ORDER, NotItsTurn(place=current)
    return Refused.STALE, _stale(place)


def _attempt_of(place: Place, at: datetime) -> Attempt:
    attempt = Attempt.objects.select_related("employee__user").get(pk=place.attempt)
    check_active(attempt.employee, at=at)
    return attempt


def is_late(attempt: Attempt, at: datetime) -> bool:
    return attempt.handed_in_at is not None or attempt.deadline_at <= at - GRACE


def check_active(person: Employee, *, at: datetime) -> None:
    """Raises NotActive for who may not sign in any more."""
    has_left = person.left_on is not None and person.left_on < timezone.localdate(at)
    if person.user is None or not person.user.is_active or has_left:
        raise NotActive


def _stale(place: Place) -> AnswerStale:
    """The refusal, with the answer that stands."""
    standing = Response.objects.filter(item=place.item).order_by("-seq").first()
    if standing is None:
        return AnswerStale(seq=0, answer=[], saved_at=None)
    face = faces.many([place.version])[place.version]
    answer = outward(place.nonce, place.item, face.shape, standing.answer)
    return AnswerStale(seq=standing.seq, answer=answer, saved_at=standing.saved_at)
