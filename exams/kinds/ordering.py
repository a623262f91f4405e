from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Any

from exams.kinds.kind import NOTHING, WHOLE, BadAnswer, Kind, Shape, Shuffle, fraction, strings


class Ordering(Kind):
    """Steps to be put in order. The key is `{"order": ["c", "a", "b"]}`. The options are always shuffled.

    Partial credit (Kendall's tau, never below 0): of all pairs of steps, those in the right order less those
    in the wrong one, divided by all. Two neighbours swapped in four steps give two thirds, the reverse order
    nothing; an order by chance is worth little, since half its pairs are wrong.
    """

    name = "ordering"
    shuffle = Shuffle.ALWAYS

    def shape(self, text: Mapping[str, Any]) -> Shape:
        options = tuple(text.get("options", {}))
        return Shape(options=options, slots=(options,) * len(options))

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        letters = strings(answer)
        if letters and sorted(letters) != sorted(shape.options):
            raise BadAnswer(answer)
        return list(letters)

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        order = key["order"]
        if sorted(answer) != sorted(order):
            return NOTHING
        if len(order) < 2:
            return WHOLE if answer else NOTHING
        place = {letter: at for at, letter in enumerate(order)}
        pairs = [place[first] < place[second] for first, second in combinations(answer, 2)]
        return fraction(Decimal(2 * sum(pairs) - len(pairs)) / len(pairs))

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        return [[letter] for letter in key["order"]]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        given = dict(enumerate(answer))
        return [WHOLE if given.get(at) == letter else NOTHING for at, letter in enumerate(key["order"])]
