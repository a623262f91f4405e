"""A manager's home: how the team is covered, who is late, what lapses next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from certification.domain.coverage import Cell
from certification.enums import CellState
from certification.models import Scheme
from people.domain.queries import posted
from people.models import Employee, User
from portal.domain.coverage import Matrix, is_met, levels, matrices, people

MOST = 5


@dataclass(frozen=True)
class Late:
    """A cell to be named with its person."""

    employee: Employee
    cell: Cell


@dataclass(frozen=True)
class Team:
    people: int
    covered: Sequence[tuple[Scheme, Matrix]]
    overdue: Sequence[Late]
    lapsing: Sequence[Late]


def team(user: User, *, on: date) -> Team:
    """All of it in as many queries for three hundred people as for one."""
    employees = people(user, on=on)
    covered = [
        (scheme, found)
        for scheme, found in matrices(employees, posted(employees, on=on), levels(), on=on)
        if found.rows
    ]
    cells = [late for _scheme, found in covered for late in _cells(found)]
    overdue = sorted((late for late in cells if late.cell.state == CellState.OVERDUE), key=_day)
    lapsing = sorted((late for late in cells if _lapses(late.cell, on)), key=_day)
    return Team(len(employees), covered, overdue[:MOST], lapsing[:MOST])


def _cells(found: Matrix) -> Iterator[Late]:
    return (Late(row.employee, cell) for row in found.rows for cell in row.cells)


def _lapses(cell: Cell, on: date) -> bool:
    """Met, but not for long."""
    return cell.state == CellState.DUE_SOON and is_met(cell, on)


def _day(late: Late) -> tuple[date, str]:
    return late.cell.on or date.max, late.employee.number
