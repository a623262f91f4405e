"""People as a roster says they are: added, changed and ended row by row, posted when all rows are known.

Nothing of a row is kept but keys: what a file of 20,000 people needs in memory stays small. A column that the
file does not have leaves things as they are; a blank cell of a column that it has empties them (a language
excepted).
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from core.domain import audit, counters
from core.imports import Outcome, Row
from core.imports.outcome import Lines
from core.models import AuditEvent
from people.domain import employments
from people.domain.departments import Place
from people.domain.postings import BATCH, Posted, Poster, Wanted
from people.models import Employee, User
from people.signals import employee_changed


class Event(NamedTuple):
    """What `employee_changed` is sent for, when everything is written."""

    employee: int
    change: str
    on: date


class Roster:
    """One load of a roster, inside the transaction of the import."""

    def __init__(self, *, outcome: Outcome, by: Any, on: date, at: datetime) -> None:
        self.outcome, self.by, self.on, self.at = outcome, by, on, at
        # One load at a time: the row of this number is locked until the load commits or is rolled back.
        counters.next_number("roster")
        numbers = Employee.objects.values_list("number", "pk").iterator()
        self.keys = {folded(number): pk for number, pk in numbers}
        self.emails = _emails()
        outsiders = User.objects.filter(employee=None).values_list("username", flat=True)
        self.outsiders = {folded(name) for name in outsiders}
        self.claims: dict[str, Row] = {}
        self.seen: set[int] = set()
        self.notes: dict[int, list[str]] = {}
        self.known: dict[int, str] = {}
        self.events: list[Event] = []
        self.left, self.absent = Lines(), Lines()
        self.poster = Poster(outcome=outcome, by=by, on=on, at=at)

    # Row by row

    def take(self, rows: list[Row]) -> None:
        """Add and change the people of some rows; where they work is settled by `finish`."""
        self.poster.titles = {key: rows[0].header.title(key) for key in ("department", "manager")}
        new = [row for row in rows if folded(row["number"]) not in self.keys]
        known = [row for row in rows if folded(row["number"]) in self.keys]
        people = Employee.objects.select_related("user").in_bulk([self._key(row) for row in known])
        self._claim_emails(rows)
        self._add([row for row in new if self._may_add(row)])
        self._change([(row, people[self._key(row)]) for row in known])

    def _key(self, row: Row) -> int:
        return self.keys[folded(row["number"])]

    def _claim_emails(self, rows: list[Row]) -> None:
        """An address may pass to another person: the one it is taken from must give it up in the file."""
        taken = []
        for row in rows:
            email, number = row["email"], folded(row["number"])
            holder = self.emails.get(email, number)
            if holder != number:
                self.claims[holder] = row
                taken.append(email)
            if email:
                self.emails[email] = number
        if taken:
            User.objects.filter(email__in=taken).update(email=None)

    def _may_add(self, row: Row) -> bool:
        if folded(row["number"]) in self.outsiders:
            row.error("number", _("a number that is not the sign-in name of somebody from outside"))
        for key in ("hired_on", "department"):
            if row[key] is None:
                row.error(key, _("a cell that is filled in, since this person is new"))
        return row.ok

    def _add(self, rows: list[Row]) -> None:
        users = User.objects.bulk_create([employments.new_user(row) for row in rows])
        people = [employments.new(row, user=user.pk) for row, user in zip(rows, users, strict=True)]
        for row, employee in zip(rows, Employee.objects.bulk_create(people), strict=True):
            self.keys[folded(employee.number)] = employee.pk
            self.seen.add(employee.pk)
            self.events.append(Event(employee.pk, "joined", employee.hired_on))
            self.outcome.add(row.number, str(employee))
            self.poster.want(_wanted(row, employee, is_fresh=True))

    def _change(self, pairs: list[tuple[Row, Employee]]) -> None:
        changed = [employee for row, employee in pairs if self._is_changed(row, employee)]
        if self.outcome.ok:
            employments.save(changed)
            self._audit(changed)

    def _is_changed(self, row: Row, employee: Employee) -> bool:
        """Put a row's cells into an employee, not yet saved, and note what that changes."""
        hired_on, left_on = employee.hired_on, employee.left_on
        email = self._email_before(row, employee)
        if not self._may_address(row, employee, email):
            return False
        change = employments.change(employee, row, email=email)
        if employee.left_on and employee.left_on < employee.hired_on:
            row.error(
                "left_on", _("a day that is not before the first one, {day}").format(day=employee.hired_on)
            )
            return False
        if change.is_rehire and left_on:
            employments.rehired(employee, hired_on=hired_on, left_on=left_on, by=self.by, at=self.at)
        for name, on in change.events:
            self._note_event(employee, name, on)
        self.seen.add(employee.pk)
        self.known[employee.pk] = str(employee)
        if change.notes:
            self.notes[employee.pk] = change.notes
        self.poster.want(_wanted(row, employee, is_fresh=change.is_rehire))
        return bool(change.notes)

    def _may_address(self, row: Row, employee: Employee, email: str) -> bool:
        """An address resets a password: a superuser's is changed by a superuser, or on the server."""
        is_moved = row.has("email") and (row["email"] or "") != email
        is_master = employee.user is not None and employee.user.is_superuser
        if not is_moved or not is_master or self.by is None or self.by.is_superuser:
            return True
        row.error(
            "email",
            _("the address that this person has, since she is an administrator"),
            _("An administrator changes it."),
        )
        return False

    def _email_before(self, row: Row, employee: Employee) -> str:
        """The address a person had before this import, even if another row has taken it since."""
        claim = self.claims.pop(folded(row["number"]), None)
        own = employee.user.email if employee.user else None
        before = claim["email"] if claim else (own or "").lower()
        if before != row["email"] and self.emails.get(before) == folded(row["number"]):
            del self.emails[before]
        return before

    def _note_event(self, employee: Employee, name: str, on: date) -> None:
        self.events.append(Event(employee.pk, name, on))
        if name == "left":
            self.left.append(_("{person}, last day {day}").format(person=employee, day=on))

    def _audit(self, people: list[Employee]) -> None:
        """That something changed, not the names themselves: those must be erasable."""
        actor = audit.actor(self.by)
        AuditEvent.objects.bulk_create(
            AuditEvent(verb="changed by roster", object=audit.label(person), at=self.at, **actor)
            for person in people
        )

    # When all rows are known

    def finish(self) -> None:
        for holder, row in self.claims.items():
            row.error(
                "email",
                _("an address that nobody else has"),
                _("It is the address of {number}.").format(number=holder),
            )
        if self.outcome.ok:
            self.poster.settle(self.keys)
        if self.outcome.ok:
            self._report(self.poster.post())
            self._list_absent()
            self._tell()

    def _report(self, results: Iterator[Posted]) -> None:
        """One line for each person who changed, own columns and posting together."""
        for posted in results:
            key = posted.wanted.employee
            if posted.moved_on:
                self.events.append(Event(key, "moved", posted.moved_on))
            notes = [*self.notes.get(key, []), *posted.notes]
            if notes:
                self.outcome.change(posted.wanted.row, f"{self.known[key]}: {'; '.join(notes)}")
            elif key in self.known:
                self.outcome.leave()

    def _list_absent(self) -> None:
        """Who is with the company but not in the file: told, never touched."""
        for person in Employee.objects.employed(self.on).only("number", "name").iterator():
            if person.pk not in self.seen:
                self.absent.append(str(person))
        if self.absent:
            self.outcome.count("absent", len(self.absent), label=_("In the system, not in the file"))
        if self.left:
            self.outcome.count("left", len(self.left), label=_("Leave the company"))

    def _tell(self) -> None:
        for start in range(0, len(self.events), BATCH):
            events = self.events[start : start + BATCH]
            people = Employee.objects.in_bulk({event.employee for event in events})
            for event in events:
                employee_changed.send(
                    Employee, employee=people[event.employee], change=event.change, on=event.on
                )


def folded(number: str) -> str:
    """Numbers that differ in case only would be one sign-in name."""
    return number.casefold()


def _emails() -> dict[str, str]:
    """Whose address each is, by employee number; of somebody from outside, by sign-in name."""
    held = User.objects.exclude(email=None).values_list("email", "employee__number", "username").iterator()
    return {email.lower(): folded(number or username) for email, number, username in held}


def _wanted(row: Row, employee: Employee, *, is_fresh: bool) -> Wanted:
    return Wanted(
        row=row.number,
        employee=employee.pk,
        hired_on=employee.hired_on,
        is_fresh=is_fresh,
        place=Place(row["department"], _above(row)) if row["department"] else None,
        position=(row["position"] or "") if row.has("position") else None,
        manager=folded(row["manager"] or "") if row.has("manager") else None,
    )


def _above(row: Row) -> tuple[str, ...] | None:
    return (row["parent"] or ()) if row.has("parent") else None
