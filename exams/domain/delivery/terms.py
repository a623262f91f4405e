"""The terms that hold for people in sittings: the sitting's own, exceptions, and standing extra time.

For one person and her sittings, or for one sitting and its people: the number of statements is the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from exams.domain.delivery import deadlines
from exams.domain.delivery.deadlines import Change, Terms, Window
from exams.enums import Factor, SittingKind
from exams.models import ExtraTime, Override, Sitting
from people.models import Department, Employee, Posting
from records.models import AudienceMember

NOBODY = Change()


def window_of(sitting: Sitting) -> Window:
    """What a sitting says to everybody. Practice is never used up."""
    exam = sitting.exam
    free = sitting.kind == SittingKind.PRACTICE
    return Window(
        opens=sitting.opens_at,
        closes=sitting.closes_at,
        due=sitting.due_at,
        limit=_minutes(exam.minutes),
        attempts=None if free else exam.attempts,
        late_entry=_minutes(sitting.late_entry),
        cool_down=timedelta(0) if free else timedelta(minutes=exam.cool_down),
    )


def one(employee: Employee, sitting: Sitting, *, at: datetime) -> Terms:
    return of_sittings(employee, [sitting], at=at)[sitting.pk]


def of_sittings(employee: Employee, sittings: Sequence[Sitting], *, at: datetime) -> dict[int, Terms]:
    """One person's terms by sitting."""
    if not sittings:
        return {}
    if not _is_special(employee, sittings):
        return {sitting.pk: Terms(window_of(sitting)) for sitting in sittings}
    rows = Override.objects.filter(sitting__in=sittings).concerning(employee).by_others(employee).standing()
    found = _Changes(rows, [employee.pk], at)
    return {sitting.pk: found.terms(sitting, employee.pk) for sitting in sittings}


def of_people(sitting: Sitting, employees: Sequence[int], *, at: datetime) -> dict[int, Terms]:
    """One sitting's terms by person."""
    rows = Override.objects.filter(sitting=sitting).standing()
    found = _Changes(rows, employees, at)
    held = {employee: found.terms(sitting, employee) for employee in employees}
    return held | {maker.pk: one(maker, sitting, at=at) for maker in _makers(rows, employees)}


def _makers(rows: Sequence[Override], employees: Sequence[int]) -> list[Employee]:
    """Those among some people who made an exception for a group: it never counts for themselves."""
    makers = {row.by_id for row in rows if row.employee_id is None and row.by_id}
    return list(Employee.objects.filter(pk__in=employees, user__in=makers)) if makers else []


def last_close(sitting: Sitting) -> datetime:
    """When the sitting has closed for everybody, exceptions included."""
    closes = (row.closes_at for row in Override.objects.filter(sitting=sitting).standing() if row.closes_at)
    return max([sitting.closes_at, *closes])


def change_of(row: Override) -> Change:
    return Change(
        opens=row.opens_at,
        due=row.due_at,
        closes=row.closes_at,
        limit=_minutes(row.minutes),
        attempts=row.attempts,
    )


# Of most people nothing is said: one short statement tells.
SPECIAL = """
    SELECT EXISTS (SELECT 1 FROM exams_extratime WHERE employee_id = %s) OR EXISTS (
        SELECT 1 FROM exams_override
        WHERE (employee_id = %s OR employee_id IS NULL) AND sitting_id IN ({sittings})
    )
"""


def _is_special(employee: Employee, sittings: Sequence[Sitting]) -> bool:
    """Whether anything may change a person's terms in one of the sittings."""
    places = ", ".join(["%s"] * len(sittings))
    with connection.cursor() as cursor:
        values = [employee.pk, employee.pk, *(sitting.pk for sitting in sittings)]
        cursor.execute(SPECIAL.format(sittings=places), values)
        return bool(cursor.fetchone()[0])


class _Changes:
    """What changes the terms of some people, looked up at once."""

    def __init__(self, rows: Sequence[Override], employees: Sequence[int], at: datetime) -> None:
        day = timezone.localdate(at)
        self.rows: dict[int, list[Override]] = defaultdict(list)
        for row in rows:
            self.rows[row.sitting_id].append(row)
        grouped = [row for row in rows if row.department_id]
        self.departments = _departments(employees, day) if grouped else {}
        self.members = _members([row.snapshot_id for row in rows if row.snapshot_id], employees)
        self.extra = dict(
            ExtraTime.objects.on(day).filter(employee__in=employees).values_list("employee", "factor")
        )

    def terms(self, sitting: Sitting, employee: int) -> Terms:
        rows = self.rows[sitting.pk]
        own = [change_of(row) for row in rows if row.employee_id == employee]
        return deadlines.terms(
            window_of(sitting),
            person=own[0] if own else NOBODY,
            groups=[change_of(row) for row in rows if self._reaches(row, employee)],
            extra=Factor(self.extra.get(employee, Factor.NONE)).times,
        )

    def _reaches(self, row: Override, employee: int) -> bool:
        in_department = row.department_id in self.departments.get(employee, ())
        return in_department or (row.snapshot_id, employee) in self.members


def _departments(employees: Sequence[int], day: date) -> dict[int, set[int]]:
    """The department of each person on a day, and those above it."""
    above = dict(Department.objects.values_list("pk", "parent"))
    posted = Posting.objects.on(day).filter(employee__in=employees).values_list("employee", "department")
    return {employee: _chain(department, above) for employee, department in posted}


def _chain(department: int | None, above: dict[int, int | None]) -> set[int]:
    chain: set[int] = set()
    while department is not None and department not in chain:
        chain.add(department)
        department = above.get(department)
    return chain


def _members(snapshots: Sequence[int], employees: Sequence[int]) -> set[tuple[int | None, int]]:
    if not snapshots:
        return set()
    rows = AudienceMember.objects.filter(snapshot__in=snapshots, employee__in=employees)
    return set(rows.values_list("snapshot", "employee"))


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)
