"""The letters of options whose order is not theirs to keep."""

from collections.abc import Iterable, Mapping

from core.text import fold

ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def letters_of(texts: Iterable[str], before: Mapping[str, str]) -> dict[str, str]:
    """A letter for each folded text: the one it had before, else the next that was not used."""
    had = {fold(text): letter for letter, text in before.items()}
    free = iter(letter for letter in ALPHABET if letter not in before)
    return {text: had.get(text) or next(free) for text in dict.fromkeys(map(fold, texts))}
