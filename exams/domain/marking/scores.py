"""The score is a pure function of the frozen paper and the marks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from exams.domain.taking.items import ItemState
from exams.models import Attempt, QuestionVersion

ZERO = Decimal(0)
WEAKEST = 3


@dataclass(frozen=True)
class Line:
    """One item as it was judged."""

    section: int
    points: Decimal
    fraction: Decimal


@dataclass(frozen=True)
class Part:
    """A section's or the whole paper's share."""

    title: str
    points: Decimal
    points_max: Decimal
    pass_mark: Decimal

    @property
    def fraction(self) -> Decimal:
        return self.points / self.points_max if self.points_max else ZERO

    @property
    def passed(self) -> bool:
        """Compared without dividing, so that 6 of 10 is exactly 0.6."""
        return self.points >= self.pass_mark * self.points_max


@dataclass(frozen=True)
class Score:
    whole: Part
    sections: list[Part]

    @property
    def passed(self) -> bool:
        return self.whole.passed and all(section.passed for section in self.sections)

    @property
    def has_part_marks(self) -> bool:
        """Whether a part has a pass mark of its own."""
        return any(section.pass_mark for section in self.sections)


def score(lines: Sequence[Line], *, pass_mark: Decimal, sections: Sequence[dict[str, Any]]) -> Score:
    """Add up what was judged, and hold it against the pass marks of the whole and of each section."""
    return Score(
        whole=_part("", pass_mark, lines),
        sections=[
            _part(
                section["title"],
                Decimal(section["pass_mark"] or 0),
                [line for line in lines if line.section == index],
            )
            for index, section in enumerate(sections)
        ],
    )


def _part(title: str, pass_mark: Decimal, lines: Iterable[Line]) -> Part:
    lines = list(lines)
    return Part(
        title=title,
        points=sum((line.points * line.fraction for line in lines), ZERO),
        points_max=sum((line.points for line in lines), ZERO),
        pass_mark=pass_mark,
    )


def of(attempt: Attempt, states: Sequence[ItemState]) -> Score | None:
    """The score of an attempt by the marks that stand, void items left out; None while an item has none, and
    where nothing is left that counts."""
    counted = [state for state in states if not state.is_void]
    lines = [
        Line(state.section, state.points, state.fraction) for state in counted if state.fraction is not None
    ]
    if len(lines) < len(counted) or counts_nothing(states):
        return None
    return score(lines, pass_mark=attempt.pass_mark, sections=attempt.sections)


def counts_nothing(states: Sequence[ItemState]) -> bool:
    """Whether every question was made void: there is neither a pass nor a fail."""
    return all(state.is_void for state in states)


def weak_topics(states: Sequence[ItemState]) -> list[str]:
    """The names of up to three topics in which most was lost, the weakest first."""
    versions = QuestionVersion.objects.filter(pk__in=[state.version for state in states])
    topics = dict(versions.values_list("pk", "question__topic__name"))
    lost: dict[str, Decimal] = defaultdict(Decimal)
    for state in states:
        if not state.is_void:
            lost[topics[state.version]] += state.points * (1 - (state.fraction or ZERO))
    weak = sorted((topic for topic in lost if lost[topic]), key=lambda topic: -lost[topic])
    return weak[:WEAKEST]
