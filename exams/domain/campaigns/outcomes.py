"""What came of a sitting for each of those invited: one answer for reports, make-ups and screens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from exams.enums import Outcome
from exams.models import Attempt, Sitting
from people.models import Employee
from records.enums import EntryKind, Result
from records.models import AudienceMember, Entry

OURS = ("exams.attempt:", "exams.average:")


@dataclass(frozen=True)
class Standing:
    """A person's outcome; `attempt` is the one that counts, or is being marked."""

    employee: int
    outcome: Outcome
    score: Decimal | None = None
    attempt: int | None = None


@dataclass(frozen=True)
class Counted:
    """An attempt by its line of the training file."""

    attempt: int
    passed: bool
    score: Decimal


def of(sitting: Sitting, *, employed_on: date, on: date, known_at: datetime) -> list[Standing]:
    """By the lines of the training file in force on a day, as known at a moment; six queries for any number.

    Who no longer worked here on `employed_on` has left, whatever she did before.
    """
    members = AudienceMember.objects.filter(snapshot=sitting.audience_id)
    invited = list(members.order_by("pk").values_list("employee", flat=True))
    here = set(
        Employee.objects.employed(employed_on)
        .filter(audience_memberships__snapshot=sitting.audience_id)
        .values_list("pk", flat=True)
    )
    gone = Attempt.objects.filter(sitting=sitting).exclude(handed_in_at=None).order_by("number")
    attempts = dict(gone.values_list("pk", "employee"))
    best = _best(attempts, _lines(sitting, on=on, known_at=known_at))
    last = {employee: attempt for attempt, employee in attempts.items()}
    return [_standing(employee, here, best.get(employee), last.get(employee)) for employee in invited]


def _standing(employee: int, here: set[int], best: Counted | None, last: int | None) -> Standing:
    if employee not in here:
        return Standing(employee, Outcome.LEFT)
    if best:
        outcome = Outcome.PASSED if best.passed else Outcome.FAILED
        return Standing(employee, outcome, best.score, best.attempt)
    return Standing(employee, Outcome.UNMARKED if last else Outcome.ABSENT, attempt=last)


def _lines(sitting: Sitting, *, on: date, known_at: datetime) -> Iterable[tuple[str, Decimal | None, str]]:
    """Lines of the exam for those invited. What does not count by the exam's rule has been ended there."""
    invited = AudienceMember.objects.filter(snapshot=sitting.audience_id).values("employee")
    booked = Entry.objects.in_force(on, known_at).filter(
        kind=EntryKind.EXAM, subject=sitting.exam.subject, employee__in=invited
    )
    return booked.values_list("source", "score", "result")


def _best(attempts: dict[int, int], lines: Iterable[tuple[str, Decimal | None, str]]) -> dict[int, Counted]:
    """Each person's best line of this sitting: of an attempt, or an average named by its first attempt."""
    best: dict[int, Counted] = {}
    for source, score, result in lines:
        attempt = int(source.rpartition(":")[2]) if source.startswith(OURS) else 0
        employee = attempts.get(attempt)
        if employee is None:
            continue
        found = Counted(attempt, result == Result.PASSED, score or Decimal(0))
        there = best.get(employee)
        if there is None or (found.passed, found.score) > (there.passed, there.score):
            best[employee] = found
    return best
