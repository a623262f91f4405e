"""The tests that somebody has ahead of her, or is at: their questions and answers are not for her."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from exams.domain.delivery import standings, terms
from exams.domain.delivery.deadlines import Terms
from exams.enums import Standing
from exams.models import Attempt, Override, Sitting
from people.models import Employee

AHEAD = {Standing.NOT_OPEN, Standing.MAY_START, Standing.COOLING, Standing.RUNNING, Standing.GRACE}


def exams(own: Employee, *, at: datetime, exam: int | None = None) -> set[int]:
    """The exams that a person may yet start by her own terms, from the invitation on and again as long as an
    attempt is left; and those that she is at. Practice is behind her after one attempt. With `exam`,
    of that one alone."""
    open_now = Attempt.objects.open().filter(employee=own)
    at_it = set(open_now.values_list("sitting__exam", flat=True))
    offered = _offered(own, at)
    sittings = list(offered if exam is None else offered.filter(exam=exam))
    hers = _attempts(own, sittings)
    held = terms.of_sittings(own, sittings, at=at)
    return at_it | {
        sitting.exam_id for sitting in sittings if _is_ahead(sitting, held[sitting.pk], hers[sitting.pk], at)
    }


def _offered(own: Employee, at: datetime) -> QuerySet[Sitting]:
    """What is not over, or is not over for somebody."""
    longer = Override.objects.filter(sitting=OuterRef("pk"), closes_at__gt=at)
    offered = Sitting.objects.offered_to(own).select_related("exam")
    return offered.filter(Q(closes_at__gt=at) | Exists(longer))


def _attempts(own: Employee, sittings: list[Sitting]) -> dict[int, list[Attempt]]:
    found: dict[int, list[Attempt]] = defaultdict(list)
    if sittings:
        hers = Attempt.objects.filter(employee=own, sitting__in=sittings).order_by("number")
        for attempt in standings.with_delivery(hers):
            found[attempt.sitting_id].append(attempt)
    return found


def _is_ahead(sitting: Sitting, held: Terms, hers: list[Attempt], at: datetime) -> bool:
    if sitting.is_practice and hers:
        return False
    return standings.situation(held, hers, at=at).standing in AHEAD
