"""Coverage of the people whom a reader sees: rows of people, columns of requirements, figures that filter."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db import models

from certification.domain import coverage
from certification.domain.coverage import LAPSES_SOON, Cell
from certification.domain.findings import rules_in_force
from certification.domain.paths import new_since
from certification.enums import CellState
from certification.models import Level, Requirement, Scheme
from people.domain.queries import department_paths
from people.enums import Role
from people.models import Employee, Posting, User


@dataclass(frozen=True)
class Row:
    """One person, with a cell for each requirement."""

    employee: Employee
    posting: Posting | None
    cells: Sequence[Cell]
    on: date

    def count(self, show: str) -> int:
        return sum(SHOWS[show](cell, self.on) for cell in self.cells)

    @property
    def met(self) -> int:
        return self.count("covered")

    @property
    def badness(self) -> tuple[int, int, str, str]:
        """Sorts the worst first: by what is overdue, then by what is missing."""
        return (-self.count("overdue"), -self.count("gaps"), self.employee.sort_key, self.employee.number)


@dataclass(frozen=True)
class Matrix:
    requirements: Sequence[Requirement]
    rows: Sequence[Row]

    def count(self, show: str) -> int:
        return sum(row.count(show) for row in self.rows)

    @property
    def percent(self) -> int | None:
        """The share of cells that are met, rounded down: 100 is all of them."""
        total = len(self.rows) * len(self.requirements)
        return self.count("covered") * 100 // total if total else None

    @property
    def gaps(self) -> int:
        return self.count("gaps")

    @property
    def overdue(self) -> int:
        return self.count("overdue")

    @property
    def due(self) -> int:
        return self.count("due")

    def only(self, show: str) -> "Matrix":
        """Those people of whom at least one cell is so."""
        return Matrix(self.requirements, [row for row in self.rows if row.count(show)])


def is_met(cell: Cell, on: date) -> bool:
    return cell.entry_id is not None


def is_gap(cell: Cell, on: date) -> bool:
    return cell.entry_id is None


def is_overdue(cell: Cell, on: date) -> bool:
    return cell.state == CellState.OVERDUE


def falls_due(cell: Cell, on: date) -> bool:
    """To be met, or to be renewed, within the next thirty days."""
    if cell.state == CellState.DUE_SOON:
        return True
    is_awaited = not is_met(cell, on) and not is_overdue(cell, on) and cell.requirement.due_days is not None
    return is_awaited and cell.on is not None and cell.on - on <= LAPSES_SOON


SHOWS: dict[str, Callable[[Cell, date], bool]] = {
    "covered": is_met,
    "gaps": is_gap,
    "overdue": is_overdue,
    "due": falls_due,
}


def levels() -> list[Level]:
    """All that coverage can be asked of, onboarding first; `asked_since` is the first day of its rules."""
    ruled = Level.objects.annotate(asked_since=models.Min("rule_versions__from_day")).exclude(
        asked_since=None
    )
    ordered = ruled.select_related("scheme").order_by("scheme__code", "rank")
    return sorted(ordered, key=lambda level: level.scheme.is_ladder)


def people(user: User, *, on: date) -> list[Employee]:
    """For whom a reader answers on a day: a manager for those below her, HR and auditors for everybody."""
    seen = Employee.objects.visible_to(user, on=on).employed(on)
    sees_all = user.is_superuser or user.has_role(Role.HR, Role.AUDITOR)
    return list(seen if sees_all else seen.exclude(user=user))


@dataclass(frozen=True)
class Departments:
    """The departments of some people, with those above them, by their whole path."""

    paths: dict[int, str]

    def below(self, chosen: int) -> set[int]:
        """A department and all within it."""
        top = self.paths[chosen]
        return {pk for pk, path in self.paths.items() if path == top or path.startswith(f"{top} / ")}


def departments(postings: Iterable[Posting]) -> Departments:
    every = dict(department_paths())
    used = {every[posting.department_id] for posting in postings}
    return Departments(
        {
            pk: path
            for pk, path in every.items()
            if any(one == path or one.startswith(f"{path} / ") for one in used)
        }
    )


def matrix(
    employees: Sequence[Employee], postings: dict[int, Posting], asked: Sequence[Level], *, on: date
) -> Matrix:
    """What some levels of one scheme ask for on a day, of those whom they ask. Five queries."""
    found = matrices(employees, postings, asked, on=on)
    return found[0][1] if found else Matrix([], [])


def matrices(
    employees: Sequence[Employee], postings: dict[int, Posting], asked: Sequence[Level], *, on: date
) -> list[tuple[Scheme, Matrix]]:
    """The same for each scheme of the levels that has a rule on that day, in the same five queries."""
    rules = rules_in_force(asked, on=on)
    columns = {level.pk: list(rules[level.pk].requirements.all()) for level in asked if level.pk in rules}
    cells = coverage.cells(employees, [one for level in columns.values() for one in level], on=on)
    made = []
    for scheme, within in groupby(asked, key=lambda level: level.scheme):
        steps = [level for level in within if columns.get(level.pk)]
        wanted = [requirement for level in steps for requirement in columns[level.pk]]
        rows = [
            Row(one, postings.get(one.pk), [cells[one.pk, column.pk] for column in wanted], on)
            for one in employees
        ]
        if wanted:
            made.append((scheme, Matrix(wanted, [row for row in rows if _is_asked(row, steps, on=on)])))
    return made


def _is_asked(row: Row, asked: Sequence[Level], *, on: date) -> bool:
    """A ladder stands before everybody; onboarding before new hires, and who was one and has not finished."""
    if asked[0].scheme.is_ladder or row.employee.hired_on >= new_since(on):
        return True
    return row.employee.hired_on >= min(level.asked_since for level in asked) and row.count("gaps") > 0
