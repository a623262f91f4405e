"""A person's tests: what is open, what comes, what is done; and the page before one starts."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import GradusError
from exams.domain import papers
from exams.domain.delivery import rooms, sittings
from exams.domain.delivery.sittings import Offer
from exams.domain.marking import disclosure
from exams.domain.taking import attempts
from exams.enums import Standing
from exams.errors import TooManyTries
from exams.models import Sitting
from exams.views.access import own_employee
from people.requests import SignedInRequest
from records.enums import Result
from records.models import Entry

ROOM_CODES = {"room_code": "10/5m/key"}
WAITING = (Standing.NOT_OPEN, Standing.COOLING)
MISSED = (Standing.ABSENT, Standing.BARRED)


@login_required
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    employee = request.user.as_employee
    offers = sittings.offers(employee, at=now) if employee else []
    entries = sittings.results(
        attempt for offer in offers for attempt in offer.attempts if attempt.handed_in_at
    )
    startable = [offer for offer in offers if offer.may_start]
    passed = [offer for offer in offers if not offer.running and _is_passed(offer, entries)]
    context = {
        "open": [offer for offer in offers if offer.running or (offer in startable and offer not in passed)],
        "upcoming": [offer for offer in offers if offer.situation.standing in WAITING],
        "missed": [offer for offer in offers if _is_missed(offer)],
        "done": _done(offers, entries, again=[offer for offer in startable if offer in passed]),
        "passed": {entry.subject for entry in entries.values() if entry.result == "passed"},
    }
    return render(request, "exams/index.html", context)


def _is_missed(offer: Offer) -> bool:
    """Nobody is absent from practice."""
    return offer.situation.standing in MISSED and not offer.sitting.is_practice


def _is_passed(offer: Offer, entries: dict[str, Entry]) -> bool:
    found = (entries.get(attempt.source) for attempt in offer.attempts)
    return any(entry.result == Result.PASSED for entry in found if entry)


def _done(offers: list[Offer], entries: dict[str, Entry], again: list[Offer]) -> list[dict[str, Any]]:
    """What was handed in, the last first, each with its line of the training file, and whether what was
    passed may be taken once more."""
    lines = [
        {
            "attempt": attempt,
            "sitting": offer.sitting,
            "entry": entries.get(attempt.source),
            "again": offer in again and attempt is offer.attempts[-1],
        }
        for offer in offers
        for attempt in offer.attempts
        if attempt.handed_in_at
    ]
    return sorted(lines, key=lambda line: line["attempt"].handed_in_at, reverse=True)


@login_required
def sitting(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    employee = own_employee(request)
    offered = get_object_or_404(Sitting.objects.offered_to(employee).select_related("exam__paper"), pk=pk)
    offer = sittings.offer_to(employee, offered, at=now)
    if offer.running:
        return redirect(offer.running)
    time = offer.situation.terms.time
    context = {
        "offer": offer,
        "sitting": offered,
        "exam": offered.exam,
        "review": disclosure.named(offered.exam.review),
        "questions": papers.size(offered.exam.paper),
        "window": offer.window,
        "minutes": time and time.total_seconds() / 60,
        "ends_at": offer.situation.deadline,
        "may_start": offer.may_start,
    }
    return render(request, "exams/sitting.html", context)


def check_room(request: SignedInRequest, offered: Sitting) -> None:
    """Raises WrongPlace, WrongRoomCode or, after ten codes in five minutes, TooManyTries."""
    key = f"{request.user.pk}:{offered.pk}"
    if offered.room_code and not ratelimit.consume(
        request, app="exams", action="room_code", config=ROOM_CODES, key=key
    ):
        raise TooManyTries
    code, address = request.POST.get("room_code", ""), get_adapter().get_client_ip(request)
    rooms.check(offered, code=code, address=address)


@require_POST
@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    employee = own_employee(request)
    offered = get_object_or_404(Sitting.objects.offered_to(employee).select_related("exam__paper"), pk=pk)
    try:
        check_room(request, offered)
        return redirect(attempts.start(sitting=offered, employee=employee, at=timezone.now()))
    except GradusError as refusal:
        messages.error(request, str(refusal))
        return redirect(offered)
