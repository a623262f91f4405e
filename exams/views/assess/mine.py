"""One's own role-plays: what is planned, with the customer's card and the goals, and the results.

Nothing here ever reads the assessor's card.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from exams.domain.assessing.scenarios import brief
from exams.domain.assessing.scoresheets import cards
from exams.models import Assessment
from people.requests import SignedInRequest


@login_required
def mine(request: SignedInRequest) -> HttpResponse:
    own = Assessment.objects.filter(employee=request.user.as_employee, called_off_at=None)
    named = own.select_related("employee", "scenario", "assessor", "rubric_version")
    lines = cards(named.order_by("-submitted_at", "planned_on", "-pk"))
    context = {
        "waiting": [line for line in lines if line.assessment.is_open],
        "done": [line for line in lines if not line.assessment.is_open],
    }
    return render(request, "exams/assess/mine.html", context)


@login_required
def card(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the person may read before her role-play."""
    own = Assessment.objects.filter(employee=request.user.as_employee, called_off_at=None)
    found = get_object_or_404(own.select_related("scenario", "assessor"), pk=pk)
    if found.submitted_at:
        return redirect(found)
    context = {"assessment": found, "brief": brief(found.scenario.code)}
    return render(request, "exams/assess/card.html", context)
