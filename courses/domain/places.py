import uuid
from datetime import datetime

from courses.models import Course, Enrolment
from people.models import Employee


def mark(*, employee: Employee, course: Course, lesson_key: uuid.UUID, block: str, at: datetime) -> None:
    """Remember where somebody reads, so that any device goes on from there."""
    place = {"lesson_key": lesson_key, "block": block, "place_at": at}
    if not Enrolment.objects.filter(employee=employee, course=course).update(**place):
        Enrolment.objects.get_or_create(employee=employee, course=course, defaults=place | {"begun_at": at})
