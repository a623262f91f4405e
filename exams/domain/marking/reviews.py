"""A paper after the fact, with answers and marks; right answers and reasons only for whom they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from core import texts
from exams import kinds
from exams.domain.delivery import ahead, terms
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import disclosure
from exams.domain.taking import sheets
from exams.domain.taking.items import ItemState
from exams.domain.taking.shelves import Face, Reasons, answer_keys, faces, reasons
from exams.domain.taking.tokens import named
from exams.enums import QuestionKind, Shown, SittingKind
from exams.kinds.cloze import GAP
from exams.kinds.kind import Kind, numbered
from exams.models import Attempt, Marking, QuestionVersion, Sitting, Topic
from people.models import User

Key = dict[str, Any]
Seen = frozenset[str]

# Of a paper, to who is neither its candidate nor a trainer of the topic.
OTHERS = frozenset({Shown.ATTEMPT.value, Shown.MAX_MARKS.value})


@dataclass(frozen=True)
class Choice:
    text: str
    chosen: bool
    right: bool | None  # None: not for this reader
    word: str = ""  # what is said of it beside right and wrong
    media: tuple[Any, ...] = ()

    @property
    def state(self) -> str:
        """How it is shown: chosen and right, chosen and wrong, right but missed, chosen, or plain."""
        if self.right:
            return "right" if self.chosen else "missed"
        if self.chosen:
            return "chosen" if self.right is None else "wrong"
        return "plain"


@dataclass(frozen=True)
class Filling:
    """What was put into one place of an answer: into a gap, beside a prompt, on a line."""

    label: str
    given: str
    right: str  # empty: not for this reader, or a person judges
    fraction: Decimal | None  # None: likewise

    @property
    def state(self) -> str:
        if self.fraction is None:
            return "chosen" if self.given else "plain"
        if self.fraction == 1:
            return "right"
        return "partly" if self.fraction else "wrong" if self.given else "missed"


@dataclass(frozen=True)
class Line:
    """A question as it was asked, answered and judged; its answer as `choices`, or else as `fillings`."""

    position: int
    kind: str
    stem: str
    choices: list[Choice]
    fillings: list[Filling]
    points: Decimal | None  # None: not for this reader
    fraction: Decimal | None  # None: not for this reader, or not marked
    marked: bool
    is_void: bool
    feedback: list[str]
    explanation: str
    media: tuple[Any, ...] = ()
    stimulus: Any = None  # of the first question on it
    recording: str = ""  # where a spoken answer is heard

    @property
    def answered(self) -> bool:
        return any(choice.chosen for choice in self.choices) or any(place.given for place in self.fillings)

    @property
    def earned(self) -> Decimal:
        return (self.points or Decimal(0)) * (self.fraction or 0)


def disclosed(attempt: Attempt, at: datetime) -> frozenset[str]:
    """What the exam's policy shows the candidate of her own paper by now."""
    moment = disclosure.when(
        handed_in_at=attempt.handed_in_at,
        counts_no_more=attempt.handed_in_at is not None and counts_no_more(attempt.sitting, at),
        at=at,
    )
    is_practice = attempt.sitting.kind == SittingKind.PRACTICE
    return disclosure.shown(attempt.sitting.exam.review, moment, is_practice=is_practice)


def is_released(attempt: Attempt, at: datetime) -> bool:
    """Whether the candidate may look at her paper after the end."""
    return attempt.handed_in_at is not None and Shown.ATTEMPT in disclosed(attempt, at)


def telling_since(attempt: Attempt, at: datetime) -> datetime | None:
    """From when on the candidate could see what tells of the right answers, after this end of the attempt or
    after one before it was reopened; None: she could not by now. By the policy that holds now."""
    sitting = attempt.sitting
    closed = terms.last_close(sitting) + GRACE if counts_no_more(sitting, at) else None
    ends = [(one.handed_in_at, one.at) for one in attempt.reopenings.all()]
    if attempt.handed_in_at:
        # Her result is there once the end is written.
        ends.append((attempt.processed_at or attempt.handed_in_at, at))
    told = [
        disclosure.telling_since(sitting.exam.review, ended=ended, closed=closed, until=until)
        for ended, until in ends
    ]
    return min((moment for moment in told if moment), default=None)


