"""The exam page, and what it asks of the server while it is open."""

import json
from datetime import UTC, datetime
from typing import Any

from csp.decorators import csp_exempt
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from exams.domain.marking import reviews
from exams.domain.taking import answers, attempts, items, presence, sequence, sheets, tickets
from exams.domain.taking.shelves import Place
from exams.errors import AnswerLate, AnswerStale, NotActive, NotItsTurn
from exams.kinds import BadAnswer
from exams.models import Attempt, Item
from exams.views.access import by_ticket, own_employee, script_of_candidate, ticketed
from exams.views.words import words
from people.requests import SignedInRequest

MOST_SAVES = 1_000_000
# Seconds out of sight that are noted; the page before the start names them.
AWAY_SECONDS = 10


def own_attempt(request: SignedInRequest, pk: int) -> Attempt:
    """The person's own attempt, handed in first if its time is over; another's is a 404."""
    found = Attempt.objects.filter(employee=own_employee(request)).select_related("sitting__exam")
    return attempts.settle([get_object_or_404(found, pk=pk)], at=timezone.now())[0]


@never_cache
@login_required
def attempt(request: SignedInRequest, pk: int) -> HttpResponse:
    own = own_attempt(request, pk)
    if own.handed_in_at:
        return redirect(own)
    if attempts.is_stuck(own, at=timezone.now()):
        return render(request, "exams/stuck.html", {"title": own.sitting.title})
    context = {
        "attempt": own,
        "title": own.sitting.title,
        "shell": shell(own),
        "words": words(),
        "may_check": reviews.may_check(own, timezone.now()),
    }
    return render(request, "exams/attempt.html", context)


def shell(own: Attempt) -> dict[str, Any]:
    """All that the page's script knows."""
    return {
        "title": own.sitting.title,
        "layout": own.sitting.exam.layout,
        "sections": [section["title"] for section in own.sections],
        "items": sheets.sheet(own),
        "total": own.items.count() if own.place else None,
        "place": own.place,
        "ticket": tickets.ticket_of(own),
        "signIn": f"{reverse('account_login')}?next={reverse('exams:signed_in')}",
        "away": AWAY_SECONDS,
        **device(own),
        **times(own.deadline_at),
    }


def device(own: Attempt) -> dict[str, Any]:
    """With what a page finds the drafts of an attempt on a device, and can read them."""
    return {**address(own), "draftKey": tickets.draft_key(own)}


def address(own: Attempt) -> dict[str, Any]:
    return {"attempt": own.pk, "here": reverse("exams:attempt", args=[own.pk])}


def times(deadline: datetime) -> dict[str, int]:
    """The server's clock and the deadline, in milliseconds."""
    return {
        "now": round(timezone.now().timestamp() * 1000),
        "deadline": round(deadline.timestamp() * 1000),
    }


@never_cache
@login_required
def offline(request: SignedInRequest, pk: int) -> HttpResponse:
    """The exam page without a test in it: what the service worker shows while there is no network."""
    context = {"shell": address(own_attempt(request, pk)), "words": words()}
    return render(request, "exams/attempt.html", context)


@login_required
def worker(request: SignedInRequest, pk: int) -> HttpResponse:
    """The service worker of one attempt; where it lies is its scope."""
    context = {"here": address(own_attempt(request, pk))["here"], "fixed": settings.STATIC_URL}
    return render(request, "exams/worker.js", context, content_type="text/javascript")


@ticketed
@never_cache
def clock(request: HttpRequest, pk: int) -> HttpResponse:
    """The server's time. A GET asks by session, a POST by ticket, and tells how the page is."""
    return heartbeat(request, pk) if request.method == "POST" else signed_clock(request, pk)


@script_of_candidate
def signed_clock(request: SignedInRequest, pk: int) -> JsonResponse:
    """By session: so the page learns who is signed in, 401 nobody, 404 another."""
    own = own_attempt(request, pk)
    return JsonResponse({"open": own.handed_in_at is None, **times(own.deadline_at)})


