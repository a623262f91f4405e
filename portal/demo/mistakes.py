"""Which questions people of the demo get wrong: the hard ones sooner than the easy, and what is planted.

Planted for the statistics to find (`exams.json`): a question whose key the best do not believe, one that
everybody gets right, and a topic that is weak.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Self

from exams.enums import Difficulty
from exams.models import QuestionVersion
from portal.demo.content import read

HARD = {Difficulty.EASY: 0.0, Difficulty.MEDIUM: 0.3, Difficulty.HARD: 0.6}  # 1 is as much as luck weighs
WEAK = 0.4  # what a weak topic adds
GOOD = 0.8  # the score from which one knows better than the key
SURELY = 9.0


@dataclass(frozen=True)
class Asked:
    """A question as the demo's files know it."""

    code: str
    topic: str
    hard: float


@dataclass(frozen=True)
class Planted:
    doubted: str
    instead: str
    easy: str
    weak: str

    @classmethod
    def read(cls, topics: dict[str, str]) -> Self:
        """`topics` are the names of the topics by their codes in the files."""
        said: dict[str, Any] = read("exams.json")["planted"]
        wrong_key = said["wrong_key"]
        return cls(wrong_key["question"], wrong_key["chosen"], said["easy"], topics[said["weak"]])

    def weight(self, asked: Asked, score: float) -> float:
        """How soon somebody who scores so much gets it wrong; luck comes on top."""
        if asked.code == self.doubted:
            return SURELY if score >= GOOD else -1.0
        if asked.code == self.easy:
            return -SURELY
        return asked.hard + (WEAK if asked.topic == self.weak else 0)

    def mistake(self, asked: Asked, score: float) -> list[str] | None:
        """The wrong option on which the best agree; None where each errs for herself."""
        return [self.instead] if asked.code == self.doubted and score >= GOOD else None


def asked(versions: Iterable[int]) -> dict[int, Asked]:
    columns = ("pk", "question__code", "question__topic__name", "difficulty")
    rows = QuestionVersion.objects.filter(pk__in=versions).values_list(*columns)
    return {pk: Asked(code, topic, HARD[Difficulty(difficulty)]) for pk, code, topic, difficulty in rows}


def missed(questions: Iterable[Asked], *, score: float, planted: Planted, chance: Random) -> set[Asked]:
    """What somebody with this score got wrong, so that the score comes out."""
    every = sorted(questions, key=lambda one: one.code)
    likely = sorted(every, key=lambda one: -planted.weight(one, score) - chance.random())
    return set(likely[: round((1 - score) * len(every))])
