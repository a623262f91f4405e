"""Right answers as people write them: letters for choices, words and signs for true or false."""

import re
import unicodedata
from collections.abc import Mapping

from core.text import fold, narrow

BETWEEN = re.compile(r"[\s,;:/|.&+、。；，]+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
TRUE = set(map(fold, ("对", "正确", "是", "√", "✓", "✔", "T", "True", "Right", "Correct", "Yes", "Y")))
FALSE = set(
    map(fold, ("错", "错误", "不对", "不正确", "否", "×", "✗", "X", "F", "False", "Wrong", "No", "N"))
)


def letters(found: str) -> list[str] | None:
    """`ABCD`, `A,C`, `Ｃ，Ａ`, `a、c` as letters in alphabetical order; None for anything else."""
    plain = BETWEEN.sub("", narrow(unicodedata.normalize("NFKC", found))).lower()
    if not plain or len(set(plain)) != len(plain) or not set(plain) <= set(LETTERS):
        return None
    return sorted(plain)


def truth(found: str, options: Mapping[str, str]) -> bool | None:
    """What a word or sign says, or an A or B that stands for such a word; None for anything else."""
    word = fold(found)
    if word in ("a", "b"):
        return _word(fold(options[word])) if word in options else word == "a" if not options else None
    return _word(word)


def _word(word: str) -> bool | None:
    return True if word in TRUE else False if word in FALSE else None
