from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.models import Completion, Course, CoursePage, PageVersion
from people.models import Employee
from records.domain import ledger
from records.enums import EntryKind, Result


def complete(*, employee: Employee, course: Course, page: CoursePage, at: datetime) -> Completion:
    """Note that an employee has completed a course and book it, once, whatever is clicked twice."""
    with transaction.atomic():
        completion, _created = Completion.objects.get_or_create(
            employee=employee,
            course=course,
            defaults={"version": PageVersion.record(page), "at": at},
        )
        _book(completion)
    return completion


def address(key: int, user: Any) -> str | None:
    """Where the evidence behind a line of the training file stands, for those who may see it."""
    completion = Completion.objects.visible_to(user).filter(pk=key).first()
    return completion.get_absolute_url() if completion else None


def _book(completion: Completion) -> None:
    version = completion.version
    ledger.book(
        employee=completion.employee,
        kind=EntryKind.COURSE,
        subject=completion.course.subject,
        category=version.content["category"],
        title=version.title,
        on=timezone.localdate(completion.at),
        hours=Decimal(version.content["hours"]),
        result=Result.DONE,
        facts={"page_version": version.pk, "content": "\n".join(version.objectives)},
        source=f"courses.completion:{completion.pk}",
        by=completion.employee.user,
        at=completion.at,
    )