def counts_no_more(sitting: Sitting, at: datetime) -> bool:
    """Whether nobody can give an answer to a sitting any more. Exceptions are asked for once it has closed:
    until then none is needed to say no."""
    return (
        sitting.closes_at + GRACE <= at
        and terms.last_close(sitting) + GRACE <= at
        and not Attempt.objects.open().filter(sitting=sitting).exists()
    )


def may_check(attempt: Attempt, at: datetime) -> bool:
    """Whether the candidate may see, while she practises, how the answers that she gave stand."""
    return attempt.handed_in_at is None and bool(disclosed(attempt, at) & disclosure.TELLING)


def awaits(attempt: Attempt, reader: User, at: datetime) -> bool:
    """Whether the reader of another's paper is still to take the same test."""
    own = reader.as_employee
    if own is None or own == attempt.employee:
        return False
    exam = attempt.sitting.exam_id
    return exam in ahead.exams(own, at=at, exam=exam)


def lines(attempt: Attempt, states: Sequence[ItemState], *, reader: User, at: datetime) -> list[Line]:
    """The paper for a reader; none for who is still to take it.

    Keys, reasons and points: the candidate's as the policy says, and the topic's trainers'.
    """
    if awaits(attempt, reader, at):
        return []
    versions = {state.version for state in states}
    seen = _seen(attempt, versions, reader, at)
    keys = answer_keys.many(_where(seen, Shown.CORRECT, Shown.RIGHT, Shown.FEEDBACK))
    asked, why = faces.many(versions), reasons.many(_where(seen, Shown.EXPLANATION, Shown.FEEDBACK))
    found = [
        _line(
            state, asked[state.version], keys.get(state.version), why.get(state.version), seen[state.version]
        )
        for state in states
        if Shown.ATTEMPT in seen[state.version]
    ]
    return _illustrated(_commented(found, states, asked, seen), attempt, states, asked)


def _illustrated(
    found: list[Line], attempt: Attempt, states: Sequence[ItemState], asked: dict[int, Face]
) -> list[Line]:
    """The lines with their pictures and sounds, shared material before the first question on it."""
    by_position = {state.position: state for state in states}
    shown: set[int | None] = {None}
    lines = []
    for line in found:
        state = by_position[line.position]
        files = sheets.files(asked[state.version], sheets.addresses(attempt, state.pk))
        unit = {} if state.stimulus in shown else sheets.unit(state, sheets.addresses(attempt, state.pk))
        shown.add(state.stimulus)
        choices = [
            replace(choice, media=tuple(files.get(option, ())))
            for choice, option in zip(line.choices, state.order, strict=False)
        ]
        lines.append(
            replace(
                line,
                choices=choices,
                media=tuple(files.get("stem", ())),
                stimulus=unit.get("stimulus"),
                recording=_heard(attempt, state, line),
            )
        )
    return lines


def _heard(attempt: Attempt, state: ItemState, line: Line) -> str:
    """Where a spoken answer is heard; empty for any other."""
    if line.kind != QuestionKind.SPOKEN or not state.given:
        return ""
    return reverse("exams:recording", args=[attempt.pk, state.pk, state.given[0]])


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


def _commented(
    found: list[Line], states: Sequence[ItemState], asked: dict[int, Face], seen: dict[int, Seen]
) -> list[Line]:
    """The lines with what markers wrote to the candidate, where a person marked."""
    read = {
        state.pk: state.position
        for state in states
        if Shown.FEEDBACK in seen[state.version] and _is_read_by_people(asked[state.version])
    }
    comments: dict[int, dict[int, str]] = {}
    if read:
        for one in Marking.objects.filter(item__in=read).order_by("place", "seq"):
            comments.setdefault(read[one.item_id], {})[one.place] = one.comment
    return [
        replace(line, feedback=[*line.feedback, *filter(None, comments.get(line.position, {}).values())])
        for line in found
    ]


