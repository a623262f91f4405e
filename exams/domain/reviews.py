"""A paper after the fact, with answers and marks; right answers and reasons only for whom they are."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core import texts
from exams.domain import scores, sheets
from exams.domain.attempts import latest_answers
from exams.domain.shelves import answer_keys, faces
from exams.enums import Review
from exams.models import Attempt, QuestionVersion, Topic
from people.models import User


@dataclass(frozen=True)
class Choice:
    text: str
    chosen: bool
    right: bool | None  # None: not for this reader


@dataclass(frozen=True)
class Line:
    """A question as it was asked, answered and judged."""

    position: int
    stem: str
    choices: list[Choice]
    points: Decimal
    fraction: Decimal | None
    explanation: str

    @property
    def answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def earned(self) -> Decimal:
        return self.points * (self.fraction or 0)


def is_released(attempt: Attempt, at: datetime) -> bool:
    """Whether the exam's policy shows the candidate her paper by now."""
    sitting = attempt.sitting
    if attempt.handed_in_at is None:
        return False
    return {
        Review.NEVER: False,
        Review.HANDED_IN: True,
        Review.CLOSED: sitting.closes_at <= at,
    }[Review(sitting.exam.review)]


def may_open(attempt: Attempt, user: User, at: datetime) -> bool:
    """The candidate once it is released; whoever else sees the attempt, once it is handed in."""
    if attempt.employee == user.as_employee:
        return is_released(attempt, at)
    return attempt.handed_in_at is not None


def lines(attempt: Attempt, *, reader: User, at: datetime) -> list[Line]:
    """The paper for a reader. Keys and reasons: the candidate's once released, and the topic's trainers'."""
    answers, fractions = latest_answers(attempt), scores.newest_marks(attempt)
    items = list(
        attempt.items.order_by("position").values_list("pk", "position", "version_id", "points", "order")
    )
    versions = {version for _pk, _position, version, _points, _order in items}
    shown = _keys_for(attempt, versions, reader, at)
    asked, reasons = faces.many(versions), _explanations(shown.keys())
    return [
        Line(
            position=position,
            stem=sheets.stem(asked[version]),
            choices=_choices(sheets.labels(asked[version]), order, answers.get(pk, []), shown.get(version)),
            points=points,
            fraction=fractions.get(pk),
            explanation=reasons.get(version, ""),
        )
        for pk, position, version, points, order in items
    ]


def _keys_for(attempt: Attempt, versions: set[int], reader: User, at: datetime) -> dict[int, list[str]]:
    """The right options of the versions whose key the reader may see."""
    if attempt.employee == reader.as_employee:
        allowed = versions if is_released(attempt, at) else set()
    else:
        hers = QuestionVersion.objects.filter(
            pk__in=versions, question__topic__in=Topic.objects.visible_to(reader)
        )
        allowed = set(hers.values_list("pk", flat=True))
    return {version: key["correct"] for version, key in answer_keys.many(allowed).items()}


def _explanations(versions: object) -> dict[int, str]:
    rows = QuestionVersion.objects.filter(pk__in=versions).values_list("pk", "texts")
    return {
        pk: texts.pick({code: text.get("explanation", "") for code, text in written.items()})
        for pk, written in rows
    }


def _choices(
    labels: dict[str, str], order: list[str], answer: list[str], right: list[str] | None
) -> list[Choice]:
    return [
        Choice(text=labels[option], chosen=option in answer, right=None if right is None else option in right)
        for option in order
    ]
