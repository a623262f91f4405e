"""Answers that came after the end. They are kept; a person decides for each attempt whether they count.

Nothing that was handed in changes: a counted answer is a row of its own that stands before the earlier one
(`ItemState.late`), from which the attempt is marked again and its result put right.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet

from core.domain import audit
from exams.domain.delivery import standings
from exams.domain.marking import results, reviews
from exams.domain.marking.judged import items_of_people, withdraw_marks
from exams.domain.marking.results import Writing
from exams.domain.taking import attempts, items
from exams.domain.taking.items import ItemState
from exams.errors import AttemptRuns, CameAfterKeys, NothingHeld
from exams.models import Attempt, CountedAnswer, LateDecision, RefusedResponse, Sitting
from people.models import User


@dataclass(frozen=True)
class Late:
    """A question with a late answer, as it was handed in and as it came."""

    handed_in: ItemState
    came: ItemState
    arrived: datetime
    typed: datetime | None
    may_count: bool


def waiting(user: User) -> QuerySet[Attempt]:
    """Ended attempts whose late answers wait, of those the user may read; how many, and when they came."""
    held = standings.undecided().values("item__attempt").order_by()
    seen = Attempt.objects.visible_to(user).exclude(handed_in_at=None)
    found = seen.filter(pk__in=held, sitting__in=Sitting.objects.visible_to(user))
    return found.select_related("sitting__exam", "employee__user").order_by("handed_in_at", "pk")


def arrivals(asked: Sequence[Attempt]) -> dict[int, dict[str, Any]]:
    """Of each attempt how many answers wait, the first and the last arrival."""
    rows = standings.undecided().filter(item__attempt__in=asked).order_by().values("item__attempt")
    counted: Any = rows.annotate(n=Count("item", distinct=True), first=Min("at"), last=Max("at"))
    return {row["item__attempt"]: row for row in counted}


def of(attempt: Attempt, *, at: datetime) -> list[Late]:
    """The questions whose late answers wait, each with the last that may count, or else the last of all."""
    states = {state.pk: state for state in items.of(attempt)}
    rows = list(_waiting(attempt))
    fair = _last(_fair(attempt, rows, at))
    found = _last(rows) | fair
    return [_late(states[row.item_id], row, row.item_id in fair) for row in found.values()]


def _late(state: ItemState, row: RefusedResponse, may_count: bool) -> Late:
    came = replace(state, late=row.answer, fraction=None)
    return Late(handed_in=state, came=came, arrived=row.at, typed=row.typed_at, may_count=may_count)


def _fair(attempt: Attempt, rows: Sequence[RefusedResponse], at: datetime) -> list[RefusedResponse]:
    """Those that came before the right answers were open to the candidate."""
    since = reviews.telling_since(attempt, at)
    return [row for row in rows if since is None or row.at < since]


def overtaken(attempt: Attempt) -> int:
    """About how many late answers nobody decides any more: newer ones of the reopened attempt stand."""
    return standings.overtaken().filter(item__attempt=attempt).count()


def is_waiting(attempt: Attempt) -> bool:
    """Whether late answers of an attempt wait for a decision."""
    return _waiting(attempt).exists()


def decide(attempt: Attempt, *, counted: bool, reason: str, by: User, at: datetime) -> LateDecision:
    """Count the late answers that came by now, or do not: once for what waits. What came when the right
    answers were open to the candidate never counts.

    Raises NothingHeld where nothing waits any more, AttemptRuns, CameAfterKeys, or JudgedByPeople.
    """
    with transaction.atomic():
        own = Attempt.objects.whole().select_for_update(of=("self",)).get(pk=attempt.pk)
        if own.handed_in_at is None:
            raise AttemptRuns
        held = _waiting(own).filter(at__lte=at)
        rows = list(held)
        if not rows:
            raise NothingHeld
        fair = _fair(own, rows, at)
        if counted and not fair:
            raise CameAfterKeys
        decision = LateDecision.objects.create(
            attempt=own,
            seq=own.late_decisions.count(),
            counted=counted,
            reason=reason,
            at=at,
            **audit.actor(by),
        )
        if counted:
            _count(own, decision, _last(fair), Writing(at, by=by, reason=reason))
        audit.record(by=by, verb="decided on late answers", obj=own, reason=reason, at=at, counted=counted)
        kind = "late_counted" if counted else "late_refused"
        results.tell([own], kind=kind, key=f"{{}}:{decision.seq}", reason=reason)
    return decision


def _count(own: Attempt, decision: LateDecision, last: dict[int, RefusedResponse], writing: Writing) -> None:
    judged = [state for state in items_of_people(own) if state.pk in last]
    withdraw_marks(judged, reason=writing.reason, by=writing.by, at=writing.at)
    CountedAnswer.objects.bulk_create(
        CountedAnswer(decision=decision, item_id=item, refused=row) for item, row in last.items()
    )
    results.write([own], writing, states={own.pk: attempts.mark(own, writing.at)})


def _waiting(attempt: Attempt) -> QuerySet[RefusedResponse]:
    return standings.undecided().filter(item__attempt=attempt).order_by("item__position", "pk")


def _last(rows: Sequence[RefusedResponse] | QuerySet[RefusedResponse]) -> dict[int, RefusedResponse]:
    """The answer of each item that came last."""
    return {row.item_id: row for row in rows}
