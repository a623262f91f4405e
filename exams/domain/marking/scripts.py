"""An answer as a marker reads it: what was asked and written, by what it is judged, and never by whom it is,
unless the exam says so."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import Truncator

from courses.models import Criterion
from exams.domain.marking import claims, markings, reviews
from exams.domain.marking.claims import Pile, Task
from exams.domain.marking.reviews import Line
from exams.domain.taking import items, sheets
from exams.domain.taking.shelves import faces
from exams.enums import QuestionKind
from exams.models import Attempt, Exemplar, Item, Marking, QuestionVersion, Recording
from people.models import User

SHOWN = 90


@dataclass(frozen=True)
class Example:
    """An answer that a marker pinned, with what it earned."""

    answer: list[str]
    note: str
    by: str


@dataclass(frozen=True)
class Script:
    """`line` is the question as a review shows it: its explanation to trainers of the topic alone."""

    task: Task
    line: Line
    answer: list[str]
    criteria: tuple[Criterion, ...]
    examples: list[Example]
    name: str

    @property
    def item(self) -> Item:
        return self.task.item

    @property
    def stamp(self) -> str:
        return markings.stamp(self.answer)

    @property
    def sound(self) -> str:
        """Where a spoken answer is heard; empty for a written one."""
        is_spoken = self.line.kind == QuestionKind.SPOKEN and self.answer
        return reverse("exams:marking_listen", args=[self.item.pk]) if is_spoken else ""


@dataclass(frozen=True)
class Titled:
    """A pile as a line of a list."""

    pile: Pile
    title: str
    exam: str
    key: str


def short(stem: str) -> str:
    """As much of a question as a list has room for, without its form."""
    return Truncator(strip_tags(stem)).chars(SHOWN)


def script(task: Task, *, reader: User, at: datetime) -> Script | None:
    """None for who is still to take the test herself."""
    item, version = task.item, task.item.version
    [state] = [state for state in items.of(item.attempt) if state.pk == item.pk]
    for line in reviews.lines(item.attempt, [state], reader=reader, at=at):
        return Script(
            task=task,
            line=line,
            answer=state.given,
            criteria=version.rubric.rows() if version.rubric else (),
            examples=examples(version),
            name=name_of(item.attempt),
        )
    return None


def examples(version: QuestionVersion) -> list[Example]:
    """The answers that were pinned, as they stand."""
    pinned = {one.pk: one for one in Exemplar.objects.filter(item__version=version).select_related("item")}
    states = items.of_many([one.item.attempt_id for one in pinned.values()])
    return [
        Example(state.given, pinned[state.pk].note, pinned[state.pk].by_name)
        for attempt in states.values()
        for state in attempt
        if state.pk in pinned
    ]


def recording(item: Item) -> Recording | None:
    """The spoken answer that stands."""
    given = next((state.given for state in items.of(item.attempt) if state.pk == item.pk), [])
    return Recording.objects.filter(item=item, reference__in=given).first()


def name_of(attempt: Attempt) -> str:
    """What a marker calls the paper: the person where the exam does not hide her, else four signs."""
    if not attempt.sitting.exam.is_anonymous:
        return attempt.employee.name
    return hashlib.sha256(f"paper:{attempt.nonce}".encode()).hexdigest()[:4].upper()


def titled(piles: Iterable[Pile], *, by: str) -> list[Titled]:
    """Piles with their names, in three queries for any number."""
    shown = list(piles)
    asked = faces.many(pile.version for pile in shown)
    rows = Attempt.objects.select_related("sitting__exam", "employee")
    papers = {attempt.pk: attempt for attempt in rows.filter(pk__in=[pile.attempt for pile in shown])}
    return [
        Titled(
            pile,
            name_of(papers[pile.attempt]) if by == "attempt" else short(sheets.stem(asked[pile.version])),
            papers[pile.attempt].sitting.title,
            claims.paper_key(papers[pile.attempt].nonce) if by == "attempt" else str(pile.version),
        )
        for pile in shown
    ]


@dataclass(frozen=True)
class Judged:
    """A judgement as a line of its marker's list."""

    marking: Marking
    title: str
    exam: str

    @property
    def points(self) -> Decimal:
        return self.marking.fraction * self.marking.item.points


def judged(markings: Iterable[Marking]) -> list[Judged]:
    shown = list(markings)
    asked = faces.many(one.item.version_id for one in shown)
    return [
        Judged(
            one,
            short(sheets.stem(asked[one.item.version_id])),
            one.item.attempt.sitting.title,
        )
        for one in shown
    ]
