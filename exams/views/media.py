"""Pictures and sounds of questions: a candidate's under an address that says nothing, and a trainer's."""

import re

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from exams.domain.marking import claims, reviews
from exams.domain.taking import sheets
from exams.models import Attempt, Item, QuestionMedia, Recording
from exams.views.bank.access import AuthorRequest, for_authors
from people.requests import SignedInRequest

RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")


@login_required
def of_item(request: SignedInRequest, pk: int, item: int, token: str) -> HttpResponse:
    """What an item of an attempt shows, while the reader may look at the item."""
    asked = get_object_or_404(Item.objects.select_related("attempt"), pk=item, attempt=pk)
    if not claims.may_mark(request.user, asked, at=timezone.now()):
        seen = Attempt.objects.visible_to(request.user).select_related("sitting__exam")
        if not may_look(request, get_object_or_404(seen, pk=pk)):
            raise Http404
    return sent(request, get_object_or_404(QuestionMedia, pk=sheets.media_behind(asked, token)))


@for_authors
def of_bank(request: AuthorRequest, pk: int) -> HttpResponse:
    return sent(request, get_object_or_404(QuestionMedia.objects.visible_to(request.user), pk=pk))


def may_look(request: SignedInRequest, attempt: Attempt) -> bool:
    now = timezone.now()
    if attempt.employee == request.user.as_employee:
        return attempt.handed_in_at is None or reviews.is_released(attempt, now)
    return attempt.handed_in_at is not None and not reviews.awaits(attempt, request.user, now)


def sent(request: SignedInRequest | AuthorRequest, media: QuestionMedia | Recording) -> HttpResponse:
    """The file, or the part of it that a player asks for."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found:
        response = _part(media, int(found[1]), int(found[2]) if found[2] else media.size - 1)
    else:
        with media.file.open("rb") as file:
            response = HttpResponse(file.read(), content_type=media.mime)
    response["Accept-Ranges"] = "bytes"
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _part(media: QuestionMedia | Recording, first: int, last: int) -> HttpResponse:
    last = min(last, media.size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{media.size}"})
    with media.file.open("rb") as file:
        file.seek(first)
        response = HttpResponse(file.read(last - first + 1), status=206, content_type=media.mime)
    response["Content-Range"] = f"bytes {first}-{last}/{media.size}"
    return response
