from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any


class BadAnswer(ValueError):
    """Not an answer that this kind of question can take."""


@dataclass(frozen=True)
class Kind:
    """One way of asking.

    `clean(answer, options)` gives the answer in its one stored form or raises BadAnswer; an empty one is an
    answer taken back. `grade(key, answer)` gives the fraction 0-1 that is right, or None where a person must
    judge. `options` are the letters of a kind that brings its own; such a kind is never shuffled.
    """

    name: str
    clean: Callable[[Any, Collection[str]], list[str]]
    grade: Callable[[dict[str, Any], list[str]], float | None]
    options: Sequence[str] = ()


def chosen(answer: Any, options: Collection[str]) -> list[str]:
    """Letters of the options, each once, in alphabetical order. Raises BadAnswer for anything else."""
    if not isinstance(answer, list) or not all(isinstance(letter, str) for letter in answer):
        raise BadAnswer(answer)
    if len(set(answer)) != len(answer) or not set(answer) <= set(options):
        raise BadAnswer(answer)
    return sorted(answer)


def chosen_one(answer: Any, options: Collection[str]) -> list[str]:
    """One letter or none."""
    letters = chosen(answer, options)
    if len(letters) > 1:
        raise BadAnswer(answer)
    return letters


def all_or_nothing(key: dict[str, Any], answer: list[str]) -> float:
    """1 for exactly the right options, else 0."""
    return float(bool(answer) and set(answer) == set(key["correct"]))
