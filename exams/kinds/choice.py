"""What single and multiple choice, true or false, and judgement share: options, some of them right."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from exams.kinds.kind import NOTHING, WHOLE, BadAnswer, Kind, Shape, amount, fraction, strings


class Choice(Kind):
    """The key is `{"correct": ["a"]}`: exactly these earn all, anything else nothing.

    With `"weights": {"a": "0.5", "b": "-0.5"}` each chosen option adds its own; the sum stays within 0 and 1.
    """

    by_places = False
    most: ClassVar[int | None] = 1

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        letters = strings(answer)
        if len(set(letters)) != len(letters) or not set(letters) <= set(shape.options):
            raise BadAnswer(answer)
        if self.most is not None and len(letters) > self.most:
            raise BadAnswer(answer)
        return sorted(letters)

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        return earned(key, answer)

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        return [list(key["correct"])]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        return [self.grade(key, answer)]

    def remarks(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[str]:
        return list(answer)


def earned(key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
    """The fraction for chosen options: by weights where the key has them, else all or nothing."""
    weights = key.get("weights")
    if weights:
        return fraction(sum((amount(weights.get(letter, 0)) or NOTHING for letter in answer), NOTHING))
    return WHOLE if answer and set(answer) == set(key["correct"]) else NOTHING
