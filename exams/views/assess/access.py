import rules
from django.http import Http404
from django.shortcuts import get_object_or_404

from exams.models import Assessment
from people.requests import SignedInRequest


def own_sheet(request: SignedInRequest, pk: int) -> Assessment:
    """An assessment that the reader scores. Anybody else's is a 404, also for who is an assessor no more."""
    named = Assessment.objects.select_related("employee", "scenario", "assessor", "rubric_version__rubric")
    found = get_object_or_404(named.filter(assessor=request.user), pk=pk)
    if not rules.has_perm("exams.score_assessment", request.user, found):
        raise Http404
    return found
