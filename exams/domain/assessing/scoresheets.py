"""A scoring sheet as it is read: each criterion of the pinned rubric with the score that counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.models import Criterion, Level
from exams.domain.assessing import criterion_scores
from exams.domain.assessing.scenarios import titles
from exams.domain.assessing.tallies import Tally, is_critical_fail, tally
from exams.models import Assessment, CriterionScore


@dataclass(frozen=True)
class Row:
    criterion: Criterion
    score: CriterionScore | None

    @property
    def seq(self) -> int:
        return self.score.seq if self.score else 0

    @property
    def points(self) -> int | None:
        return self.score.points if self.score else None

    @property
    def comment(self) -> str:
        return self.score.comment if self.score else ""

    @property
    def level(self) -> Level | None:
        return next((level for level in self.criterion.levels if level.points == self.points), None)

    @property
    def is_critical_fail(self) -> bool:
        return self.points is not None and is_critical_fail(self.criterion, self.points)

    @property
    def failing_points(self) -> int | None:
        """The points that fail the whole assessment, if the criterion is critical."""
        return min(level.points for level in self.criterion.levels) if self.criterion.critical else None


@dataclass(frozen=True)
class Card:
    """An assessment as a line of a list."""

    assessment: Assessment
    title: str
    scored: int
    criteria: int


def rows(assessment: Assessment) -> list[Row]:
    standing = criterion_scores.latest([assessment])[assessment.pk]
    return [Row(criterion, standing.get(criterion.code)) for criterion in assessment.criteria]


def total(rows: Iterable[Row]) -> Tally:
    """What the rows add up to."""
    shown = list(rows)
    return tally([row.criterion for row in shown], {row.criterion.code: row.points for row in shown})


def cards(assessments: Iterable[Assessment]) -> list[Card]:
    """Lines of a list, in two queries however many there are."""
    shown = list(assessments)
    named = titles(one.scenario.code for one in shown) if shown else {}
    standing = criterion_scores.latest(one for one in shown if one.started_at) if shown else {}
    return [
        Card(
            assessment=one,
            title=named[one.scenario.code],
            scored=sum(score.points is not None for score in standing.get(one.pk, {}).values()),
            criteria=len(one.criteria),
        )
        for one in shown
    ]