def heartbeat(request: HttpRequest, pk: int) -> JsonResponse:
    """By ticket, every fifteen seconds: `{"place": 7, "unsent": 0, "away": [{"at": ms, "seconds": 12}]}`."""
    given = request.headers.get(tickets.HEADER, "")
    try:
        found = presence.heard(attempt=pk, given=given, report=_given(request), at=timezone.now())
    except Attempt.DoesNotExist:
        raise Http404 from None
    return JsonResponse({"open": found.open, **times(found.deadline)})


@never_cache
@csp_exempt()  # type: ignore[arg-type]
@csrf_exempt
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int, position: int) -> JsonResponse:
    """A question by its place. Where questions follow one another, a GET gives the current one, and a POST
    leaves it for good and goes on to the next."""
    now = timezone.now()
    ask = sequence.go_on if request.method == "POST" else sequence.look
    try:
        own = _by_ticket(request, pk, now)
        return JsonResponse({"place": position, "item": ask(own, position=position, at=now)})
    except NotItsTurn as refusal:
        return JsonResponse({"error": "order", "place": refusal.place}, status=409)
    except AnswerLate:
        return JsonResponse({"error": "late"}, status=409)
    except Item.DoesNotExist:
        raise Http404 from None


@ticketed
@require_POST
@by_ticket
def save(request: HttpRequest, place: Place) -> JsonResponse:
    given = _given(request)
    seq = given.get("seq")
    if type(seq) is not int or not 0 < seq < MOST_SAVES:
        return _bad()
    try:
        saved = answers.save(
            place=place,
            seq=seq,
            answer=given.get("answer"),
            at=timezone.now(),
            typed=_moment(given.get("typed")),
        )
    except AnswerStale as stale:
        found = {"seq": stale.seq, "answer": stale.answer, "saved": sheets.clock(stale.saved_at)}
        return JsonResponse({"error": "stale", **found}, status=409)
    except AnswerLate:
        return JsonResponse({"error": "late"}, status=409)
    except NotItsTurn as refusal:
        return JsonResponse({"error": "order", "place": refusal.place}, status=409)
    except BadAnswer:
        return _bad()
    except NotActive:
        raise Http404 from None
    return JsonResponse({"seq": saved.seq, "saved": sheets.clock(saved.saved_at)})


@ticketed
@require_POST
@by_ticket
def flag(request: HttpRequest, place: Place) -> JsonResponse:
    raised = _given(request).get("raised")
    if not isinstance(raised, bool):
        return _bad()
    try:
        answers.flag(place=place, raised=raised, at=timezone.now())
    except AnswerLate:
        return JsonResponse({"error": "late"}, status=409)
    except NotActive:
        raise Http404 from None
    return JsonResponse({"raised": raised})


@ticketed
@require_POST
def hand_in(request: HttpRequest, pk: int) -> JsonResponse:
    now = timezone.now()
    done = attempts.hand_in(_by_ticket(request, pk, now), at=now)
    told = {"answered": items.answered(done), "handedIn": sheets.clock(done.handed_in_at, seconds=True)}
    return JsonResponse({"result": done.get_absolute_url(), **told})


@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where a candidate lands who signed in again beside her open exam page."""
    return render(request, "exams/signed_in.html")


def _by_ticket(request: HttpRequest, pk: int, now: datetime) -> Attempt:
    """The attempt whose ticket is shown; 404 for another's, and for who may not sign in any more."""
    try:
        own = tickets.attempt(pk=pk, given=request.headers.get(tickets.HEADER, ""))
        answers.check_active(own.employee, at=now)
    except (Attempt.DoesNotExist, NotActive):
        raise Http404 from None
    return own


def _moment(ms: Any) -> datetime | None:
    """A moment in milliseconds, as the page states it; None for what is none."""
    try:
        return datetime.fromtimestamp(ms // 1000, UTC) if type(ms) in (int, float) else None
    except (ValueError, OverflowError, OSError):
        return None


def _given(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of the body; an empty one for anything else."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _bad() -> JsonResponse:
    return JsonResponse({"error": "bad"}, status=400)
