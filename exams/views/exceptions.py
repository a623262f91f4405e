"""Exceptions of a sitting, for trainers and HR; standing extra time, for HR alone."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import GradusError
from exams.domain.delivery import exceptions
from exams.enums import Factor
from exams.forms.exceptions import ExtraTimeForm, OverrideForm
from exams.models import ExtraTime, Override
from exams.views.board import run_by
from people.requests import SignedInRequest
from people.views.access import needs

PER_PAGE = 50


@needs("exams.invigilate")
def overrides(request: SignedInRequest, pk: int) -> HttpResponse:
    sitting = run_by(request, pk)
    form = OverrideForm(request.POST or None, sitting=sitting)
    if form.is_valid() and _granted(request, form, sitting):
        return redirect("exams:overrides", pk)
    standing = Override.objects.filter(sitting=sitting).standing()
    rows = [row for row in standing if not row.changes_nothing]
    return render(request, "exams/overrides.html", {"sitting": sitting, "form": form, "rows": rows})


def _granted(request: SignedInRequest, form: OverrideForm, sitting: Any) -> bool:
    try:
        exceptions.grant(
            sitting=sitting,
            target=form.target,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
            **form.changes,
        )
    except GradusError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The exception holds for every start from now on."))
    return True


@needs("exams.grant_extra_time")
def extra_time(request: SignedInRequest) -> HttpResponse:
    today = timezone.localdate()
    form = ExtraTimeForm(request.POST or None, initial={"from_day": today, "factor": Factor.HALF})
    if form.is_valid() and _given(request, form):
        return redirect("exams:extra_time")
    given = ExtraTime.objects.visible_to(request.user).select_related("employee")
    page = Paginator(given, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exams/extra_time.html", {"form": form, "page_obj": page, "today": today})


def _given(request: SignedInRequest, form: ExtraTimeForm) -> bool:
    asked = form.cleaned_data
    try:
        exceptions.give_extra_time(
            employee=asked["number"],
            factor=Factor(asked["factor"]),
            from_day=asked["from_day"],
            until=asked["until"],
            reason=asked["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except GradusError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The extra time holds for every start from then on."))
    return True
