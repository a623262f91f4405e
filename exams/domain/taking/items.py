"""The items of an attempt with the answer and the mark that stand, in one statement for all who ask."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from exams.enums import MarkKind
from exams.models import Attempt

# Django's own way to say this takes longer to build than the database takes to answer it.
STANDING = """
    SELECT i.id, i.position, i.version_id, i.section, i.points, i."order",
           r.seq, r.answer, f.item_id IS NOT NULL, m.fraction, m.kind, m.seq, i.attempt_id,
           l.answer, i.stimulus_id
    FROM exams_item i
    LEFT JOIN exams_response r ON r.item_id = i.id
         AND r.seq = (SELECT MAX(r2.seq) FROM exams_response r2 WHERE r2.item_id = i.id)
    LEFT JOIN exams_mark m ON m.item_id = i.id
         AND m.seq = (SELECT MAX(m2.seq) FROM exams_mark m2 WHERE m2.item_id = i.id)
    LEFT JOIN exams_flag f ON f.item_id = i.id
    LEFT JOIN exams_countedanswer c ON c.item_id = i.id
         AND c.id = (SELECT MAX(c2.id) FROM exams_countedanswer c2 WHERE c2.item_id = i.id)
    LEFT JOIN exams_refusedresponse l ON l.id = c.refused_id AND (r.id IS NULL OR l.at > r.saved_at)
    WHERE i.attempt_id IN ({places})
    ORDER BY i.attempt_id, i.position
"""


ANSWERED = """
    SELECT COUNT(*) FROM exams_item i
    JOIN exams_response r ON r.item_id = i.id
         AND r.seq = (SELECT MAX(r2.seq) FROM exams_response r2 WHERE r2.item_id = i.id)
    WHERE i.attempt_id = %s AND r.answer <> '[]'
"""


@dataclass(frozen=True)
class ItemState:
    """A question of an attempt as it stands: before the first answer and the mark, these are None.

    A void one has left the total; `marks` is how many marks it has had. `late` is an answer that came after
    the end and counts by a decision: it stands before the one that was handed in.
    """

    pk: int
    position: int
    version: int
    section: int
    points: Decimal
    order: list[str]
    seq: int
    answer: list[str] | None
    flagged: bool
    fraction: Decimal | None
    is_void: bool = False
    marks: int = 0
    attempt: int = 0
    late: list[str] | None = None
    stimulus: int | None = None

    @property
    def given(self) -> list[str]:
        """The answer that is judged."""
        return (self.answer if self.late is None else self.late) or []


def of(attempt: Attempt) -> list[ItemState]:
    return of_many([attempt.pk])[attempt.pk]


def of_many(attempts: Sequence[int]) -> dict[int, list[ItemState]]:
    """The items of some hundreds of attempts at most, by attempt, in one statement."""
    found: dict[int, list[ItemState]] = {pk: [] for pk in attempts}
    if not found:
        return found
    with connection.cursor() as cursor:
        cursor.execute(STANDING.format(places=", ".join(["%s"] * len(found))), list(found))
        for row in cursor.fetchall():
            state = _state(*row)
            found[state.attempt].append(state)
    return found


def answered(attempt: Attempt) -> int:
    """How many questions have an answer that stands and says something."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, [attempt.pk])
        return int(cursor.fetchone()[0])


def _state(
    pk: int,
    position: int,
    version: int,
    section: int,
    points: Any,
    order: str,
    seq: int | None,
    answer: str | None,
    flagged: Any,
    fraction: Any,
    mark: str | None,
    last_mark: int | None,
    attempt: int,
    late: str | None,
    stimulus: int | None,
) -> ItemState:
    return ItemState(
        pk=pk,
        position=position,
        version=version,
        section=section,
        points=Decimal(str(points)),
        order=json.loads(order),
        seq=seq or 0,
        answer=None if answer is None else json.loads(answer),
        flagged=bool(flagged),
        fraction=None if fraction is None or mark == MarkKind.WITHDRAWN else Decimal(str(fraction)),
        is_void=mark == MarkKind.VOID,
        marks=0 if last_mark is None else last_mark + 1,
        attempt=attempt,
        late=None if late is None else json.loads(late),
        stimulus=stimulus,
    )
