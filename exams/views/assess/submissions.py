"""The summary before the end, and the end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from core.errors import GradusError
from exams.domain.assessing import assessments, scoresheets
from exams.domain.assessing.scenarios import titles
from exams.forms.assessments import SubmitForm
from exams.models import Assessment
from exams.views.assess.access import own_sheet
from people.requests import SignedInRequest


@never_cache
@login_required
def submit(request: SignedInRequest, pk: int) -> HttpResponse:
    own = own_sheet(request, pk)
    if own.submitted_at or not own.started_at:
        return redirect(own)
    form = SubmitForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(assessments.submit(own, at=timezone.now(), **form.cleaned_data))
        except GradusError as refusal:
            messages.error(request, str(refusal))
            return _summary(request, own, form.cleaned_data["remark"], status=409)
    return _summary(request, own, request.POST.get("remark", ""))


def _summary(request: SignedInRequest, own: Assessment, remark: str, status: int = 200) -> HttpResponse:
    rows = scoresheets.rows(own)
    found = scoresheets.total(rows)
    context = {
        "assessment": own,
        "title": titles([own.scenario.code])[own.scenario.code],
        "rows": rows,
        "tally": found,
        "passed": found.is_passed(own.pass_mark),
        "form": SubmitForm(initial={"seen": own.scores.count(), "remark": remark}),
    }
    return render(request, "exams/assess/submit.html", context, status=status)
