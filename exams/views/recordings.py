"""Spoken answers: sent by the exam page, listened to by who spoke and by who marks."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from exams.domain.taking import recordings
from exams.domain.taking.recordings import MOST_BYTES
from exams.domain.taking.shelves import Place
from exams.errors import AnswerLate, NotActive
from exams.kinds import BadAnswer
from exams.models import Attempt, Recording
from exams.views.access import by_ticket, ticketed
from exams.views.media import may_look, sent
from people.requests import SignedInRequest


@ticketed
@require_POST
@by_ticket
def record(request: HttpRequest, place: Place) -> JsonResponse:
    """The body is the recording itself."""
    try:
        kept = recordings.keep(place=place, content=request.read(MOST_BYTES + 1), at=timezone.now())
    except AnswerLate:
        return JsonResponse({"error": "late"}, status=409)
    except BadAnswer:
        return JsonResponse({"error": "bad"}, status=400)
    except NotActive:
        raise Http404 from None
    return JsonResponse({"recording": kept.reference})


@login_required
def listen(request: SignedInRequest, pk: int, item: int, reference: str) -> HttpResponse:
    seen = Attempt.objects.visible_to(request.user).select_related("sitting__exam")
    attempt = get_object_or_404(seen, pk=pk)
    if not may_look(request, attempt):
        raise Http404
    return sent(request, get_object_or_404(Recording, item=item, item__attempt=attempt, reference=reference))
