from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.kinds.kind import NOTHING, Kind, Shape, Shuffle
from exams.kinds.typed import ONE, one

LIMIT = 10_000


class Essay(Kind):
    """A text that a person reads and marks, by a rubric or without one. One that was left empty earns nothing
    and is shown to nobody. The key is empty.
    """

    name = "essay"
    shuffle = Shuffle.NEVER
    is_judged_by_a_person = True

    def shape(self, text: Mapping[str, Any]) -> Shape:
        return ONE

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        return one(answer, LIMIT)

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal | None:
        return None if answer else NOTHING

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        return [[]]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        return []
