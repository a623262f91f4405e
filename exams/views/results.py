"""After the end: the result for the candidate, and the paper with its marks for whom the policy lets."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from exams.domain import attempts, receipts, reviews, scores, sittings
from exams.models import Attempt
from exams.views.access import own_employee


@never_cache
@login_required
def result(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    own = _found(Attempt.objects.filter(employee=own_employee(request)), pk, now)
    if own.handed_in_at is None:
        return redirect(own)
    score = scores.of(own)
    context = {
        "attempt": own,
        "title": own.sitting.title,
        "score": score,
        "receipt": receipts.receipt(own),
        "answered": sum(bool(answer) for answer in attempts.latest_answers(own).values()),
        "questions": own.items.count(),
        "may_review": reviews.is_released(own, now),
        "review": own.sitting.exam.review,
        **_next_step(own, score, now),
    }
    return render(request, "exams/result.html", context)


def _next_step(own: Attempt, score: scores.Score | None, now: datetime) -> dict[str, Any]:
    """What a candidate who has not passed may do: where she was weak, another try, or the make-up."""
    if score is None or score.passed:
        return {}
    offer = sittings.offer_to(own.employee, own.sitting, at=now)
    return {
        "weak": scores.weak_topics(own),
        "again": offer if offer.may_start(now) else None,
        "make_up": sittings.next_sitting(own, at=now),
    }


@never_cache
@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    seen = _found(Attempt.objects.visible_to(request.user), pk, now)
    if not reviews.may_open(seen, request.user, now):
        raise Http404
    context = {
        "attempt": seen,
        "title": seen.sitting.title,
        "score": scores.of(seen),
        "lines": reviews.lines(seen, reader=request.user, at=now),
        "is_own": seen.employee == request.user.as_employee,
        "receipt": receipts.receipt(seen),
    }
    return render(request, "exams/review.html", context)


def _found(attempts_seen: QuerySet[Attempt], pk: int, now: datetime) -> Attempt:
    rows = attempts_seen.select_related("sitting__exam", "employee")
    return attempts.settle([get_object_or_404(rows, pk=pk)], at=now)[0]
