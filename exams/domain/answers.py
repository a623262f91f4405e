"""Saving an answer: one conditional statement that no hand-in can overtake.

The statement asks, while it writes, that the attempt is open and in time and that nothing newer was saved.
On PostgreSQL it holds the attempt's row against a hand-in (`FOR SHARE`; the plain columns of the WHERE are
checked again on the locked row); SQLite has one writer at a time. Two saves of one number meet in the unique
constraint.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from exams import kinds
from exams.domain.shelves import Place, faces, places
from exams.domain.tokens import tokens
from exams.enums import Refused
from exams.errors import AnswerLate, AnswerStale
from exams.kinds import BadAnswer
from exams.models import Attempt, Flag, Item, RefusedResponse, Response
from people.models import Employee

# For delivery only: the page stops taking answers at the deadline.
GRACE = timedelta(seconds=60)

INSERT = """
    INSERT INTO exams_response (item_id, seq, answer, saved_at)
    SELECT i.id, %s, {answer}, %s
    FROM exams_item i JOIN exams_attempt a ON a.id = i.attempt_id
    WHERE i.id = %s AND a.handed_in_at IS NULL AND a.deadline_at > %s
      AND %s = 1 + COALESCE((SELECT MAX(r.seq) FROM exams_response r WHERE r.item_id = i.id), 0)
    {lock}
    ON CONFLICT (item_id, seq) DO NOTHING
"""

DIALECT = {
    "postgresql": {"answer": "%s::jsonb", "lock": "FOR SHARE OF a"},
    "sqlite": {"answer": "%s", "lock": ""},
}


@dataclass(frozen=True)
class Saved:
    """The server's word that an answer stands."""

    seq: int
    saved_at: datetime


def place_of(*, attempt: int, item: int, employee: Employee) -> Place:
    """The place of a person's own item. Raises Item.DoesNotExist for another's as for none."""
    place = places.get(item)
    if place is None or place.attempt != attempt or place.employee != employee.pk:
        raise Item.DoesNotExist
    return place


def save(*, attempt: int, item: int, employee: Employee, seq: int, answer: Any, at: datetime) -> Saved:
    """Save an answer, given as option tokens, as number `seq` of its item.

    The same answer under the same number is acknowledged again. Raises AnswerStale or AnswerLate (the answer
    is kept in the journal), BadAnswer, or Item.DoesNotExist.
    """
    place = place_of(attempt=attempt, item=item, employee=employee)
    letters = _letters(place, item, answer)
    if _insert(item=item, seq=seq, letters=letters, at=at):
        return Saved(seq, at)
    return _acknowledged_again(item, seq, letters) or _refuse(place, item, seq, letters, at)


def flag(*, attempt: int, item: int, employee: Employee, raised: bool, at: datetime) -> None:
    """Put or take away a candidate's bookmark."""
    place_of(attempt=attempt, item=item, employee=employee)
    if raised:
        Flag.objects.get_or_create(item_id=item, defaults={"at": at})
    else:
        Flag.objects.filter(item=item).delete()


def _letters(place: Place, item: int, answer: Any) -> list[str]:
    if not isinstance(answer, list) or not all(isinstance(token, str) for token in answer):
        raise BadAnswer(answer)
    face = faces.many([place.version])[place.version]
    by_token = {token: option for option, token in tokens(place.nonce, item, face.options).items()}
    if not set(answer) <= by_token.keys():
        raise BadAnswer(answer)
    return kinds.get(face.kind).clean([by_token[token] for token in answer], face.options)


def _insert(*, item: int, seq: int, letters: list[str], at: datetime) -> bool:
    moment = connection.ops.adapt_datetimefield_value
    values = [seq, json.dumps(letters), moment(at), item, moment(at - GRACE), seq]
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(**DIALECT[connection.vendor]), values)
        return cursor.rowcount == 1


def _acknowledged_again(item: int, seq: int, letters: list[str]) -> Saved | None:
    standing = Response.objects.filter(item=item, seq=seq).first()
    return Saved(seq, standing.saved_at) if standing and standing.answer == letters else None


def _refuse(place: Place, item: int, seq: int, letters: list[str], at: datetime) -> Saved:
    attempt = Attempt.objects.get(pk=place.attempt)
    late = attempt.handed_in_at is not None or attempt.deadline_at <= at - GRACE
    reason = Refused.LATE if late else Refused.STALE
    RefusedResponse.objects.create(item_id=item, seq=seq, answer=letters, reason=reason, at=at)
    if late:
        raise AnswerLate
    standing = Response.objects.filter(item=item).order_by("-seq").first()
    raise AnswerStale(
        seq=standing.seq if standing else 0,
        answer=[tokens(place.nonce, item, [letter])[letter] for letter in standing.answer]
        if standing
        else [],
        saved_at=timezone.localtime(standing.saved_at) if standing else None,
    )
