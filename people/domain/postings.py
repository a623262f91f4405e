"""The postings that a roster asks for: compared with what stands once every row is known."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.domain import audit
from core.errors import GradusError
from core.imports import Outcome
from people.domain.departments import Place, Tree
from people.domain.managers import cycles
from people.models import Department, Employee, Position, Posting

BATCH = 500


class Wanted(NamedTuple):
    """Where a row puts a person. None: the file has no such column; empty: nowhere, nobody."""

    row: int
    employee: int
    hired_on: date
    is_fresh: bool
    place: Place | None
    position: str | None
    manager: str | None


class Post(NamedTuple):
    """Keys of department, position and manager."""

    department: int | None
    position: int | None
    manager: int | None


@dataclass(slots=True)
class Posted:
    """What became of a person's posting."""

    wanted: Wanted
    moved_on: date | None = None
    notes: list[str] = field(default_factory=list)


class Poster:
    """Collects what the rows want, settles names into keys, and adds the postings that are new."""

    def __init__(self, *, outcome: Outcome, by: Any, on: date, at: datetime) -> None:
        self.outcome, self.on, self.at = outcome, on, at
        self.actor = audit.actor(by)
        self.titles: dict[str, str] = {}
        self.wanted: list[Wanted] = []
        self.departments: dict[Place, int] = {}
        self.positions: dict[str, int] = {}
        self.managers: dict[str, int] = {}
        self._places: dict[Place, Place] = {}
        self._names: dict[str, str] = {}

    def want(self, wanted: Wanted) -> None:
        """Remember a row; equal places and names are kept once."""
        place = wanted.place and self._places.setdefault(wanted.place, wanted.place)
        position = wanted.position and self._names.setdefault(wanted.position, wanted.position)
        manager = wanted.manager and self._names.setdefault(wanted.manager, wanted.manager)
        self.wanted.append(wanted._replace(place=place, position=position, manager=manager))

    # Names into keys

    def settle(self, keys: dict[str, int]) -> None:
        """Find or make departments and positions, find managers; what cannot be is its row's error."""
        self._settle_departments()
        self._settle_positions()
        self.managers = keys
        for wanted in self.wanted:
            if wanted.manager and wanted.manager not in keys:
                self._error(
                    wanted,
                    "manager",
                    wanted.manager,
                    _("the number of somebody in the file or in the system"),
                )
        if self.outcome.ok:
            self._refuse_cycles()

    def _error(self, wanted: Wanted, key: str, found: str, expected: str, remedy: str = "") -> None:
        self.outcome.error(wanted.row, self.titles.get(key, key), found, expected, remedy)

    def _settle_departments(self) -> None:
        tree = Tree()
        found = tree.find(self._places)
        self.departments = {place: key for place, key in found.items() if isinstance(key, int)}
        for wanted in self.wanted:
            place = wanted.place
            if place and isinstance(refused := found[place], GradusError):
                self._error(wanted, "department", "/".join(place.path), str(refused))
        if tree.made:
            self.outcome.count("departments", tree.made, label=_("Departments made"))

    def _settle_positions(self) -> None:
        self.positions = dict(Position.objects.values_list("name", "pk"))
        asked = {wanted.position for wanted in self.wanted if wanted.position}
        made = Position.objects.bulk_create(
            [Position(name=name) for name in sorted(asked - set(self.positions))]
        )
        self.positions |= {position.name: position.pk for position in made}
        if made:
            self.outcome.count("positions", len(made), label=_("Positions made"))

    def _refuse_cycles(self) -> None:
        """Nobody reports to herself by way of others either, in the whole company as it will stand."""
        rows = {wanted.employee: wanted for wanted in self.wanted if wanted.manager is not None}
        if not rows:
            return
        posted = Posting.objects.on(self.on).values_list("employee_id", "manager_id")
        chain: dict[int, int | None] = dict(posted.iterator())
        for employee, wanted in rows.items():
            chain[employee] = self.managers.get(wanted.manager or "")
        for ring in cycles(chain):
            names = Employee.objects.in_bulk(ring)
            text = " → ".join(str(names[key]) for key in [*ring, ring[0]])
            wanted = next(rows[key] for key in ring if key in rows)
            self._error(
                wanted,
                "manager",
                text,
                _("a chain of managers that ends at the top"),
                _("Correct one of them."),
            )

    # Postings

    def post(self) -> Iterator[Posted]:
        """Add what differs, and tell of every row what became of it."""
        for start in range(0, len(self.wanted), BATCH):
            yield from self._post(self.wanted[start : start + BATCH])

    def _post(self, batch: list[Wanted]) -> list[Posted]:
        history = self._history(batch)
        results, postings, moves = [], [], []
        for wanted in batch:
            posted = Posted(wanted)
            stood = history.get(wanted.employee, [])
            now, day = self._in_force(stood, wanted)
            post = self._asked(wanted, now)
            if post.department is None:
                self._error(wanted, "department", "", _("a department, since this person has none"))
            elif now != post or wanted.is_fresh:
                postings.append(self._posting(wanted.employee, day, post))
                if now:
                    posted.moved_on = day
                    moves.append((posted, now, post))
            postings += self._back_to_first_day(stood, wanted)
            results.append(posted)
        Posting.objects.bulk_create(postings)
        self._note(moves)
        return results

    def _history(self, batch: list[Wanted]) -> dict[int, list[Posting]]:
        known = Posting.objects.filter(employee__in=[wanted.employee for wanted in batch])
        ordered = known.order_by("employee_id", "from_day", "pk")
        return {key: list(group) for key, group in groupby(ordered, key=lambda posting: posting.employee_id)}

    def _in_force(self, stood: list[Posting], wanted: Wanted) -> tuple[Post | None, date]:
        """The post that a row is compared with, and the day from which another would count."""
        day = wanted.hired_on if wanted.is_fresh else max(self.on, wanted.hired_on)
        begun = [posting for posting in stood if posting.from_day <= day]
        if not begun:
            return None, wanted.hired_on
        return _post_of(begun[-1]), day

    def _asked(self, wanted: Wanted, now: Post | None) -> Post:
        """The row's keys, and what stands where the file lacks the column."""
        now = now or Post(None, None, None)
        return Post(
            now.department if wanted.place is None else self.departments[wanted.place],
            now.position if wanted.position is None else self.positions.get(wanted.position),
            now.manager if wanted.manager is None else self.managers.get(wanted.manager or ""),
        )

    def _back_to_first_day(self, stood: list[Posting], wanted: Wanted) -> list[Posting]:
        """The first day moved back: the first posting begins with it."""
        if not stood or stood[0].from_day <= wanted.hired_on:
            return []
        return [self._posting(wanted.employee, wanted.hired_on, _post_of(stood[0]))]

    def _posting(self, employee: int, day: date, post: Post) -> Posting:
        return Posting(
            employee_id=employee,
            department_id=post.department,  # type: ignore[misc]
            position_id=post.position,
            manager_id=post.manager,
            from_day=day,
            booked_at=self.at,
            **self.actor,
        )

    def _note(self, moves: list[tuple[Posted, Post, Post]]) -> None:
        """Say in words what changed: keys become names here, for those who moved only."""
        models = {"department": Department, "position": Position, "manager": Employee}
        for name, model in models.items():
            pairs = [(posted, getattr(now, name), getattr(post, name)) for posted, now, post in moves]
            names = model._default_manager.in_bulk({key for _, *two in pairs for key in two if key})
            for posted, old, value in pairs:
                if old != value:
                    label = getattr(Posting, name).field.verbose_name
                    posted.notes.append(f"{label}: {names.get(old, '–')} → {names.get(value, '–')}")


def _post_of(posting: Posting) -> Post:
    return Post(posting.department_id, posting.position_id, posting.manager_id)
