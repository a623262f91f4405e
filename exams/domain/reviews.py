"""A paper after the fact, with answers and marks; right answers and reasons only for whom they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core import texts
from exams.domain import disclosure, sheets
from exams.domain.answers import GRACE
from exams.domain.items import ItemState
from exams.domain.shelves import Face, answer_keys, explanations, faces
from exams.enums import Shown, SittingKind
from exams.models import Attempt, QuestionVersion, Sitting, Topic
from people.models import User

# Of a paper, to who is neither its candidate nor a trainer of the topic.
OTHERS = frozenset({Shown.ATTEMPT.value, Shown.MAX_MARKS.value})


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
    points: Decimal | None  # None: not for this reader
    fraction: Decimal | None  # None: not for this reader, or not marked
    marked: bool
    explanation: str

    @property
    def answered(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def earned(self) -> Decimal:
        return (self.points or Decimal(0)) * (self.fraction or 0)


def disclosed(attempt: Attempt, at: datetime) -> frozenset[str]:
    """What the exam's policy shows the candidate of her own paper by now."""
    moment = disclosure.when(
        handed_in_at=attempt.handed_in_at,
        counts_no_more=attempt.handed_in_at is not None and _counts_no_more(attempt.sitting, at),
        at=at,
    )
    is_practice = attempt.sitting.kind == SittingKind.PRACTICE
    return disclosure.shown(attempt.sitting.exam.review, moment, is_practice=is_practice)


def is_released(attempt: Attempt, at: datetime) -> bool:
    """Whether the candidate may look at her paper after the end."""
    return attempt.handed_in_at is not None and Shown.ATTEMPT in disclosed(attempt, at)


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

    Keys, reasons and points: the candidate's as the policy says, and the topic's trainers'.
    """
    if awaits(attempt, reader, at):
        return []
    versions = {state.version for state in states}
    seen = _seen(attempt, versions, reader, at)
    keys = answer_keys.many(_where(seen, Shown.CORRECT, Shown.RIGHT))
    asked, reasons = faces.many(versions), explanations.many(_where(seen, Shown.EXPLANATION))
    return [
        Line(
            position=state.position,
            stem=sheets.stem(asked[state.version]),
            choices=_choices(asked[state.version], state, keys.get(state.version), seen[state.version]),
            points=state.points if Shown.MAX_MARKS in seen[state.version] else None,
            fraction=state.fraction if Shown.MARKS in seen[state.version] else None,
            marked=state.fraction is not None,
            explanation=texts.pick(reasons.get(state.version, {})),
        )
        for state in states
        if Shown.ATTEMPT in seen[state.version]
    ]


def _seen(attempt: Attempt, versions: set[int], reader: User, at: datetime) -> dict[int, frozenset[str]]:
    """What the reader may see of each version: the candidate by the policy, a topic's trainer everything,
    others questions and answers."""
    if attempt.employee == reader.as_employee:
        return dict.fromkeys(versions, disclosed(attempt, at))
    hers = QuestionVersion.objects.filter(
        pk__in=versions, question__topic__in=Topic.objects.visible_to(reader)
    )
    everything = dict.fromkeys(hers.values_list("pk", flat=True), frozenset(Shown.values))
    return dict.fromkeys(versions, OTHERS) | everything


def _where(seen: dict[int, frozenset[str]], *wanted: Shown) -> set[int]:
    return {version for version, shown in seen.items() if shown & set(wanted)}


def _choices(
    face: Face, state: ItemState, key: dict[str, list[str]] | None, seen: frozenset[str]
) -> list[Choice]:
    labels = sheets.labels(face)
    return [
        Choice(
            text=labels[option],
            chosen=option in state.given,
            right=_right(key, option, option in state.given, seen),
        )
        for option in state.order
    ]


def _right(key: dict[str, list[str]] | None, option: str, chosen: bool, seen: frozenset[str]) -> bool | None:
    """Whether an option is right; None where it is not for the reader to know."""
    if key is None or not (Shown.RIGHT in seen or (chosen and Shown.CORRECT in seen)):
        return None
    return option in key["correct"]
