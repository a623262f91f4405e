"""Quarterly tests: the list, one being run, a new one, the next one, its make-up."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.converters import numbers
from core.errors import GradusError
from exams.domain.audience import unlimited
from exams.domain.campaigns import campaigns, makeups, progress, quarters
from exams.errors import CampaignOpened
from exams.forms.campaigns import CampaignForm, ContentForm, MakeUpForm, ReplanForm, WindowForm
from exams.models import Campaign
from exams.views.campaigns.access import for_readers, for_runners, found
from people.requests import SignedInRequest

PER_PAGE = 25
STEPS = 3


@for_readers
def index(request: SignedInRequest) -> HttpResponse:
    rows = progress.with_numbers(Campaign.objects.visible_to(request.user), request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "now": timezone.now(),
        "may_run": request.user.has_perm("exams.run_campaigns"),
        "may_see_statistics": request.user.has_perm("exams.view_statistics"),
    }
    return render(request, "exams/campaigns/index.html", context)


@for_runners
def new(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = CampaignForm(request.POST or None, user=request.user, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(campaigns.plan(**form.cleaned_data, by=request.user, at=now))
        except GradusError as refusal:
            form.add_error("exam", str(refusal))
    return render(request, "exams/campaigns/new.html", {"form": form})


@for_runners
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Before it opens: another window, audience or title."""
    now = timezone.now()
    seen = found(request, pk)
    form = ReplanForm(request.POST or None, initial=_as_planned(seen), at=now)
    if request.method == "POST" and form.is_valid():
        try:
            campaigns.replan(seen, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("The change is saved."))
            return redirect(seen)
        except GradusError as refusal:
            form.add_error(None, str(refusal))
    if request.method == "GET" and seen.sitting.opens_at <= now:
        messages.error(request, str(CampaignOpened()))
        return redirect(seen)
    return render(request, "exams/campaigns/change.html", {"campaign": seen, "form": form})


def _as_planned(seen: Campaign) -> dict[str, Any]:
    sitting = seen.sitting
    return {
        "title": sitting.titled() if sitting.titles else "",
        "opens_at": timezone.localtime(sitting.opens_at),
        "closes_at": timezone.localtime(sitting.closes_at),
        "remind_days": ", ".join(map(str, seen.remind_days)),
        "audience": _choice_of(seen),
    }


def _choice_of(seen: Campaign) -> int | None:
    """The audience as a form names it: all staff is none."""
    audience = seen.sitting.audience.audience
    return None if unlimited().filter(pk=audience.pk).exists() else audience.pk


@for_readers
def campaign(request: SignedInRequest, pk: int) -> HttpResponse:
    """How it stands now, and what comes next."""
    now = timezone.now()
    seen = found(request, pk)
    context = {
        "campaign": seen,
        "sitting": seen.sitting,
        "progress": progress.of(seen, request.user, at=now),
        "waiting": Paginator(progress.waiting(seen, request.user, at=now), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "report": seen.reports.order_by("-number").first(),
        "make_ups": [made.sitting for made in seen.make_ups.select_related("sitting__exam")],
        "next": Campaign.objects.filter(follows=seen).first(),
        "is_open": seen.sitting.is_open(now),
        "is_over": seen.sitting.closes_at <= now,
        "may_run": request.user.has_perm("exams.run_campaigns"),
    }
    return render(request, "exams/campaigns/campaign.html", context)


@for_runners
def make_up(request: SignedInRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    seen = found(request, pk)
    if not campaigns.is_over(seen, at=now):
        messages.error(request, _("This test has not ended for everybody yet."))
        return redirect(seen)
    candidates = makeups.candidates(seen, at=now)
    form = MakeUpForm(request.POST or None, candidates=candidates, at=now)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        chosen = [int(employee) for employee in asked.pop("employees")]
        try:
            makeups.offer(campaign=seen, employees=chosen, **asked, by=request.user, at=now)
            messages.success(request, _("The make-up is set."))
            return redirect(seen)
        except GradusError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "campaign": seen,
        "form": form,
        "candidates": candidates,
        "repetition": makeups.repetition(seen),
    }
    return render(request, "exams/campaigns/make_up.html", context)


@for_runners
def following(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next quarter in three steps, kept in the page: when; what, and for whom; look and confirm."""
    now = timezone.now()
    seen = found(request, pk)
    if there := Campaign.objects.filter(follows=seen).first():
        return redirect(there)
    forms = _forms(request, seen)
    step = _step(request, forms)
    if step > STEPS:
        return _planned(request, seen, forms)
    context = {
        "campaign": seen,
        "step": step,
        "steps": STEPS,
        "form": forms[min(step, len(forms)) - 1],
        "kept": forms[: step - 1],
        "asked": {key: value for form in forms[: step - 1] for key, value in form.cleaned_data.items()},
        "now": now,
    }
    return render(request, "exams/campaigns/next.html", context)


def _forms(request: SignedInRequest, seen: Campaign) -> list[Any]:
    """The two steps that ask: filled with what was sent, or with what follows from the last quarter."""
    now = timezone.now()
    proposal = quarters.following(seen, at=now)
    window = {
        "title": proposal.title,
        "opens_at": timezone.localtime(proposal.opens_at),
        "closes_at": timezone.localtime(proposal.closes_at),
        "remind_days": ", ".join(map(str, seen.remind_days)),
    }
    content = {"exam": seen.sitting.exam_id, "audience": _choice_of(seen)}
    sent = sum(numbers([request.POST.get("step", "")]))
    first = request.POST if sent >= 1 else None
    second = request.POST if sent >= 2 else None
    return [
        WindowForm(first, initial=window, at=now),
        ContentForm(second, initial=content, user=request.user),
    ]


def _step(request: SignedInRequest, forms: list[Any]) -> int:
    """The first step that is not answered well, or the one gone back to; beyond the last: all is said."""
    if request.method != "POST":
        return 1
    for number, form in enumerate(forms, start=1):
        if not form.is_bound or not form.is_valid() or request.POST.get("back") == str(number):
            return number
    return STEPS + 1 if request.POST.get("step") == str(STEPS) else STEPS


def _planned(request: SignedInRequest, seen: Campaign, forms: list[Any]) -> HttpResponse:
    asked = {key: value for form in forms for key, value in form.cleaned_data.items()}
    try:
        made = campaigns.plan(**asked, by=request.user, at=timezone.now(), follows=seen)
    except GradusError as refusal:
        messages.error(request, str(refusal))
        return redirect("exams:campaign_next", seen.pk)
    messages.success(request, _("“%(title)s” is planned.") % {"title": made.sitting.title})
    return redirect(made)
