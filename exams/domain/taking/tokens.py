"""Options are named at random for each attempt and item: neither ids nor letters nor order tell the key."""

import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from exams.kinds import BadAnswer, Shape

LENGTH = 12


def token(nonce: str, item: int, option: str) -> str:
    return hmac.digest(nonce.encode(), f"{item}:{option}".encode(), "sha256").hex()[:LENGTH]


def tokens(nonce: str, item: int, options: Iterable[str]) -> dict[str, str]:
    """Token by option."""
    return {option: token(nonce, item, option) for option in options}


def inward(nonce: str, item: int, shape: Shape, answer: Any) -> list[str]:
    """An answer of the page, as it is stored: letters for tokens; what is typed stays. Raises BadAnswer."""
    if not isinstance(answer, list) or not all(isinstance(value, str) for value in answer):
        raise BadAnswer(answer)
    if not shape.options or not answer:
        return answer
    names = {token(nonce, item, option): option for option in shape.options}
    try:
        if shape.slots is None:
            return [names[value] for value in answer]
        return [_letter(value, slot, names) for value, slot in zip(answer, shape.slots, strict=True)]
    except (KeyError, ValueError):
        raise BadAnswer(answer) from None


def outward(nonce: str, item: int, shape: Shape, answer: list[str]) -> list[str]:
    """A stored answer, as the page knows it."""
    if shape.slots is None:
        return [token(nonce, item, letter) for letter in answer]
    return [
        token(nonce, item, named(letter, slot)) if slot and letter else letter
        for letter, slot in zip(answer, shape.slots, strict=False)
    ]


def named(letter: str, slot: Iterable[str]) -> str:
    """The name of an option of a slot by its letter: `a` in gap 2 is `2.a`."""
    return next((name for name in slot if name.rpartition(".")[2] == letter), letter)


def _letter(value: str, slot: tuple[str, ...], names: Mapping[str, str]) -> str:
    if not slot or not value:
        return value
    if (name := names[value]) not in slot:
        raise KeyError(value)
    return name.rpartition(".")[2]
