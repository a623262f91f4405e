from collections.abc import Collection
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from people.models import Employee, Posting
from records.models import Audience, AudienceMember, AudienceSnapshot


def members(audience: Audience, *, on: date) -> models.QuerySet[Employee]:
    """The employees whom the rule names on a day."""
    found = Employee.objects.employed(on)
    if audience.hired_from:
        found = found.filter(hired_on__gte=audience.hired_from)
    if audience.hired_until:
        found = found.filter(hired_on__lte=audience.hired_until)
    departments = list(audience.departments.values_list("pk", flat=True))
    positions = list(audience.positions.values_list("pk", flat=True))
    if departments or positions:
        found = found.filter(pk__in=_posted(departments, positions, on=on))
    return found


def _posted(departments: list[int], positions: list[int], *, on: date) -> models.QuerySet:
    posted = Posting.objects.on(on)
    if departments:
        posted = posted.filter(department__in=departments)
    if positions:
        posted = posted.filter(position__in=positions)
    return posted.values("employee")


def snapshot(
    audience: Audience,
    *,
    on: date,
    at: datetime | None = None,
    among: Collection[Employee] | None = None,
) -> AudienceSnapshot:
    """Write down who the audience is on a day; `among` narrows it to some people, as for a make-up test."""
    with transaction.atomic():
        taken = AudienceSnapshot.objects.create(audience=audience, on=on, taken_at=at or timezone.now())
        AudienceMember.objects.bulk_create(
            AudienceMember(snapshot=taken, employee=employee)
            for employee in members(audience, on=on)
            if among is None or employee in among
        )
    return taken
