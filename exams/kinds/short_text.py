from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.kinds.kind import NOTHING, Kind, Shape, Shuffle, worth
from exams.kinds.typed import ONE, is_like, one

LIMIT = 300


class ShortText(Kind):
    """A word or a line. The key is `{"accepted": [{"text": "…", "fraction": "1"}], "case": false, "blanks":
    false}`: the first accepted form that fits counts. Width, variants and Traditional or Simplified script
    are set aside, case and blanks too unless the key says that they matter.
    """

    name = "short_text"
    shuffle = Shuffle.NEVER

    def shape(self, text: Mapping[str, Any]) -> Shape:
        return ONE

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        return one(answer, LIMIT)

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        at = self.matched(key, answer)
        return NOTHING if at is None else worth(key["accepted"][at])

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        best = max((worth(form) for form in key["accepted"]), default=NOTHING)
        return [[form["text"] for form in key["accepted"] if worth(form) == best > 0]]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        return [self.grade(key, answer)]

    def remarks(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[str]:
        at = self.matched(key, answer)
        return [] if at is None else [str(at)]

    def matched(self, key: Mapping[str, Any], answer: Sequence[str]) -> int | None:
        """Which accepted form the answer fits first."""
        forms = enumerate(key["accepted"]) if answer and answer[0] else ()
        return next((at for at, form in forms if is_like(answer[0], form["text"], key)), None)
