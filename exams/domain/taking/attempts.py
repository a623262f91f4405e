"""An attempt's life: started once, handed in once, by the candidate or by its deadline."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max

from core.domain import audit
from exams import kinds
from exams.domain import papers
from exams.domain.delivery import deadlines, standings, terms
from exams.domain.delivery.deadlines import GRACE, Terms
from exams.domain.marking import regrades, results
from exams.domain.marking.results import Writing
from exams.domain.taking import items
from exams.domain.taking.items import ItemState
from exams.domain.taking.shelves import answer_keys, faces
from exams.enums import EndedBy, Navigation
from exams.errors import NoAttemptsLeft, NotInvited
from exams.models import Attempt, Item, Mark, Response, Sitting
from people.models import Employee

# So many are handed in by one beat of the sweeper; the next has the rest.
SWEEP = 200

# What an end writes.
FINISH = ("handed_in_at", "processed_at", "ended_by")

log = structlog.get_logger(__name__)


def start(*, sitting: Sitting, employee: Employee, at: datetime, chance: Random | None = None) -> Attempt:
    """Start an attempt, or give the one that is open. Freezes questions, option order, points and pass marks.

    Raises NotInvited, SittingClosed, LateEntryOver, CoolingDown, NoAttemptsLeft or PaperCannotBeFilled.
    """
    hers = Attempt.objects.filter(sitting=sitting, employee=employee).order_by("number")
    gone = settle(standings.with_delivery(hers), at=at) if hers.exists() else []
    if gone and gone[-1].handed_in_at is None:
        return gone[-1]
    if not sitting.is_offered_to(employee):
        raise NotInvited
    held = terms.one(employee, sitting, at=at)
    here = standings.situation(held, gone, at=at)
    if not here.may_start:
        raise standings.refusal(here)
    try:
        return _start(sitting, employee, held, at, chance)
    except (IntegrityError, NoAttemptsLeft):
        # The other click of a double click was first: hers is the attempt.
        running = Attempt.objects.open().filter(sitting=sitting, employee=employee).first()
        if running is None:
            raise
        return running


def _start(sitting: Sitting, employee: Employee, held: Terms, at: datetime, chance: Random | None) -> Attempt:
    exam = sitting.exam
    filled = papers.fill(sitting, employee=employee, chance=chance)
    with transaction.atomic():
        number = 1 + Attempt.objects.filter(sitting=sitting, employee=employee).count()
        if held.window.attempts is not None and number > held.window.attempts:
            raise NoAttemptsLeft
        attempt = Attempt.objects.create(
            sitting=sitting,
            employee=employee,
            number=number,
            started_at=at,
            deadline_at=deadlines.deadline(held, start=at),
            due_at=held.window.due,
            place=1 if exam.navigation == Navigation.SEQUENTIAL else None,
            pass_mark=exam.pass_mark,
            marking={"share": str(exam.second_share), "gap": str(exam.second_gap)},
            sections=filled.sections,
            booklet_id=filled.booklet,
        )
        Item.objects.bulk_create(
            Item(
                attempt=attempt,
                position=position,
                version_id=line.version,
                section=line.section,
                points=line.points,
                order=line.order,
                stimulus_id=line.stimulus,
            )
            for position, line in enumerate(filled.asked, start=1)
        )
    return attempt


def hand_in(attempt: Attempt, *, at: datetime) -> Attempt:
    """End an attempt, mark it and book its result, exactly once; a second call gives what stands.

    The finish that counts is never later than the deadline.
    """
    while attempt.handed_in_at is None:
        if end(attempt, at=at):
            break
    return attempt


def end(
    attempt: Attempt,
    *,
    at: datetime,
    by: EndedBy = EndedBy.CANDIDATE,
    finished: datetime | None = None,
) -> bool:
    """One try to end an attempt; where it has ended or its deadline moved meanwhile, reads it anew: False.

    What was written on paper was `finished` before it is entered.
    """
    on_time = (finished or at) <= attempt.deadline_at
    finish: dict[str, Any] = {
        "handed_in_at": (finished or at) if on_time else attempt.deadline_at,
        "processed_at": at,
        "ended_by": by if on_time else EndedBy.TIME,
    }
    with transaction.atomic():
        # Plain columns only: a join becomes a subquery, not checked again on the locked row.
        mine = Attempt.objects.filter(pk=attempt.pk, handed_in_at=None, deadline_at=attempt.deadline_at)
        if not mine.update(**finish):
            attempt.refresh_from_db(fields=[*finish, "deadline_at"])
            return False
        finish |= _not_before_the_last_answer(attempt, finish)
        for column, value in finish.items():
            setattr(attempt, column, value)
        if results.write([attempt], Writing(at), states={attempt.pk: mark(attempt, at)}):
            _tell(attempt)
    return True


def _not_before_the_last_answer(attempt: Attempt, finish: dict[str, Any]) -> dict[str, Any]:
    """Moved on to an answer that was saved while this end waited for the lock: none stands after the end."""
    last = Response.objects.filter(item__attempt=attempt).aggregate(last=Max("saved_at"))["last"]
    if last is None or last <= finish["processed_at"]:
        return {}
    moved = {"processed_at": last, "handed_in_at": min(last, attempt.deadline_at)}
    Attempt.objects.filter(pk=attempt.pk).update(**moved)
    return moved


def settle(attempts: Iterable[Attempt], *, at: datetime) -> list[Attempt]:
    """The attempts, with those whose time is over handed in first: nobody waits for a worker. One that cannot
    be handed in is told to the log, and stays open here."""
    return [_tried(attempt, at) for attempt in attempts]


def _settled(attempt: Attempt, at: datetime) -> Attempt:
    """An extension that comes between moves the deadline, and the attempt goes on."""
    while attempt.handed_in_at is None and attempt.deadline_at <= at - GRACE:
        if end(attempt, at=at):
            break
    return attempt


def expire(*, at: datetime) -> int:
    """Hand in what its candidates left open, what was begun first first; tells how many. Those that cannot be
    handed in, however many, stop none of the others."""
    overdue = Attempt.objects.overdue(at - GRACE).whole().order_by("pk")
    last = done = 0
    while done < SWEEP and (batch := list(overdue.filter(pk__gt=last)[:SWEEP])):
        done += sum(_tried(attempt, at).handed_in_at is not None for attempt in batch)
        last = batch[-1].pk
    return done


def _tried(attempt: Attempt, at: datetime) -> Attempt:
    try:
        return _settled(attempt, at)
    except Exception:
        log.exception("attempt not handed in", attempt=attempt.pk)
        attempt.refresh_from_db(fields=[*FINISH, "deadline_at"])
        return attempt


def is_stuck(attempt: Attempt, *, at: datetime) -> bool:
    """Whether it is open though its time is over: it could not be handed in."""
    return attempt.handed_in_at is None and attempt.deadline_at <= at - GRACE


def grades(states: Iterable[ItemState]) -> dict[int, Decimal]:
    """The fraction that each answer earns by its version's key; without those that a person must judge."""
    asked = list(states)
    versions = {state.version for state in asked}
    shown, keys = faces.many(versions), answer_keys.many(versions)
    fractions = {
        state.pk: kinds.get(shown[state.version].kind).grade(keys[state.version], state.given)
        for state in asked
    }
    return {pk: fraction for pk, fraction in fractions.items() if fraction is not None}


def mark(attempt: Attempt, at: datetime) -> list[ItemState]:
    """Mark what a machine can, and apply what was decided about its questions; the items with their marks."""
    states = items.of(attempt)
    graded = grades(states)
    Mark.objects.bulk_create(
        Mark(item_id=state.pk, seq=state.marks, fraction=graded[state.pk], at=at, **audit.actor(None))
        for state in states
        if state.pk in graded
    )
    marked = [
        replace(state, fraction=graded[state.pk], marks=state.marks + 1) if state.pk in graded else state
        for state in states
    ]
    return regrades.applied({attempt.pk: marked}, at=at)[attempt.pk]


def _tell(attempt: Attempt) -> None:
    """Who did not hand in herself learns of her result by a notice."""
    if attempt.ended_by != EndedBy.CANDIDATE:
        results.tell([attempt], kind="exam_result", key=f"{{}}:{attempt.handed_in_at:%Y%m%d%H%M%S}")
