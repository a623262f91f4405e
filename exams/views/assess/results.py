"""The signed sheet, for whoever may see the person's file; and its reversal."""

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.errors import GradusError
from exams.domain.assessing import assessments, scoresheets
from exams.domain.assessing.scenarios import titles
from exams.forms.assessments import ReasonForm
from exams.models import Assessment
from people.requests import SignedInRequest
from records.models import Entry


def _found(request: SignedInRequest, pk: int) -> Assessment:
    seen = Assessment.objects.visible_to(request.user).submitted()
    named = seen.select_related("employee", "scenario", "assessor", "rubric_version__rubric")
    return get_object_or_404(named, pk=pk)


@login_required
def result(request: SignedInRequest, pk: int) -> HttpResponse:
    return _shown(request, _found(request, pk), ReasonForm())


def _shown(request: SignedInRequest, found: Assessment, form: ReasonForm) -> HttpResponse:
    rows = scoresheets.rows(found)
    tally = scoresheets.total(rows)
    context = {
        "assessment": found,
        "title": titles([found.scenario.code])[found.scenario.code],
        "rows": rows,
        "tally": tally,
        "passed": tally.is_passed(found.pass_mark),
        "reversal": Entry.objects.filter(source=found.source, reverses__source=found.source).first(),
        "may_reverse": rules.has_perm("exams.reverse_assessment", request.user, found),
        "form": form,
    }
    return render(request, "exams/assess/result.html", context)


@require_POST
@login_required
def reverse(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    if not rules.has_perm("exams.reverse_assessment", request.user, found):
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    try:
        assessments.reverse(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except GradusError as refusal:
        messages.error(request, str(refusal))
    return redirect("assess:result", pk)
