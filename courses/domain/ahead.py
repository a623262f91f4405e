"""How far a person has come in some courses, and what they still take, for lists that name a course."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from courses.domain.reading import best
from courses.models import CoursePage, Enrolment, LessonDone, LessonPage
from people.models import Employee


@dataclass(frozen=True)
class Ahead:
    """An open course that a person has not completed."""

    page: CoursePage
    is_begun: bool
    minutes: int


def ahead(employee: Employee, codes: Collection[str], *, language: str) -> dict[str, Ahead]:
    """What is open of these courses, by their code, in one query."""
    if not codes:
        return {}
    own = {"employee": employee, "course__code": models.OuterRef("code")}
    pages = (
        CoursePage.objects.live()
        .filter(code__in=codes)
        .select_related("locale")
        .annotate(
            is_begun=models.Exists(Enrolment.objects.filter(**own)), minutes_left=_minutes_left(employee)
        )
    )
    versions: dict[str, list[Any]] = {}
    for page in pages:
        versions.setdefault(page.code, []).append(page)
    chosen = {code: best(pages, language) for code, pages in versions.items()}
    return {
        code: Ahead(page, page.is_begun, page.minutes_left if page.is_begun else page.minutes)
        for code, page in chosen.items()
    }


def _minutes_left(employee: Employee) -> Coalesce:
    """The minutes of the lessons below a course that a person has not done."""
    done = LessonDone.objects.filter(employee=employee).values("lesson_key")
    left = (
        LessonPage.objects.live()
        .filter(path__startswith=models.OuterRef("path"))
        .exclude(translation_key__in=done)
        .order_by()
        .values("live")
        .annotate(total=models.Sum("minutes"))
        .values("total")
    )
    return Coalesce(models.Subquery(left), 0)
