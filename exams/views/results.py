"""After the end: the result for the candidate, and the paper with its marks for whom the policy lets."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from exams.domain.delivery import late, sittings
from exams.domain.marking import claims, disclosure, objections, results, reviews, scores
from exams.domain.taking import attempts, items, receipts
from exams.domain.taking.items import ItemState
from exams.enums import EndedBy
from exams.models import Attempt
from exams.views.access import own_employee
from exams.views.attempt import device
from people.requests import SignedInRequest


@never_cache
@login_required
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    own = _found(Attempt.objects.filter(employee=own_employee(request)), pk, now)
    if own.handed_in_at is None:
        return redirect(own)
    states = items.of(own)
    score = scores.of(own, states)
    released = reviews.is_released(own, now)
    context = {
        "attempt": own,
        "title": own.sitting.title,
        "score": score,
        "counts_nothing": scores.counts_nothing(states),
        "unmarked": sum(state.fraction is None for state in states),
        "receipt": receipts.receipt(own, states),
        "answered": sum(bool(state.answer) for state in states),
        "questions": len(states),
        "lines": reviews.lines(own, states, reader=request.user, at=now) if released else [],
        "queries": objections.of(own) if released else None,
        "review": disclosure.named(own.sitting.exam.review),
        # Who handed in herself had nothing on its way any more.
        "held": own.ended_by != EndedBy.CANDIDATE and late.is_waiting(own),
        "leftovers": device(own),
        **_stands(own),
        **_next_step(own, states, score, now),
    }
    return render(request, "exams/result.html", context)


def _stands(own: Attempt) -> dict[str, Any]:
    """What her attempts at the test come to by its rule, where there are several."""
    if own.number == 1 and own.sitting.exam.attempts == 1:
        return {}
    number, stands = results.stands(own)
    return {"stands": stands, "rule": own.sitting.exam.get_counts_display()} if number > 1 else {}


def _next_step(
    own: Attempt, states: list[ItemState], score: scores.Score | None, now: datetime
) -> dict[str, Any]:
    """What a candidate who has not passed may do: where she was weak, another try, or the make-up."""
    if score is None or score.passed:
        return {}
    again = sittings.again(own, at=now)
    return {
        "weak": scores.weak_topics(states),
        "again": again,
        "make_up": None if again else sittings.next_sitting(own, at=now),
    }


@never_cache
@login_required
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    """How the answers given so far stand, in practice alone; what has no answer yet keeps its key."""
    now = timezone.now()
    own = _found(Attempt.objects.filter(employee=own_employee(request)), pk, now)
    if not reviews.may_check(own, now):
        raise Http404
    states = [state for state in items.of(own) if state.given]
    graded = attempts.grades(states)
    marked = [replace(state, fraction=graded.get(state.pk)) for state in states]
    lines = reviews.lines(own, marked, reader=request.user, at=now)
    return render(request, "exams/check.html", {"attempt": own, "title": own.sitting.title, "lines": lines})


@never_cache
@login_required
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """The evidence for others than the candidate, who has it on her result."""
    now = timezone.now()
    seen = _found(Attempt.objects.visible_to(request.user), pk, now)
    if seen.employee == request.user.as_employee:
        return redirect("exams:result", pk)
    if seen.handed_in_at is None:
        raise Http404
    states = items.of(seen)
    blindly = claims.is_read_blindly(seen, request.user, at=now)
    context = {
        "attempt": seen,
        "blindly": blindly,
        "title": seen.sitting.title,
        "score": scores.of(seen, states),
        "lines": [] if blindly else reviews.lines(seen, states, reader=request.user, at=now),
        "receipt": receipts.receipt(seen, states),
    }
    return render(request, "exams/review.html", context)


def _found(attempts_seen: QuerySet[Attempt], pk: int, now: datetime) -> Attempt:
    rows = attempts_seen.select_related("sitting__exam", "employee")
    return attempts.settle([get_object_or_404(rows, pk=pk)], at=now)[0]
