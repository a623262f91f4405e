"""A person's tests: what is open, what comes, what is done; and the page before one starts."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import GradusError
from exams.domain import attempts, disclosure, papers, sittings
from exams.domain.sittings import Offer
from exams.models import Sitting
from exams.views.access import own_employee
from people.requests import SignedInRequest
from records.enums import Result
from records.models import Entry


@login_required
def index(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    employee = request.user.as_employee
    offers = sittings.offers(employee, at=now) if employee else []
    entries = sittings.results(
        attempt for offer in offers for attempt in offer.attempts if attempt.handed_in_at
    )
    startable = [offer for offer in offers if offer.may_start(now)]
    passed = [offer for offer in offers if not offer.running and _is_passed(offer, entries)]
    context = {
        "open": [offer for offer in offers if offer.running or (offer in startable and offer not in passed)],
        "upcoming": [offer for offer in offers if offer.sitting.opens_at > now],
        "missed": [offer for offer in offers if offer.sitting.closes_at <= now and not offer.attempts],
        "done": _done(offers, entries, again=[offer for offer in startable if offer in passed]),
        "passed": {entry.subject for entry in entries.values() if entry.result == "passed"},
    }
    return render(request, "exams/index.html", context)


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
    context = {
        "offer": offer,
        "sitting": offered,
        "exam": offered.exam,
        "review": disclosure.named(offered.exam.review),
        "questions": papers.size(offered.exam.paper),
        "ends_at": attempts.ends_at(offered, now),
        "may_start": offer.may_start(now),
        "is_over": offered.closes_at <= now,
        "is_upcoming": offered.opens_at > now,
    }
    return render(request, "exams/sitting.html", context)


@require_POST
@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    employee = own_employee(request)
    offered = get_object_or_404(Sitting.objects.offered_to(employee).select_related("exam__paper"), pk=pk)
    try:
        return redirect(attempts.start(sitting=offered, employee=employee, at=timezone.now()))
    except GradusError as refusal:
        messages.error(request, str(refusal))
        return redirect(offered)
