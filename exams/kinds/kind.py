"""What a kind of question is asked by the rest of the house."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any, ClassVar

STEP = Decimal("0.000001")
LONGEST, LARGEST = 100, 30
NOTHING, WHOLE = Decimal(0), Decimal(1)


class BadAnswer(ValueError):
    """Not an answer that this kind of question can take."""


class Shuffle(Enum):
    """Whether the options may stand in another order on each candidate's page."""

    NEVER = "never"
    IF_ASKED = "if asked"  # by the exam's policy
    ALWAYS = "always"  # the written order would tell the key


@dataclass(frozen=True)
class Shape:
    """What may be answered where; the same in every language, and without a key.

    `options` are the names of all that can be chosen; on the page they travel as random tokens. `slots` are
    the places to be filled, in their order: the names that a place takes, or none where one types. Without
    slots the answer is a list of options. The name of an option that belongs to one gap is `gap.letter`.
    """

    options: tuple[str, ...] = ()
    slots: tuple[tuple[str, ...], ...] | None = None


class Kind:
    """One way of asking. An answer is a list of strings; `[]` is none, or one taken back.

    `clean` gives the answer in its one stored form or raises BadAnswer. `grade` gives the fraction 0-1 that
    is right, in millionths, or None where a person must judge. `right` and `judged` say why, for the review.
    """

    name: ClassVar[str]
    by_places: ClassVar[bool] = True  # the review shows what stands in each place; else the options, marked
    shuffle: ClassVar[Shuffle] = Shuffle.IF_ASKED
    is_judged_by_a_person: ClassVar[bool] = False

    def shape(self, text: Mapping[str, Any]) -> Shape:
        """The shape of a question by its texts in its source language."""
        return Shape(options=tuple(text.get("options", {})))

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        raise NotImplementedError

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal | None:
        raise NotImplementedError

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        """For each place what is right in it: letters of options, or texts. Of options one list."""
        raise NotImplementedError

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        """For each place the fraction that its answer earns."""
        raise NotImplementedError

    def remarks(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[str]:
        """The names of the feedback texts that an answer calls for."""
        return []


def fraction(value: Decimal) -> Decimal:
    """Within 0 and 1, in millionths, half up: what a mark holds."""
    return min(max(value, NOTHING), WHOLE).quantize(STEP, rounding=ROUND_HALF_UP)


def amount(said: object) -> Decimal | None:
    """A number of a key: finite, of 100 signs at most, and 0 or between 1e-30 and 1e31. None for any other:
    a key that holds one costs a mark, never an attempt."""
    text = str(said)
    try:
        value = Decimal(text) if len(text) <= LONGEST else None
    except ArithmeticError:
        return None
    if value is None or not value.is_finite():
        return None
    return value if not value or abs(value.adjusted()) <= LARGEST else None


def worth(form: Mapping[str, Any]) -> Decimal:
    """The fraction that an accepted form earns: all unless it says another."""
    return fraction(amount(form.get("fraction", "1")) or NOTHING)


def strings(answer: Any) -> list[str]:
    if not isinstance(answer, list) or not all(isinstance(value, str) for value in answer):
        raise BadAnswer(answer)
    return answer


def filled(answer: Any, shape: Shape) -> list[str]:
    """One string a slot; of empty ones alone none. Raises BadAnswer for another number of them."""
    values = strings(answer)
    if not any(values):
        return []
    if len(values) != len(shape.slots or ()):
        raise BadAnswer(answer)
    return values


def numbered(parts: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The parts of a question in the order of their numbers: 10 stands after 9."""
    return sorted(parts.items(), key=lambda part: int(part[0]))
