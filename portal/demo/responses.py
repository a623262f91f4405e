"""How the people of the demo answer: right, or wrong as people err."""

from random import Random
from typing import Any

from exams import kinds
from exams.domain.taking.shelves import Face
from exams.enums import QuestionKind

UNSURE = "不清楚"

Key = dict[str, Any]


def right(face: Face, key: Key) -> list[str]:
    """An answer that earns everything."""
    if face.kind == QuestionKind.NUMERIC:
        return [key["accepted"][0]["value"]]
    kind = kinds.get(face.kind)
    places = kind.right(key)
    return [place[0] for place in places] if kind.by_places else sorted(places[0])


def wrong(face: Face, key: Key, chance: Random) -> list[str]:
    """An answer that earns nothing; none at all where the kind gives part of the points for most mistakes."""
    kind, best = kinds.get(face.kind), right(face, key)
    for answer in _mistakes(face, best, chance):
        if kind.grade(key, answer) == 0:
            return answer
    return []


def _mistakes(face: Face, best: list[str], chance: Random) -> list[list[str]]:
    """One of several forgotten, another one chosen, each step a place too early, or a shrug."""
    if face.kind == QuestionKind.ORDERING:
        return [best[1:] + best[:1], best[::-1]]
    if face.shape.slots is not None:
        return [[_other(slot, letter) for slot, letter in zip(face.shape.slots, best, strict=True)]]
    others = [[option] for option in face.shape.options if option not in best]
    chance.shuffle(others)
    return [best[:-1], *others] if len(best) > 1 else others


def _other(slot: tuple[str, ...], right: str) -> str:
    """Another option of a place, or words where one types; the option `2.a` is `a` in gap 2."""
    letters = [name.rpartition(".")[2] for name in slot]
    return next((letter for letter in letters if letter != right), UNSURE)
