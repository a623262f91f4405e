from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.kinds.choice import Choice
from exams.kinds.kind import NOTHING, WHOLE

WORTH = {"best": WHOLE, "acceptable": Decimal("0.5"), "harmful": NOTHING}


class Judgement(Choice):
    """What would you do? The key is `{"judgements": {"a": "best", "b": "acceptable", "c": "harmful"}}`.

    The best course earns all, an acceptable one half, a harmful one nothing.
    """

    name = "judgement"

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        return WORTH[key["judgements"][answer[0]]] if answer else NOTHING

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        return [[letter for letter, word in key["judgements"].items() if word == "best"]]
