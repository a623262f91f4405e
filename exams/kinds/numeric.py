import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from exams.kinds.kind import NOTHING, BadAnswer, Kind, Shape, Shuffle, amount, strings, worth
from exams.kinds.typed import ONE, stored

LIMIT = 60
MINUS = str.maketrans("−–﹣", "---")
NUMBER = re.compile(
    r"([+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:e[+-]?[0-9]{1,2})?)(?![0-9.,])(.*)", re.I | re.S
)
# Only behind a first group that does not begin with 0: 0,125 is an eighth.
THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
DECIMAL_COMMA = re.compile(r"([+-]?[0-9]+),([0-9]+)(?![0-9.,])")


class Numeric(Kind):
    """A number, with a unit where the key has some; the unit is typed behind it or chosen beside it.

    The key is `{"accepted": [{"value": "3.14", "tolerance": "0.01", "fraction": "1"}, {"low": "1", "high":
    "5", "fraction": "0.5"}], "units": {"kg": "1", "g": "0.001"}, "unit_required": false}`. Bounds belong to
    what is accepted, the first that fits counts. A unit multiplies the number before it is compared; an
    unknown one, or none where one is required, earns nothing. `1,234.5`, `１２` and `1e3` are numbers.
    """

    name = "numeric"
    shuffle = Shuffle.NEVER

    def shape(self, text: Mapping[str, Any]) -> Shape:
        return ONE

    def clean(self, answer: Any, shape: Shape) -> list[str]:
        values = [stored(value, LIMIT) for value in strings(answer)]
        if len(values) > 2:
            raise BadAnswer(answer)
        if not values or not values[0]:
            return []
        return values if all(values) else values[:1]

    def grade(self, key: Mapping[str, Any], answer: Sequence[str]) -> Decimal:
        at = self.matched(key, answer)
        return NOTHING if at is None else worth(key["accepted"][at])

    def right(self, key: Mapping[str, Any]) -> list[list[str]]:
        best = max((worth(range_) for range_ in key["accepted"]), default=NOTHING)
        unit = next((f" {name}" for name, factor in key.get("units", {}).items() if amount(factor) == 1), "")
        return [[f"{in_words(range_)}{unit}" for range_ in key["accepted"] if worth(range_) == best > 0]]

    def judged(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[Decimal]:
        return [self.grade(key, answer)]

    def remarks(self, key: Mapping[str, Any], answer: Sequence[str]) -> list[str]:
        at = self.matched(key, answer)
        return [] if at is None else [str(at)]

    def matched(self, key: Mapping[str, Any], answer: Sequence[str]) -> int | None:
        """Which accepted value or range the answer falls into first."""
        value = measured(key, " ".join(answer))
        if value is None:
            return None
        return next((at for at, range_ in enumerate(key["accepted"]) if _holds(range_, value)), None)


def number(typed: str) -> tuple[Decimal, str] | None:
    """A number as people type it, and what stands behind it; None for no number."""
    plain = unicodedata.normalize("NFKC", typed).translate(MINUS).strip()
    if grouped := THOUSANDS.match(plain):
        plain = grouped[0].replace(",", "") + plain[grouped.end() :]
    elif broken := DECIMAL_COMMA.match(plain):
        plain = f"{broken[1]}.{broken[2]}{plain[broken.end() :]}"
    found = NUMBER.fullmatch(plain)
    return (Decimal(found[1]), found[2].strip()) if found else None


def in_words(range_: Mapping[str, Any]) -> str:
    """3.14 ± 0.01, or 1 … 5."""
    if "value" not in range_:
        return f"{range_['low']} … {range_['high']}"
    return (
        f"{range_['value']} ± {range_['tolerance']}" if amount(range_.get("tolerance")) else range_["value"]
    )


def measured(key: Mapping[str, Any], typed: str) -> Decimal | None:
    """The number in the key's own unit; None for no number, or for a unit that is missing or unknown."""
    found = number(typed)
    if found is None:
        return None
    value, unit = found
    if not unit:
        return None if key.get("unit_required") else value
    factor = _factor(key.get("units") or {}, unit)
    return None if factor is None else value * factor


def _factor(units: Mapping[str, str], unit: str) -> Decimal | None:
    """Exactly as written first, then whatever the case: mW and MW are two."""
    names = {unicodedata.normalize("NFKC", name).strip(): amount(factor) for name, factor in units.items()}
    folded = {name.casefold(): factor for name, factor in names.items()}
    return names.get(unit, folded.get(unit.casefold()))


def _holds(range_: Mapping[str, Any], value: Decimal) -> bool:
    if "value" in range_:
        middle, off = amount(range_["value"]), amount(range_.get("tolerance") or 0)
        return middle is not None and off is not None and abs(value - middle) <= abs(off)
    low, high = amount(range_["low"]), amount(range_["high"])
    return low is not None and high is not None and low <= value <= high
