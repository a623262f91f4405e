"""Where a question is used and how often: papers, exams, sittings, attempts, and when it was asked last."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from exams.models import Exam, Item, PaperDraw, PaperQuestion, PaperSection, Question, Sitting, Topic
from people.models import User


@dataclass(frozen=True)
class Place:
    """A section of a paper that names the question, or may draw it."""

    section: PaperSection
    is_drawn: bool


@dataclass(frozen=True)
class Asking:
    """A version of the question in the attempts of one sitting."""

    sitting: Sitting
    version: int
    attempts: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class Use:
    places: list[Place]
    exams: list[Exam]
    askings: list[Asking]

    @property
    def papers(self) -> int:
        return len({place.section.paper_id for place in self.places if not place.is_drawn})

    @property
    def attempts(self) -> int:
        return sum(asking.attempts for asking in self.askings)

    @property
    def last_asked(self) -> datetime | None:
        return max((asking.last for asking in self.askings), default=None)


def of(question: Question, *, user: User) -> Use:
    """The same number of queries, however often it is used."""
    places = _places(question)
    papers = {place.section.paper_id for place in places}
    exams = Exam.objects.visible_to(user).filter(paper__in=papers).select_related("paper")
    return Use(places, list(exams.order_by("pk")), _askings(question))


def _places(question: Question) -> list[Place]:
    fixed = set(PaperQuestion.objects.filter(question=question).values_list("section", flat=True))
    above = _with_above(question.topic_id)
    draws = PaperDraw.objects.filter(topic__in=above).values("section")
    sections = PaperSection.objects.filter(Q(pk__in=fixed) | Q(pk__in=draws)).select_related("paper")
    return [
        Place(section, is_drawn=section.pk not in fixed)
        for section in sections.order_by("paper__title", "position")
    ]


def _with_above(topic: int) -> set[int]:
    """The topic and those it stands under: a draw from each of them may take the question."""
    parents = dict(Topic.objects.values_list("pk", "parent_id"))
    found: set[int] = set()
    here: int | None = topic
    while here is not None and here not in found:
        found.add(here)
        here = parents[here]
    return found


def _askings(question: Question) -> list[Asking]:
    rows = list(
        Item.objects.filter(version__question=question)
        .order_by()
        .values_list("attempt__sitting", "version__number")
        .annotate(
            n=Count("attempt", distinct=True),
            first=Min("attempt__started_at"),
            last=Max("attempt__started_at"),
        )
    )
    sittings = Sitting.objects.select_related("exam").in_bulk({row[0] for row in rows})
    found = [Asking(sittings[sitting], version, *counted) for sitting, version, *counted in rows]
    return sorted(found, key=lambda asking: asking.last, reverse=True)
