import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.kinds.choice import earned
from exams.kinds.kind import NOTHING, BadAnswer, Kind, Shape, Shuffle, amount, filled, fraction, numbered
from exams.kinds.numeric import Numeric
from exams.kinds.short_text import LIMIT, ShortText
from exams.kinds.typed import stored

GAP = re.compile(r"\[\[([1-9][0-9]?)\]\]")
TYPED: dict[str, ShortText | Numeric] = {kind.name: kind for kind in (ShortText(), Numeric())}


class Cloze(Kind):
    """A text with gaps, each chosen from options or typed. The stem marks them `[[1]]`, `[[2]]`.

    The key is `{"gaps": {"1": {"correct": ["a"]}, "2": {"kind": "short_text", "accepted": […]}}, "weights":
    {"1": "2"}}`: a gap is a choice, a short text or a number of its own, and earns its weight (1 unless said)
    of all weights. The answer has one string a gap, in the order of their numbers. The options of each
    gap are always shuffled.
    """

    name = "cloze"
    shuffle = Shuffle.ALWAYS

    def shape(self, text: Mapping[str, Any]) -> Shape:
        written = text.get("gaps", {})
        slots = tuple(
            tuple(f"{gap}.{letter}" for letter in written.get(gap, {})) for gap in gaps(text["stem"])
        )
        return Shape(options=tuple(name for slot in slots for name in slot), slots=slots)

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        values = filled(answer, shape)
        cleaned = [_clean(value, slot) for value, slot in zip(values, shape.slots or (), strict=False)]
        return cleaned if any(cleaned) else []

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        said = key.get("weights", {})
        weights = [amount(said.get(gap, 1)) or NOTHING for gap, _rules in numbered(key["gaps"])]
        found = self.judged(key, answer)
        total = sum(weights, NOTHING)
        worth = sum((weight * part for weight, part in zip(weights, found, strict=True)), NOTHING)
        return fraction(worth / total) if total else NOTHING

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        return [
            rules["correct"] if "correct" in rules else _typed(rules).right(rules)[0]
            for _gap, rules in numbered(key["gaps"])
        ]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        given = dict(enumerate(answer))
        return [
            _judge(rules, [given[at]] if given.get(at) else [])
            for at, (_gap, rules) in enumerate(numbered(key["gaps"]))
        ]

    def remarks(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[str]:
        """`gap.letter` of what was chosen, `gap.place` of the accepted form that was typed."""
        found: list[str] = []
        for value, (gap, rules) in zip(answer, numbered(key["gaps"]), strict=False):
            chosen = [value] if "correct" in rules else _typed(rules).remarks(rules, [value])
            found += [f"{gap}.{name}" for name in chosen if name]
        return found


def gaps(stem: str) -> list[str]:
    """The numbers of the gaps in a stem, each once, in their order."""
    return sorted(set(GAP.findall(stem)), key=int)


def _clean(value: str, slot: tuple[str, ...]) -> str:
    if not slot:
        return stored(value, LIMIT)
    if value and value not in {name.rpartition(".")[2] for name in slot}:
        raise BadAnswer(value)
    return value


def _typed(rules: Mapping[str, Any]) -> ShortText | Numeric:
    return TYPED[rules.get("kind", ShortText.name)]


def _judge(rules: Mapping[str, Any], answer: list[str]) -> Decimal:
    return earned(rules, answer) if "correct" in rules else _typed(rules).grade(rules, answer)
