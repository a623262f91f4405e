"""The first of three guards: before a document is made, every character of every field can be drawn."""

import unicodedata
from collections.abc import Mapping

from core.pdf.errors import UnprintableText
from core.pdf.fonts import covered

LINE_ENDS = "\n\r\t"
# Fonts draw what they like at private code points; nothing else is known about these.
NO_CHARACTER = {"Cc", "Cn", "Co", "Cs"}


def check_printable(fields: Mapping[str, str]) -> None:
    """Raise UnprintableText for the first character that is not composed (NFC) or has no glyph."""
    drawn = covered()
    for field, text in fields.items():
        if character := _decomposed(text):
            raise UnprintableText(field, character)
        for character in text:
            if character not in LINE_ENDS and not _is_drawn(character, drawn):
                raise UnprintableText(field, character)


def _is_drawn(character: str, drawn: frozenset[int]) -> bool:
    return ord(character) in drawn and unicodedata.category(character) not in NO_CHARACTER


def _decomposed(text: str) -> str:
    """The first character that composing would change, if there is one."""
    if unicodedata.is_normalized("NFC", text):
        return ""
    ends = range(1, len(text) + 1)
    return next(text[end - 1] for end in ends if not unicodedata.is_normalized("NFC", text[:end]))
