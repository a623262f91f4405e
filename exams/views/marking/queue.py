"""What waits for a marker: by question or by paper; and one answer after the other."""

import re
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.converters import numbers
from core.errors import GradusError
from exams.domain.marking import claims, exemplars, markings, scripts
from exams.domain.marking.claims import Task
from exams.errors import AnswerChanged, MarkedAlready
from exams.forms.marking import ExemplarForm, MarkForm
from exams.models import Item, Objection
from exams.views.marking.access import for_markers
from exams.views.media import sent
from people.requests import SignedInRequest

KEY = re.compile("[0-9a-f]{1,20}")
WAYS = {"question": "version", "paper": "attempt"}


@never_cache
@for_markers
def queue(request: SignedInRequest) -> HttpResponse:
    way = request.GET.get("by", "question")
    column = WAYS.get(way, "version")
    claims.release(marker=request.user)
    piles = claims.piles(request.user, at=timezone.now(), by=column)
    context = {
        "piles": scripts.titled(piles, by=column),
        "way": "paper" if column == "attempt" else "question",
        "queries": Objection.objects.visible_to(request.user).open().count(),
        "waiting": sum(pile.waiting for pile in piles),
    }
    return render(request, "exams/marking/queue.html", context)


@never_cache
@for_markers
def pile(request: SignedInRequest, way: str, key: str) -> HttpResponse:
    """The next answer of a pile; with `skip` the one after it, as a part of the page for its script."""
    skipped = numbers(request.GET.getlist("skip"))
    now = timezone.now()
    asked = _asked(request, way, key, now)
    task = claims.next_task(request.user, at=now, skip=skipped, **asked)
    script = scripts.script(task, reader=request.user, at=now) if task else None
    if skipped:
        return render(request, "exams/marking/_task.html", {"script": script}) if script else _nothing()
    waiting = claims.waiting(request.user, at=now).filter(**asked).count()
    context = {"script": script, "way": way, "key": key, "waiting": waiting, "words": words()}
    return render(request, "exams/marking/pile.html", context)


def _asked(request: SignedInRequest, way: str, key: str, now: datetime) -> dict[str, int]:
    """What a pile is of; of no paper where none that waits has this name."""
    if way == "paper":
        return {"attempt": claims.paper(request.user, key, at=now) or 0}
    if way == "question" and (found := numbers([key])):
        return {"version": found[0]}
    raise Http404


def _nothing() -> HttpResponse:
    return HttpResponse(status=204)


def words() -> dict[str, str]:
    """What the page's script says."""
    return {
        "left": _("Waiting: {n}"),
        "saved": _("Saved. Next answer."),
        "lost": _("Not saved: the server could not be reached. Try again."),
        "over": _("Nothing waits here any more."),
    }


@require_POST
@for_markers
def mark(request: SignedInRequest, pk: int) -> HttpResponse:
    """Judge an answer. The script gets a word and goes on; a plain form goes back to the pile."""
    task = found(request, pk)
    form = MarkForm(request.POST, item=task.item)
    if not form.is_valid():
        return _refused(
            request, " ".join(str(error) for field in form.errors.values() for error in field), 400
        )
    try:
        markings.mark(
            item=task.item,
            place=form.cleaned_data["place"],
            given=form.given(),
            seen=form.cleaned_data["seen"],
            marker=request.user,
            at=timezone.now(),
        )
    except (AnswerChanged, MarkedAlready) as late:
        return _refused(request, str(late), 409)
    except GradusError as refusal:
        return _refused(request, str(refusal), 400)
    if wants_json(request):
        return JsonResponse({"saved": True})
    messages.success(request, words()["saved"])
    return redirect(back(request))


def found(request: SignedInRequest, pk: int) -> Task:
    """An answer that this marker may judge, or has judged; anything else is a 404."""
    rows = Item.objects.select_related("version__rubric", "attempt__sitting__exam", "attempt__employee")
    item = get_object_or_404(rows.filter(pk__in=claims.hers(request.user, at=timezone.now())), pk=pk)
    return Task(item, place=len(markings.standing_of(item)) + 1)


def wants_json(request: SignedInRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def back(request: SignedInRequest) -> str:
    """The pile that the form was sent from."""
    way, _sep, key = request.POST.get("pile", "").partition(":")
    if way in WAYS and KEY.fullmatch(key):
        return reverse("exams:marking_pile", args=[way, key])
    return reverse("exams:marking")


def _refused(request: SignedInRequest, text: str, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": text}, status=status)
    messages.error(request, text)
    return redirect(back(request))


@require_POST
@for_markers
def pin(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an answer to the other markers of its question, or show it no more."""
    task = found(request, pk)
    form = ExemplarForm(request.POST)
    if "unpin" in request.POST:
        exemplars.unpin(task.item, by=request.user, at=timezone.now())
    elif form.is_valid():
        exemplars.pin(task.item, note=form.cleaned_data["note"], by=request.user, at=timezone.now())
        messages.success(request, _("The answer stands beside the question for its other markers."))
    else:
        raise Http404
    return redirect(back(request))


@for_markers
def listen(request: SignedInRequest, pk: int) -> HttpResponse:
    """A spoken answer, for whom it waits or who has judged it."""
    recording = scripts.recording(found(request, pk).item)
    if recording is None:
        raise Http404
    return sent(request, recording)
