"""Where assessors begin: who is planned, what is begun, whom to score on the spot."""

from datetime import date, timedelta
from typing import Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from core.errors import GradusError
from exams.domain.assessing import assessments
from exams.domain.assessing.candidates import candidates
from exams.domain.assessing.scoresheets import cards
from exams.forms.assessments import BeginForm, scenarios
from exams.models import Assessment
from people.models import Employee, User
from people.requests import SignedInRequest
from people.views.access import needs

LATELY = timedelta(days=30)
MOST_DONE = 10
MOST_FOUND = 20


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """The assessor's home; who plans is led to the plan, everybody else to her own role-plays."""
    if rules.has_perm("exams.assess", request.user):
        return _assessor_home(request)
    if rules.has_perm("exams.plan_assessments", request.user):
        return redirect("assess:plan")
    return redirect("assess:mine")


def _assessor_home(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    text = request.GET.get("q", "").strip()
    context = {
        "q": text,
        "today": today,
        "may_plan": rules.has_perm("exams.plan_assessments", request.user),
        "done": _done(request.user),
        **_waiting(request.user, today),
    }
    if text:
        found = list(candidates(by=request.user, on=today, text=text)[: MOST_FOUND + 1])
        context["found"], context["is_cut"] = found[:MOST_FOUND], len(found) > MOST_FOUND
    return render(request, "exams/assess/home.html", context)


def _waiting(user: User, today: date) -> dict[str, Any]:
    own = Assessment.objects.open().filter(assessor=user)
    lines = cards(own.select_related("employee", "scenario", "rubric_version").order_by("planned_on", "pk"))
    planned = [line for line in lines if line.assessment.started_at is None]
    return {
        "begun": [line for line in lines if line.assessment.started_at],
        "now": [line for line in planned if _is_due(line.assessment, today)],
        "later": [line for line in planned if not _is_due(line.assessment, today)],
    }


def _is_due(assessment: Assessment, today: date) -> bool:
    return assessment.planned_on is None or assessment.planned_on <= today


def _done(user: User) -> list[Any]:
    since = timezone.now() - LATELY
    own = Assessment.objects.submitted().filter(assessor=user, submitted_at__gte=since)
    newest = own.select_related("employee", "scenario", "rubric_version").order_by("-submitted_at")
    return cards(newest[:MOST_DONE])


@needs("exams.assess")
def begin(request: SignedInRequest, number: str) -> HttpResponse:
    """Choose what to score somebody on, and begin."""
    today = timezone.localdate()
    employee = get_object_or_404(candidates(by=request.user, on=today), number=number)
    form = BeginForm(request.POST or None)
    if form.is_valid():
        return _begun(request, employee, form.cleaned_data["scenario"])
    context = {"form": form, "employee": employee, "choices": scenarios()}
    return render(request, "exams/assess/begin.html", context)


def _begun(request: SignedInRequest, employee: Employee, scenario: str) -> HttpResponse:
    try:
        begun = assessments.begin(
            scenario=scenario, employee=employee, assessor=request.user, at=timezone.now()
        )
    except GradusError as refusal:
        messages.error(request, str(refusal))
        return redirect("assess:begin", employee.number)
    return redirect(begun)
