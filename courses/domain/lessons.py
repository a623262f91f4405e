import re
from datetime import datetime

from django.db import transaction

from courses.domain import checks, completions, places, reading
from courses.errors import ChecksOpen
from courses.models import Course, LessonDone, LessonPage, PageVersion
from people.models import Employee

NUMBER = re.compile("[0-9]{1,9}")


def version_read(lesson: LessonPage, number: str = "") -> PageVersion:
    """The version that somebody says she read, if it is one of this lesson; else what stands now."""
    own = PageVersion.objects.of_page(lesson)
    read = own.filter(number=int(number)).first() if NUMBER.fullmatch(number) else None
    return read or PageVersion.record(lesson)


def finish(
    *, employee: Employee, way: reading.Way, lesson: LessonPage, version: PageVersion, at: datetime
) -> None:
    """Mark a lesson done, once; the last one completes the course. Raises ChecksOpen."""
    if set(lesson.checks) - set(checks.tried(employee=employee, lesson=lesson)):
        raise ChecksOpen
    with transaction.atomic():
        _note(employee, way.course, lesson, version, at)
        places.mark(employee=employee, course=way.course, lesson_key=lesson.translation_key, block="", at=at)
        done = set(
            LessonDone.objects.filter(employee=employee, course=way.course).values_list(
                "lesson_key", flat=True
            )
        )
        if {step.key for step in way.steps} <= done:
            completions.complete(employee=employee, course=way.course, page=way.page, at=at)


def work_through(*, employee: Employee, way: reading.Way, at: datetime) -> None:
    """Book a whole course as done at a moment, lesson by lesson: for history that is brought in."""
    with transaction.atomic():
        for step in way.steps:
            _note(employee, way.course, step.page, PageVersion.objects.of_page(step.page)[0], at)
        completions.complete(employee=employee, course=way.course, page=way.page, at=at)


def _note(employee: Employee, course: Course, lesson: LessonPage, version: PageVersion, at: datetime) -> None:
    LessonDone.objects.get_or_create(
        employee=employee,
        lesson_key=lesson.translation_key,
        defaults={"course": course, "version": version, "at": at},
    )
