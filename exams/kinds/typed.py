"""Answers that are typed: how they are stored, and how two of them are compared."""

import re
from collections.abc import Mapping
from typing import Any

from core import text
from exams.kinds.kind import BadAnswer, Shape, filled

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
ONE = Shape(slots=((),))
STAR = "\x00"


def stored(value: str, limit: int) -> str:
    """As it is kept: composed, lines ended by a line feed, nothing unseen at its ends or within."""
    plain = text.clean(CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")))
    if len(plain) > limit:
        raise BadAnswer(value[:limit])
    return plain


def one(answer: Any, limit: int) -> list[str]:
    """The one typed text of an answer, or none."""
    return [plain] if (plain := "".join(stored(value, limit) for value in filled(answer, ONE))) else []


def form(value: str, *, case: bool = False, blanks: bool = False) -> str:
    """The form in which two answers are compared: width, variant and script set aside, and unless they
    matter, case and blanks."""
    plain = text.unify(value)
    if not case:
        plain = plain.casefold()
    return text.clean(text.BLANKS.sub(" ", plain)) if blanks else text.BLANKS.sub("", plain)


def is_like(value: str, pattern: str, rules: Mapping[str, Any]) -> bool:
    r"""Whether a text is what a pattern says: `*` is any run of signs, also none, `\*` a star."""
    how = {"case": bool(rules.get("case")), "blanks": bool(rules.get("blanks"))}
    parts = [form(part.replace(STAR, "*"), **how) for part in pattern.replace(r"\*", STAR).split("*")]
    return _fits(form(value, **how), parts)


def _fits(value: str, parts: list[str]) -> bool:
    """The parts in their order, the first at the start and the last at the end; no looking back is needed."""
    first, *between, last = parts if len(parts) > 1 else [parts[0], parts[0]]
    if len(parts) == 1:
        return value == first
    if len(value) < len(first) + len(last) or not value.startswith(first) or not value.endswith(last):
        return False
    at, end = len(first), len(value) - len(last)
    for part in between:
        found = value.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
