"""Items that people judge: no mark follows from the answer, so that it is withdrawn where that may change."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from core.domain import audit
from exams import kinds
from exams.domain.taking import items
from exams.domain.taking.items import ItemState
from exams.domain.taking.shelves import faces
from exams.enums import MarkKind
from exams.errors import JudgedByPeople
from exams.models import Attempt, Mark, Marking


def items_of_people(attempt: Attempt) -> list[ItemState]:
    """The items of an attempt that a person judges. An empty one has a mark of the machine: nothing."""
    states = items.of(attempt)
    shown = faces.many(state.version for state in states)
    return [state for state in states if kinds.get(shown[state.version].kind).is_judged_by_a_person]


def withdraw_marks(states: Iterable[ItemState], *, reason: str, by: Any, at: datetime) -> None:
    """Take the marks of items back. Raises JudgedByPeople: nobody's judgement is thrown away."""
    asked = {state.pk: state for state in states}
    if Marking.objects.filter(item__in=asked).exists():
        raise JudgedByPeople
    Mark.objects.bulk_create(
        Mark(
            item_id=state.pk,
            seq=state.marks,
            fraction=state.fraction,
            kind=MarkKind.WITHDRAWN,
            reason=reason,
            at=at,
            **audit.actor(by),
        )
        for state in asked.values()
        if state.fraction is not None
    )
