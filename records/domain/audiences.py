from collections.abc import Collection
from datetime import date, datetime

from django.db import models, transaction
from django.utils import timezone

from people.models import Employee, Posting
from records.enums import EntryKind
from records.models import Audience, AudienceMember, AudienceSnapshot, Entry


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
    if audience.levels:
        found = found.filter(pk__in=_holders(audience.levels, on=on))
    return found


def _holders(levels: Collection[str], *, on: date) -> models.QuerySet:
    """Whoever holds one of some levels on a day, by the training file."""
    held = Entry.objects.in_force(on).filter(kind=EntryKind.LEVEL, subject__in=levels)
    return held.values("employee")


def known_levels() -> list[tuple[str, str]]:
    """The levels that anybody was ever awarded: as the file calls them, and in words."""
    booked = Entry.objects.filter(kind=EntryKind.LEVEL, reverses=None, about=None).order_by("booked_at", "pk")
    return sorted(dict(booked.values_list("subject", "title")).items())


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
    chosen = None if among is None else {employee.pk for employee in among}
    found = members(audience, on=on).values_list("pk", flat=True)
    return _write(audience, [pk for pk in found if chosen is None or pk in chosen], on=on, at=at)


def renew(audience: Audience, *, on: date, at: datetime, kept: Collection[int] = ()) -> AudienceSnapshot:
    """Who the audience is on a day, and beside them some who stay in it whatever the rule says by now."""
    found = set(members(audience, on=on).values_list("pk", flat=True)) | set(kept)
    return _write(audience, sorted(found), on=on, at=at)


def named(audience: Audience, *, employees: Collection[int], on: date, at: datetime) -> AudienceSnapshot:
    """Some people of an audience by name, whatever the rule says by now; who has left is left out."""
    found = Employee.objects.employed(on).filter(pk__in=employees).values_list("pk", flat=True)
    return _write(audience, list(found), on=on, at=at)


def _write(
    audience: Audience, employees: Collection[int], *, on: date, at: datetime | None
) -> AudienceSnapshot:
    with transaction.atomic():
        taken = AudienceSnapshot.objects.create(audience=audience, on=on, taken_at=at or timezone.now())
        rows = [AudienceMember(snapshot=taken, employee_id=pk) for pk in employees]
        AudienceMember.objects.bulk_create(rows, batch_size=1_000)
    return taken
