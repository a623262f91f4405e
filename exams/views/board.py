"""The board of whoever runs a sitting: who is where, and what is done about it, each time with a reason."""

from typing import Any

import rules
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from core.errors import GradusError
from exams.domain.delivery import board, interventions
from exams.domain.marking import reviews
from exams.forms.board import EndForm, ExtendForm, ReopenForm
from exams.models import Attempt, Sitting
from people.requests import SignedInRequest
from people.views.access import needs


def run_by(request: SignedInRequest, pk: int) -> Sitting:
    seen = Sitting.objects.visible_to(request.user).select_related("exam", "audience__audience")
    return get_object_or_404(seen, pk=pk)


def attempt_run_by(request: SignedInRequest, pk: int) -> Attempt:
    """An attempt of a sitting that the reader runs."""
    seen = Attempt.objects.filter(sitting__in=Sitting.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("sitting__exam__paper", "employee__user"), pk=pk)


@needs("exams.invigilate")
def sitting(request: SignedInRequest, pk: int) -> HttpResponse:
    return _drawn(request, run_by(request, pk), ExtendForm(auto_id="all_%s"))


def _drawn(request: SignedInRequest, shown: Sitting, form: forms.Form) -> HttpResponse:
    now = timezone.now()
    context = {"sitting": shown, "board": board.of(shown, at=now), "now": now, "form": form}
    return render(request, "exams/board.html", context)


@needs("exams.invigilate")
def rows(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the board's page asks for again and again."""
    now = timezone.now()
    shown = run_by(request, pk)
    context = {"sitting": shown, "board": board.of(shown, at=now), "now": now}
    return render(request, "exams/_board.html", context)


@require_POST
@needs("exams.invigilate")
def extend_all(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = run_by(request, pk)
    form = ExtendForm(request.POST, auto_id="all_%s")
    if not form.is_valid():
        return _drawn(request, shown, form)
    count = interventions.extend_all(shown, by=request.user, at=timezone.now(), **form.cleaned_data)
    text = ngettext("Added for %(count)d person.", "Added for %(count)d people.", count)
    messages.success(request, text % {"count": count})
    return redirect("exams:board", pk)


@needs("exams.invigilate")
def attempt(request: SignedInRequest, pk: int) -> HttpResponse:
    return _one(request, attempt_run_by(request, pk))


def _one(request: SignedInRequest, own: Attempt, **bound: forms.Form) -> HttpResponse:
    line = board.line_of(own, at=timezone.now())
    context: dict[str, Any] = {
        "line": line,
        "sitting": own.sitting,
        "aways": own.aways.all(),
        "acts": _acts(own),
        "told_since": reviews.telling_since(own, timezone.now()),
        "may_act": rules.has_perm("exams.intervene", request.user, own),
        "extend": ExtendForm(auto_id="extend_%s"),
        "end": EndForm(auto_id="end_%s"),
        "reopen": ReopenForm(auto_id="reopen_%s"),
    }
    return render(request, "exams/board_attempt.html", context | bound)


def _acts(own: Attempt) -> list[dict[str, Any]]:
    """What was done to an attempt, the last first."""
    added = [
        (one, _("Minutes added: %(minutes)d.") % {"minutes": one.minutes}) for one in own.extensions.all()
    ]
    ended = [(one, _("Ended")) for one in own.endings.all()]
    opened = [(one, _("Reopened")) for one in own.reopenings.all()]
    lines = [{"act": act, "what": what} for act, what in [*added, *ended, *opened]]
    return sorted(lines, key=lambda line: line["act"].at, reverse=True)


@require_POST
@needs("exams.invigilate")
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "extend", ExtendForm, interventions.extend, _("The time was extended."))


@require_POST
@needs("exams.invigilate")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "end", EndForm, interventions.end, _("The attempt was ended."))


@require_POST
@needs("exams.invigilate")
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "reopen", ReopenForm, interventions.reopen, _("The attempt goes on."))


def _act(
    request: SignedInRequest, pk: int, name: str, form_class: type[forms.Form], verb: Any, done: str
) -> HttpResponse:
    own = attempt_run_by(request, pk)
    if not rules.has_perm("exams.intervene", request.user, own):
        raise Http404
    form = form_class(request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _one(request, own, **{name: form})
    try:
        verb(own, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, done)
    except GradusError as refusal:
        messages.error(request, str(refusal))
    return redirect("exams:board_attempt", pk)
