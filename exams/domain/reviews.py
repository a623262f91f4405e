"""A paper after the fact, with answers and marks; right answers and reasons only for whom they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core import texts
from exams.domain import sheets
from exams.domain.answers import GRACE
from exams.domain.items import ItemState
from exams.domain.shelves import answer_keys, explanations, faces
from exams.enums import Review
from exams.models import Attempt, QuestionVersion, Sitting, Topic
from people.models import User


@dataclass(frozen=True)
class Choice:
    text: str
    chosen: bool
    right: bool | None  # None: not for this reader

    @property
    def state(self) -> str:
        """How it is shown: chosen and right, chosen and wrong, right but missed, chosen, or plain."""
        if self.right:
            return "right" if self.chosen else "missed"
        if self.chosen:
            return "chosen" if self.right is None else "wrong"
        return "plain"


@dataclass(frozen=True)
class Line:
    """A question as it was asked, answered and judged."""

    position: int
    stem: str
    choices: list[Choice]
    points: Decimal
    fraction: Decimal | None  # None: not for this reader, or not marked
    marked: bool
    explanation: str

    @property
    def answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def earned(self) -> Decimal:
        return self.points * (self.fraction or 0)


def is_released(attempt: Attempt, at: datetime) -> bool:
    """Whether the exam's policy shows the candidate right answers and reasons by now."""
    review = attempt.sitting.exam.review
    if attempt.handed_in_at is None or review == Review.NEVER:
        return False
    return review == Review.HANDED_IN or _counts_no_more(attempt.sitting, at)


def _counts_no_more(sitting: Sitting, at: datetime) -> bool:
    """Whether nobody can give an answer to a sitting any more."""
    return sitting.closes_at + GRACE <= at and not Attempt.objects.open().filter(sitting=sitting).exists()


def awaits(attempt: Attempt, reader: User, at: datetime) -> bool:
    """Whether the reader of another's paper is still to take the same test."""
    own = reader.as_employee
    if own is None or own == attempt.employee:
        return False
    exam = attempt.sitting.exam_id
    hers = Attempt.objects.filter(employee=own, sitting__exam=exam)
    offered = Sitting.objects.offered_to(own).open(at).filter(exam=exam)
    return hers.open().exists() or offered.exclude(pk__in=hers.values("sitting")).exists()


def lines(attempt: Attempt, states: Sequence[ItemState], *, reader: User, at: datetime) -> list[Line]:
    """The paper for a reader; none for who is still to take it.

    Keys, reasons and points: the candidate's once released, and the topic's trainers'.
    """
    if awaits(attempt, reader, at):
        return []
    versions = {state.version for state in states}
    allowed = _open_versions(attempt, versions, reader, at)
    asked, keys, reasons = faces.many(versions), answer_keys.many(allowed), explanations.many(allowed)
    return [
        Line(
            position=state.position,
            stem=sheets.stem(asked[state.version]),
            choices=_choices(sheets.labels(asked[state.version]), state, keys.get(state.version)),
            points=state.points,
            fraction=state.fraction if state.version in allowed else None,
            marked=state.fraction is not None,
            explanation=texts.pick(reasons.get(state.version, {})),
        )
        for state in states
    ]


def _open_versions(attempt: Attempt, versions: set[int], reader: User, at: datetime) -> set[int]:
    """The versions whose key and reason the reader may see."""
    if attempt.employee == reader.as_employee:
        return versions if is_released(attempt, at) else set()
    hers = QuestionVersion.objects.filter(
        pk__in=versions, question__topic__in=Topic.objects.visible_to(reader)
    )
    return set(hers.values_list("pk", flat=True))


def _choices(labels: dict[str, str], state: ItemState, key: dict[str, list[str]] | None) -> list[Choice]:
    return [
        Choice(
            text=labels[option],
            chosen=option in state.given,
            right=None if key is None else option in key["correct"],
        )
        for option in state.order
    ]
