"""What whoever runs a sitting does to running and ended attempts: each act with who, when and why, once.

The deadline that a save's own statement asks for moves in the transaction of the row that says so.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from core.domain import audit
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import results
from exams.domain.marking.judged import items_of_people, withdraw_marks
from exams.domain.marking.results import Writing
from exams.domain.taking import attempts
from exams.enums import EndedBy
from exams.errors import AttemptOver, AttemptRuns
from exams.models import Attempt, Ending, Extension, Reopening, Sitting
from notices.domain import notices
from people.models import User
from records.domain import ledger
from records.models import Entry

# A reopened attempt lasts so long at least.
SHORTEST = timedelta(minutes=1)


def extend(attempt: Attempt, *, minutes: int, key: str, reason: str, by: User, at: datetime) -> Attempt:
    """Add minutes to a running attempt, past the close too; the same key adds once. Raises AttemptOver."""
    with transaction.atomic():
        _added, is_new = Extension.objects.get_or_create(
            attempt=attempt,
            key=key,
            defaults={"minutes": minutes, "reason": reason, "at": at, **audit.actor(by)},
        )
        if is_new and not _move(_running(at).filter(pk=attempt.pk), minutes):
            raise AttemptOver
        if is_new:
            audit.record(by=by, verb="extended", obj=attempt, reason=reason, at=at, minutes=minutes)
    attempt.refresh_from_db(fields=["deadline_at", "handed_in_at"])
    return attempt


def extend_all(sitting: Sitting, *, minutes: int, key: str, reason: str, by: User, at: datetime) -> int:
    """Add minutes to every attempt of a sitting that runs now, but one's own; tells to how many."""
    with transaction.atomic():
        locked = _locked(_running(at).filter(sitting=sitting).exclude(employee__user=by))
        # Asked once the rows are held: whoever held them before may have added under this very key.
        had = Extension.objects.filter(attempt__in=locked, key=key).values_list("attempt", flat=True)
        pks = sorted(set(locked) - set(had))
        said = {"key": key, "minutes": minutes, "reason": reason, "at": at, **audit.actor(by)}
        Extension.objects.bulk_create(Extension(attempt_id=pk, **said) for pk in pks)
        _move(Attempt.objects.filter(pk__in=pks), minutes)
        if pks:
            audit.record(
                by=by, verb="extended all", obj=sitting, reason=reason, at=at, minutes=minutes, attempts=pks
            )
    return len(pks)


def end(attempt: Attempt, *, reason: str, by: User, at: datetime) -> Attempt:
    """End a running attempt now: what was saved is handed in. Raises AttemptOver."""
    with transaction.atomic():
        while not attempts.end(attempt, at=at, by=EndedBy.INVIGILATOR):
            if attempt.handed_in_at:
                raise AttemptOver
        Ending.objects.create(attempt=attempt, reason=reason, at=at, **audit.actor(by))
        audit.record(by=by, verb="ended", obj=attempt, reason=reason, at=at)
    return attempt


def reopen(attempt: Attempt, *, minutes: int, reason: str, by: User, at: datetime) -> Attempt:
    """Let an ended attempt go on: its answers stay, and the time that was left, and `minutes` more.

    What was marked and booked is taken back; the next hand-in marks and books anew. Raises AttemptRuns where
    it runs already, or another one of the person does, and JudgedByPeople.
    """
    was, ended_by = attempt.handed_in_at, attempt.ended_by
    if was is None:
        raise AttemptRuns
    left = max(attempt.deadline_at - was + timedelta(minutes=minutes), SHORTEST)
    with transaction.atomic():
        if not _opened(attempt, was, at + left):
            raise AttemptRuns
        Reopening.objects.create(
            attempt=attempt,
            handed_in_at=was,
            ended_by=ended_by,
            deadline_at=at + left,
            reason=reason,
            at=at,
            **audit.actor(by),
        )
        withdraw_marks(items_of_people(attempt), reason=reason, by=by, at=at)
        _reverse(attempt, reason=reason, by=by, at=at)
        audit.record(by=by, verb="reopened", obj=attempt, reason=reason, at=at)
        attempt.refresh_from_db()
        _tell(attempt)
    return attempt


def _running(at: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(handed_in_at=None, deadline_at__gt=at - GRACE)


def _locked(asked: QuerySet[Attempt]) -> list[int]:
    """Held until the end of the transaction, in one order for all; those that still run when they are had."""
    pks = list(asked.values_list("pk", flat=True))
    rows = Attempt.objects.filter(pk__in=pks, handed_in_at=None).order_by("pk")
    return list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def _move(asked: QuerySet[Attempt], minutes: int) -> int:
    return asked.update(deadline_at=F("deadline_at") + timedelta(minutes=minutes))


def _opened(attempt: Attempt, was: datetime, deadline: datetime) -> int:
    """One conditional statement; that a person has one open attempt is the database's own rule."""
    try:
        with transaction.atomic():
            return Attempt.objects.filter(pk=attempt.pk, handed_in_at=was).update(
                handed_in_at=None, processed_at=None, ended_by="", deadline_at=deadline
            )
    except IntegrityError:
        return 0


def _reverse(attempt: Attempt, *, reason: str, by: User, at: datetime) -> None:
    """Take back what was booked; what counts of the person's other attempts follows from these alone."""
    booked = Entry.objects.bookings().filter(source=attempt.source).first()
    if booked:
        ledger.reverse(booked, reason=reason, by=by, at=at)
        results.count([attempt], Writing(at, by=by, reason=reason))


def _tell(attempt: Attempt) -> None:
    user = attempt.employee.user
    if user:
        title = attempt.sitting.titled(user.language)
        key = f"{attempt.pk}:{attempt.reopenings.count()}"
        notices.tell(user, kind="attempt_reopened", key=key, link=attempt.get_absolute_url(), title=title)
