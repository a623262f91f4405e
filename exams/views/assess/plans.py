"""Who plans: a scenario, people, an assessor, a day; and below it what is planned."""

from typing import Any

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from core.errors import GradusError
from exams.domain.assessing import assessments
from exams.domain.assessing.candidates import candidates
from exams.domain.assessing.scoresheets import cards
from exams.forms.assessments import ChooseForm, PlanForm
from exams.models import Assessment
from people.enums import Role
from people.models import User
from people.requests import SignedInRequest
from people.views.access import needs

PER_PAGE = 50
MOST_PEOPLE = 100


@needs("exams.plan_assessments")
def plan(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    people = candidates(by=request.user, on=today)
    form = PlanForm(request.POST or None, people=people, initial={"on": today})
    if form.is_valid() and _planned(request, form):
        return redirect(request.get_full_path())
    page = Paginator(_open(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "today": today,
        "may_assess": rules.has_perm("exams.assess", request.user),
        "page_obj": page,
        "lines": cards(page),
        **_shown(request),
    }
    return render(request, "exams/assess/plan.html", context)


def _planned(request: SignedInRequest, form: PlanForm) -> bool:
    try:
        made = assessments.plan(by=request.user, at=timezone.now(), **form.cleaned_data)
    except GradusError as refusal:
        form.add_error(None, str(refusal))
        return False
    text = ngettext("Planned for %(count)d person.", "Planned for %(count)d people.", len(made))
    messages.success(request, text % {"count": len(made)})
    return True


def _shown(request: SignedInRequest) -> dict[str, Any]:
    """The people to tick: of a department, or matching a text, or the first on the roster."""
    choose = ChooseForm(request.GET or None)
    asked = choose.cleaned_data if choose.is_valid() else {}
    found = candidates(
        by=request.user,
        on=timezone.localdate(),
        text=asked.get("q", ""),
        department=asked.get("department"),
    )
    shown = list(found[: MOST_PEOPLE + 1])
    ticked = set(request.POST.getlist("employees"))
    return {
        "choose": choose,
        "people": [(one, str(one.pk) in ticked) for one in shown[:MOST_PEOPLE]],
        "is_cut": len(shown) > MOST_PEOPLE,
    }


def _open(user: User) -> models.QuerySet[Assessment]:
    """What is planned or begun: all for HR, hers for a trainer."""
    rows = Assessment.objects.open().select_related("employee", "scenario", "assessor", "rubric_version")
    ordered = rows.order_by(models.F("planned_on").asc(nulls_last=True), "pk")
    return ordered if user.has_role(Role.HR) else ordered.filter(by_id=user.pk)
