r"""Several things in one cell: one on each line, or with | between them; `A: words` where they have names.

`\|`, `\n` and `\\` stand for the signs themselves. A text that a spreadsheet program would take for a formula
has a ' before it, which does not belong to it.
"""

import re
from collections.abc import Iterable, Mapping

from core.exports import BLANKS, FORMULA

GUARDED = re.compile(rf"'+[{BLANKS}]*[{re.escape(''.join(FORMULA))}]")
SIGN = re.compile(r"\\([|n\\])|[|\n]", re.DOTALL)
PAIR = re.compile(r"\s*([^\s:：=＝]+?)\s*[:：=＝]\s*(.*)", re.DOTALL)
END = "\x00"


def guarded(text: str) -> str:
    """The writer of spreadsheets sets a ' before a formula: what has one already gets another."""
    return f"'{text}" if GUARDED.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if GUARDED.match(text) else text


def listed(cell: str) -> list[str]:
    """The parts of a cell, in order; blank ones are none."""

    def shown(found: re.Match[str]) -> str:
        return {"n": "\n", None: END}.get(found[1], found[1])

    return [part.strip() for part in SIGN.sub(shown, cell).split(END) if part.strip()]


def as_list(parts: Iterable[str]) -> str:
    return "\n".join(part.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n") for part in parts)


def named(cell: str) -> dict[str, str] | None:
    """`A: words` or `A=1` on each line, by name; None where a line has no name or a name comes twice."""
    found: dict[str, str] = {}
    for part in listed(cell):
        pair = PAIR.fullmatch(part)
        if pair is None or pair[1] in found:
            return None
        found[pair[1]] = pair[2].strip()
    return found


def as_named(parts: Mapping[str, str], sign: str = ": ") -> str:
    return as_list(f"{name}{sign}{words}" for name, words in parts.items())