def _is_read_by_people(face: Face) -> bool:
    return kinds.get(face.kind).is_judged_by_a_person


def _line(state: ItemState, face: Face, key: Key | None, why: Reasons | None, seen: Seen) -> Line:
    """Key and reasons are None where nothing of them is for the reader."""
    kind, says = kinds.get(face.kind), sheets.speaker(face)
    labels = {name: says(label) for name, label in sheets.labels(face).items()}
    return Line(
        position=state.position,
        kind=face.kind,
        stem=says(GAP.sub(r"(\1) ____", sheets.stem(face))),
        choices=[] if kind.by_places else _choices(kind, labels, state, key, seen),
        fillings=_fillings(kind, face, labels, state, key, seen) if kind.by_places else [],
        points=state.points if Shown.MAX_MARKS in seen else None,
        fraction=state.fraction if Shown.MARKS in seen else None,
        marked=state.fraction is not None,
        is_void=state.is_void,
        feedback=[says(remark) for remark in _feedback(kind, state, key, why, seen)],
        explanation=says(texts.pick(why.explanations)) if why and Shown.EXPLANATION in seen else "",
    )


def _feedback(kind: Kind, state: ItemState, key: Key | None, why: Reasons | None, seen: Seen) -> list[str]:
    """What is said to her own answer."""
    if key is None or why is None or Shown.FEEDBACK not in seen:
        return []
    written = why.feedback.get(texts.nearest(why.feedback), {})
    return [written[name] for name in kind.remarks(key, state.given) if written.get(name)]


def _choices(
    kind: Kind, labels: dict[str, str], state: ItemState, key: Key | None, seen: Seen
) -> list[Choice]:
    right = None if key is None else kind.right(key)[0]
    words = (key or {}).get("judgements", {})
    choices = []
    for option in state.order:
        chosen = option in state.given
        is_told = Shown.RIGHT in seen or (chosen and Shown.CORRECT in seen)
        choices.append(
            Choice(
                text=labels[option],
                chosen=chosen,
                right=option in right if right is not None and is_told else None,
                word=words.get(option, "") if is_told else "",
            )
        )
    return choices


def _fillings(
    kind: Kind, face: Face, labels: dict[str, str], state: ItemState, key: Key | None, seen: Seen
) -> list[Filling]:
    """The places of an answer, one after the other."""
    slots = face.shape.slots or ()
    nothing: list[Any] = [None] * len(slots)
    given = (state.given if len(slots) > 1 else [" ".join(state.given)]) if state.given else nothing
    right = kind.right(key) if key is not None and Shown.RIGHT in seen else nothing
    judged = kind.judged(key, state.given) if key is not None and {Shown.CORRECT, Shown.RIGHT} & seen else []
    return [
        Filling(label, _says(value, slot, labels), _all(best or [], slot, labels), part)
        for label, slot, value, best, part in zip(
            _place_names(face), slots, given, right, judged or nothing, strict=True
        )
    ]


def _says(value: str | None, slot: tuple[str, ...], labels: dict[str, str]) -> str:
    return labels.get(named(value, slot), value) if value else ""


def _all(values: list[str], slot: tuple[str, ...], labels: dict[str, str]) -> str:
    return " / ".join(_says(value, slot, labels) for value in values)


def _place_names(face: Face) -> list[str]:
    """What the places of an answer are called: prompts, or numbers where there are several."""
    if prompts := sheets.said(face).prompts:
        says = sheets.speaker(face)
        return [says(prompt) for _number, prompt in numbered(prompts)]
    slots = face.shape.slots or ()
    return [f"({number})" if len(slots) > 1 else "" for number in range(1, len(slots) + 1)]
