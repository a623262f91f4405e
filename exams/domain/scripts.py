"""An answer as a marker reads it: what was asked and written, by what it is judged, and never by whom it is,
unless the exam says so."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.text import Truncator

from core import texts
from courses.models import Criterion
from exams.domain import sheets
from exams.domain.claims import Pile, Task
from exams.domain.shelves import faces, reasons
from exams.models import Attempt, Exemplar, Item, Marking, QuestionVersion, Response
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
    """`guide` is the explanation of the question, for trainers of its topic alone."""

    task: Task
    stem: str
    kind: str
    answer: list[str]
    guide: str
    criteria: tuple[Criterion, ...]
    examples: list[Example]
    name: str

    @property
    def item(self) -> Item:
        return self.task.item


@dataclass(frozen=True)
class Titled:
    """A pile as a line of a list."""

    pile: Pile
    title: str
    exam: str


def short(stem: str) -> str:
    """As much of a question as a list has room for."""
    return Truncator(stem).chars(SHOWN)


def script(task: Task, *, reader: User) -> Script:
    version = task.item.version
    face = faces.many([version.pk])[version.pk]
    may_see_key = QuestionVersion.objects.visible_to(reader).filter(pk=version.pk).exists()
    why = reasons.many([version.pk])[version.pk] if may_see_key else None
    return Script(
        task=task,
        stem=sheets.stem(face),
        kind=face.kind,
        answer=answer_of(task.item),
        guide=texts.pick(why.explanations) if why else "",
        criteria=version.rubric.rows() if version.rubric else (),
        examples=examples(version),
        name=name_of(task.item.attempt),
    )


def answer_of(item: Item) -> list[str]:
    """The answer that stands."""
    last = Response.objects.filter(item=item).order_by("-seq").first()
    return list(last.answer) if last else []


def examples(version: QuestionVersion) -> list[Example]:
    pinned = list(Exemplar.objects.filter(item__version=version).select_related("item"))
    last = {row.item_id: row.answer for row in _answers([one.pk for one in pinned])}
    return [Example(last.get(one.pk, []), one.note, one.by_name) for one in pinned]


def _answers(items: Iterable[int]) -> list[Response]:
    return list(Response.objects.filter(item__in=list(items)).order_by("item", "seq"))


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
