"""The items of an attempt with the answer and the mark that stand, in one statement for all who ask."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from exams.models import Attempt

# Django's own way to say this takes longer to build than the database takes to answer it.
STANDING = """
    SELECT i.id, i.position, i.version_id, i.section, i.points, i."order",
           r.seq, r.answer, f.item_id IS NOT NULL, m.fraction
    FROM exams_item i
    LEFT JOIN exams_response r ON r.item_id = i.id
         AND r.seq = (SELECT MAX(r2.seq) FROM exams_response r2 WHERE r2.item_id = i.id)
    LEFT JOIN exams_mark m ON m.item_id = i.id
         AND m.seq = (SELECT MAX(m2.seq) FROM exams_mark m2 WHERE m2.item_id = i.id)
    LEFT JOIN exams_flag f ON f.item_id = i.id
    WHERE i.attempt_id = %s
    ORDER BY i.position
"""


ANSWERED = """
    SELECT COUNT(*) FROM exams_item i
    JOIN exams_response r ON r.item_id = i.id
         AND r.seq = (SELECT MAX(r2.seq) FROM exams_response r2 WHERE r2.item_id = i.id)
    WHERE i.attempt_id = %s AND r.answer <> '[]'
"""


@dataclass(frozen=True)
class ItemState:
    """A question of an attempt as it stands: before the first answer and the mark, these are None."""

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

    @property
    def given(self) -> list[str]:
        return self.answer or []


def of(attempt: Attempt) -> list[ItemState]:
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [attempt.pk])
        return [_state(*row) for row in cursor.fetchall()]


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
        fraction=None if fraction is None else Decimal(str(fraction)),
    )
