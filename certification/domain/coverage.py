"""People × requirements on a day, for the screens about many people: read from the projection, in as many
queries for three hundred people as for one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from certification.domain.findings import rules_in_force
from certification.enums import CellState, RequirementKind
from certification.models import Level, Requirement, Scheme, Standing
from certification.requirements import KINDS, Span
from certification.requirements.base import Words, day, sentence
from core.models import Job
from courses.models import Enrolment
from people.models import Employee
from records.models import Entry

LAPSES_SOON = timedelta(days=30)
DUE_SOON = timedelta(days=7)

Key = tuple[int, int]  # employee, requirement


@dataclass(frozen=True)
class Cell:
    """How one person stands with one requirement, since or until when, and why: one sentence."""

    requirement: Requirement
    state: CellState
    on: date | None  # met since; else lapsed, due or complete on; None where no day is known
    text: Words
    entry_id: int | None = None

    @property
    def word(self) -> str:
        words = {
            CellState.PASSED: self.requirement.met_word,
            CellState.IN_PROGRESS: self.requirement.begun_word,
        }
        return words.get(self.state) or str(self.state.label)


@dataclass(frozen=True)
class _Known:
    """What the projection and the ledger say about one cell."""

    spans: Sequence[Span]
    tried: Sequence[Entry]
    is_begun: bool


def requirements(schemes: Iterable[Scheme], *, on: date) -> list[Requirement]:
    """The columns: what the levels of these schemes ask for on a day, from the lowest level up."""
    levels = list(Level.objects.filter(scheme__in=schemes).order_by("scheme", "rank"))
    rules = rules_in_force(levels, on=on)
    return [
        requirement
        for level in levels
        if level.pk in rules
        for requirement in rules[level.pk].requirements.all()
    ]


def cells(employees: Sequence[Employee], requirements: Sequence[Requirement], *, on: date) -> dict[Key, Cell]:
    """One cell for each employee and requirement, by their keys, in three queries."""
    spans = _spans(employees, requirements)
    tried = _tried(employees, requirements, on=on)
    begun = _begun(employees, requirements)
    return {
        (employee.pk, requirement.pk): _cell(
            employee,
            requirement,
            _Known(
                spans[employee.pk, requirement.pk],
                tried[employee.pk, requirement.subject],
                (employee.pk, requirement.subject) in begun,
            ),
            on=on,
        )
        for employee in employees
        for requirement in requirements
    }


def as_of(now: datetime) -> datetime:
    """Up to which moment the projection has followed the ledger: now, or since when a look is owed."""
    waiting = Job.objects.due(now).filter(name="certification.evaluate").order_by("owed_at")
    return waiting.values_list("owed_at", flat=True).first() or now


def _spans(employees: Sequence[Employee], requirements: Sequence[Requirement]) -> dict[Key, list[Span]]:
    found: dict[Key, list[Span]] = defaultdict(list)
    rows = Standing.objects.filter(employee__in=employees, requirement__in=requirements)
    for row in rows.order_by("met_from", "entry_id").select_related("entry"):
        found[row.employee_id, row.requirement_id].append(Span(row.met_from, row.met_until, row.entry))
    return found


def _tried(
    employees: Sequence[Employee], requirements: Sequence[Requirement], *, on: date
) -> dict[tuple[int, str], list[Entry]]:
    """The lines about the requirements' subjects, be they enough or not."""
    found: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    subjects = {requirement.subject for requirement in requirements}
    for entry in (
        Entry.objects.bookings().with_end().filter(employee__in=employees, subject__in=subjects, on__lte=on)
    ):
        found[entry.employee_id, entry.subject].append(entry)
    return found


def _begun(employees: Sequence[Employee], requirements: Sequence[Requirement]) -> set[tuple[int, str]]:
    codes = [
        requirement.subject.partition(":")[2]
        for requirement in requirements
        if requirement.kind == RequirementKind.COURSE
    ]
    rows = Enrolment.objects.filter(employee__in=employees, course__code__in=codes)
    return {(employee, f"course:{code}") for employee, code in rows.values_list("employee", "course__code")}


def _cell(employee: Employee, requirement: Requirement, known: _Known, *, on: date) -> Cell:
    current = [span for span in known.spans if span.covers(on)]
    if current:
        return _met(requirement, current, on=on)
    text = KINDS[requirement.kind].unmet_text(requirement, known.tried, known.spans, on)
    past = [span.met_until for span in known.spans if span.met_until and span.met_until < on]
    if past:
        return Cell(requirement, CellState.OVERDUE, max(past), text)
    if coming := [span for span in known.spans if span.met_from > on]:
        return Cell(requirement, CellState.IN_PROGRESS, coming[0].met_from, text)
    return _open(employee, requirement, known, text, on=on)


def _met(requirement: Requirement, current: list[Span], *, on: date) -> Cell:
    text = KINDS[requirement.kind].met_text(requirement, current[0])
    last = max(current, key=lambda span: span.met_until or date.max)
    if last.met_until is None or last.met_until - on > LAPSES_SOON:
        return Cell(requirement, CellState.PASSED, current[0].met_from, text, last.entry.pk)
    lapse = sentence(_("It counts until {day}: renew it before then."), day=day(last.met_until))
    return Cell(requirement, CellState.DUE_SOON, last.met_until, _both(text, lapse), last.entry.pk)


def _open(employee: Employee, requirement: Requirement, known: _Known, text: Words, *, on: date) -> Cell:
    started = known.is_begun or known.tried
    state = CellState.IN_PROGRESS if started else CellState.NOT_STARTED
    if requirement.due_days is None:
        return Cell(requirement, state, None, text)
    due = due_on(employee, requirement)
    if due < on:
        text = _both(text, sentence(_("It was due on {day}."), day=day(due)))
        return Cell(requirement, CellState.OVERDUE, due, text)
    text = _both(text, sentence(_("It is due on {day}."), day=day(due)))
    return Cell(requirement, CellState.DUE_SOON if due - on <= DUE_SOON else state, due, text)


def due_on(employee: Employee, requirement: Requirement) -> date:
    """The last day to meet a requirement that is due so many days after hiring."""
    return employee.hired_on + timedelta(days=requirement.due_days or 0)


def _both(one: Words, other: Words) -> Words:
    return sentence(_("{one} {other}"), one=one, other=other)
