"""Which level somebody holds: read from the ledger alone."""

from collections.abc import Iterable
from datetime import date, datetime

from certification.models import Level, Scheme
from people.models import Employee
from records.enums import EntryKind
from records.models import Entry


def level_held(
    employee: Employee, scheme: Scheme, *, on: date, known_at: datetime | None = None
) -> Level | None:
    """The highest level of a scheme that is valid on a day, as known at a moment."""
    return levels_held([employee.pk], scheme, on=on, known_at=known_at).get(employee.pk)


def levels_held(
    employees: Iterable[int], scheme: Scheme, *, on: date, known_at: datetime | None = None
) -> dict[int, Level]:
    """The level of each of these employees who holds one, in two queries."""
    levels = {level.subject: level for level in scheme.levels.select_related("scheme")}
    lines = Entry.objects.in_force(on, known_at).filter(
        employee__in=employees, kind=EntryKind.LEVEL, subject__in=levels
    )
    held: dict[int, Level] = {}
    for employee, subject in lines.values_list("employee", "subject"):
        held[employee] = max(
            held.get(employee, levels[subject]), levels[subject], key=lambda level: level.rank
        )
    return held
