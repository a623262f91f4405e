"""How a person stands in a sitting: her terms and her attempts, put together."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Exists, IntegerField, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from core.errors import GradusError
from exams.domain.delivery import deadlines
from exams.domain.delivery.deadlines import Go, Situation, Terms
from exams.domain.delivery.reasons import reason
from exams.enums import Refused, Standing
from exams.errors import CoolingDown, LateEntryOver, NoAttemptsLeft, SittingClosed
from exams.models import Attempt, LateDecision, RefusedResponse, Response

# Every start asks for these: Django's own way to say them takes longer to build than the database to answer.
ADDED = """
    (SELECT COALESCE(SUM(e.minutes), 0) FROM exams_extension e WHERE e.attempt_id = exams_attempt.id)
"""
HELD = """
    EXISTS (
        SELECT 1 FROM exams_refusedresponse r JOIN exams_item i ON i.id = r.item_id
        WHERE i.attempt_id = exams_attempt.id AND r.reason = %s AND NOT EXISTS (
            SELECT 1 FROM exams_latedecision d WHERE d.attempt_id = i.attempt_id AND d.at >= r.at
        ) AND NOT EXISTS (
            SELECT 1 FROM exams_response n WHERE n.item_id = i.id AND n.saved_at >= r.at
        )
    )
"""


def with_delivery(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    """Attempts with the minutes `added` to them, and whether late answers `held` wait for a decision."""
    return attempts.annotate(
        added=RawSQL(ADDED, [], output_field=IntegerField()),  # noqa: S611  nothing in it is given
        held=RawSQL(HELD, [Refused.LATE], output_field=BooleanField()),  # noqa: S611
    )


def undecided() -> QuerySet[RefusedResponse]:
    """Answers that came after the end, that nobody has decided about, and that stand to be decided about: no
    newer answer was saved, in the attempt reopened."""
    return _late().filter(~Exists(_newer()))


def overtaken() -> QuerySet[RefusedResponse]:
    """Answers that came after the end and about which nobody decides any more: a newer one was saved."""
    return _late().filter(Exists(_newer()))


def _newer() -> QuerySet[Response]:
    return Response.objects.filter(item=OuterRef("item"), saved_at__gte=OuterRef("at"))


def _late() -> QuerySet[RefusedResponse]:
    decisions = LateDecision.objects.filter(attempt=OuterRef("item__attempt"), at__gte=OuterRef("at"))
    return RefusedResponse.objects.filter(~Exists(decisions), reason=Refused.LATE)


def go_of(attempt: Any) -> Go:
    """An attempt read `with_delivery` as far as time is concerned."""
    return Go(
        started=attempt.started_at,
        deadline=attempt.deadline_at,
        due=attempt.due_at,
        finished=attempt.handed_in_at,
        ended_by=attempt.ended_by,
        minutes_added=attempt.added,
        is_held=attempt.held,
    )


def situation(held: Terms, attempts: Sequence[Attempt], *, at: datetime) -> Situation:
    """How a person stands whose attempts in a sitting, in their order, are these."""
    last = go_of(attempts[-1]) if attempts else None
    return deadlines.situation(held, at=at, used=len(attempts), last=last)


def refusal(here: Situation) -> GradusError:
    """Why nobody starts from here, with its rule and its moments."""
    kinds: dict[Standing, type[GradusError]] = {
        Standing.BARRED: LateEntryOver,
        Standing.COOLING: CoolingDown,
    }
    used_up = NoAttemptsLeft if here.is_used_up else SittingClosed
    return kinds.get(here.standing, used_up)(reason(here))
