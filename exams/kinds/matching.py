from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.kinds.kind import NOTHING, WHOLE, BadAnswer, Kind, Shape, Shuffle, filled, fraction, numbered


class Matching(Kind):
    """To each prompt its option. The key is `{"pairs": {"1": "a", "2": "b"}}`; options that no prompt has
    distract. Each right pair earns an equal share. The options are always shuffled.
    """

    name = "matching"
    shuffle = Shuffle.ALWAYS

    def shape(self, text: Mapping[str, Any]) -> Shape:
        options = tuple(text.get("options", {}))
        return Shape(options=options, slots=(options,) * len(text.get("prompts", {})))

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        letters = filled(answer, shape)
        if not set(letters) <= {"", *shape.options}:
            raise BadAnswer(answer)
        return letters

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        found = self.judged(key, answer)
        return fraction(sum(found, NOTHING) / len(found)) if found else NOTHING

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        return [[option] for _prompt, option in numbered(key["pairs"])]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        given = dict(enumerate(answer))
        return [
            WHOLE if given.get(place) == option else NOTHING
            for place, (_prompt, option) in enumerate(numbered(key["pairs"]))
        ]
