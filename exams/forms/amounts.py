"""Shares of the points and numbers, as keys hold them and as people type them."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from exams.kinds.numeric import number

STEP = Decimal("0.0000000001")
RANGES = ("…", "..", "~", "～", " - ", "—")


class NotANumber(ValueError):
    """With what is to be typed instead."""


def fraction(percent: Decimal | None) -> str:
    """A share in per cent as a decimal string; full where none is given."""
    return "1" if percent is None else plain(percent / 100)


def percent(fraction_: str) -> Decimal | None:
    """None for the full share."""
    value = Decimal(fraction_)
    return None if value == 1 else Decimal(plain(value * 100))


def plain(value: Decimal) -> str:
    """Without an exponent or zeros that say nothing."""
    text = f"{value.quantize(STEP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(typed: str) -> str:
    """A number as people type it, as a decimal string. Raises NotANumber."""
    found = number(typed)
    if found is None or found[1]:
        raise NotANumber(_("Write a number, such as 3.5."))
    try:
        return plain(found[0])
    except InvalidOperation:
        raise NotANumber(_("Write a number, such as 3.5.")) from None


def accepted(typed: str, tolerance: str) -> dict[str, str]:
    """`3.5` with its tolerance, or a range `1 … 5`, as a key holds it. Raises NotANumber."""
    for sign in RANGES:
        low, found, high = typed.partition(sign)
        if found and low.strip() and high.strip():
            ends = sorted([exact(low.strip(" .")), exact(high.strip(" ."))], key=Decimal)
            return {"low": ends[0], "high": ends[1]}
    return {"value": exact(typed), "tolerance": plain(abs(Decimal(exact(tolerance)))) if tolerance else "0"}


def typed(entry: dict[str, str]) -> dict[str, str]:
    """The two fields of an accepted value or range."""
    if "value" not in entry:
        return {"value": f"{entry['low']} … {entry['high']}", "tolerance": ""}
    tolerance = entry.get("tolerance", "0")
    return {"value": entry["value"], "tolerance": "" if Decimal(tolerance) == 0 else tolerance}
