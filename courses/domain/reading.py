"""What a reader finds: of each course and lesson the version in her language, or the best there is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q

from courses.models import STAND_IN, Completion, Course, CoursePage, Enrolment, LessonDone, LessonPage
from people.models import Employee

Version = TypeVar("Version", CoursePage, LessonPage)
LISTED = ("title", "slug", "minutes", "path", "translation_key", "locale__language_code")


@dataclass(frozen=True)
class Step:
    """A lesson on the way through a course."""

    page: LessonPage
    is_done: bool

    @property
    def key(self) -> uuid.UUID:
        return self.page.translation_key


@dataclass(frozen=True)
class Way:
    """A course as one person meets it: its lessons in order, what is done, and where she left."""

    course: Course
    page: CoursePage
    steps: tuple[Step, ...]
    enrolment: Enrolment | None = None
    completion: Completion | None = None

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_begun(self) -> bool:
        return bool(self.enrolment or self.done)

    @property
    def minutes_left(self) -> int:
        return sum(step.page.minutes for step in self.steps if not step.is_done)

    @property
    def next(self) -> Step | None:
        """Where to go on: the lesson she left, while it is not done; else the first that is not."""
        ahead = [step for step in self.steps if not step.is_done]
        left = [step for step in ahead if self.enrolment and step.key == self.enrolment.lesson_key]
        return next(iter(left + ahead), None)

    @property
    def last(self) -> Step:
        return self.steps[-1]

    @property
    def anchor(self) -> str:
        """The block of the next lesson at which she left it."""
        step, left = self.next, self.enrolment
        if step and left and left.block and left.lesson_key == step.key:
            return f"#block-{left.block}"
        return ""

    def number(self, key: uuid.UUID) -> int:
        return [step.key for step in self.steps].index(key) + 1

    def after(self, key: uuid.UUID) -> Step | None:
        """The lesson that stands behind another."""
        return next(iter(self.steps[self.number(key) :]), None)

    def before(self, key: uuid.UUID) -> Step | None:
        place = self.number(key) - 1
        return self.steps[place - 1] if place else None


def ways(*, employee: Employee | None, language: str) -> list[Way]:
    """Every open course, as one person meets it, at the same number of queries for any number of courses."""
    pages = list(CoursePage.objects.live().select_related("locale", "category"))
    identities = Course.objects.in_bulk(
        {page.translation_key for page in pages}, field_name="translation_key"
    )
    lessons = _lessons(pages)
    by_course: dict[uuid.UUID, list[CoursePage]] = {}
    for page in pages:
        by_course.setdefault(page.translation_key, []).append(page)
    records = _Records(employee)
    made = [
        records.way(identities[key], best(versions, language), _ordered(versions, lessons, language))
        for key, versions in by_course.items()
    ]
    return sorted(made, key=lambda way: (way.page.category.code, way.course.code))


def way(*, code: str, employee: Employee | None, language: str) -> Way | None:
    """One course, or None where nothing of it is live."""
    pages = list(
        CoursePage.objects.live()
        .filter(translation_key__in=Course.objects.filter(code=code).values("translation_key"))
        .select_related("locale", "category")
    )
    if not pages:
        return None
    course = Course.objects.get(code=code)
    lessons = _ordered(pages, _lessons(pages), language)
    return _Records(employee, course).way(course, best(pages, language), lessons)


def best(versions: Iterable[Version], language: str) -> Version:
    """The version in a language, or in the one that stands in for it."""
    order = STAND_IN.get(language, STAND_IN["en"])
    return min(versions, key=lambda page: order.index(page.locale.language_code))


def _lessons(pages: list[CoursePage]) -> dict[str, list[LessonPage]]:
    """The live lessons below each course page, by its path, without their content."""
    if not pages:
        return {}
    below = reduce(or_, (Q(path__startswith=page.path) for page in pages))
    found = LessonPage.objects.live().filter(below).select_related("locale").only(*LISTED).order_by("path")
    shelves: dict[str, list[LessonPage]] = {}
    for lesson in found:
        shelves.setdefault(lesson.path[: -LessonPage.steplen], []).append(lesson)
    return shelves


def _ordered(
    pages: list[CoursePage], lessons: dict[str, list[LessonPage]], language: str
) -> list[LessonPage]:
    """Each lesson once, in the order of the course that was written first."""
    versions: dict[uuid.UUID, list[LessonPage]] = {}
    for page in sorted(pages, key=lambda page: page.pk):
        for lesson in lessons.get(page.path, []):
            versions.setdefault(lesson.translation_key, []).append(lesson)
    return [best(one, language) for one in versions.values()]


class _Records:
    """What is on record of a person, for one course or for all, read once."""

    def __init__(self, employee: Employee | None, course: Course | None = None) -> None:
        scope = {"employee": employee} | ({"course": course} if course else {})
        known = bool(employee)
        self.done = (
            set(LessonDone.objects.filter(**scope).values_list("lesson_key", flat=True)) if known else set()
        )
        self.enrolments = {row.course_id: row for row in Enrolment.objects.filter(**scope)} if known else {}
        self.completions = {row.course_id: row for row in Completion.objects.filter(**scope)} if known else {}

    def way(self, course: Course, page: CoursePage, lessons: list[LessonPage]) -> Way:
        return Way(
            course=course,
            page=page,
            steps=tuple(Step(lesson, lesson.translation_key in self.done) for lesson in lessons),
            enrolment=self.enrolments.get(course.pk),
            completion=self.completions.get(course.pk),
        )
