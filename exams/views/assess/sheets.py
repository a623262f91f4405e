"""The sheet: read before the start, scored criterion by criterion, by its script or by a plain form."""

import json
from typing import Any

import rules
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.errors import GradusError
from courses.models import Scenario
from exams.domain.assessing import assessments, criterion_scores, scoresheets
from exams.domain.taking.sheets import clock
from exams.errors import BadScore, ScoreLate, ScoreStale
from exams.forms.assessments import ScoreForm
from exams.models import Assessment
from exams.views.access import script_of_candidate
from exams.views.assess.access import own_sheet
from exams.views.assess.words import words
from people.requests import SignedInRequest


@never_cache
@login_required
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    own = own_sheet(request, pk)
    if own.submitted_at:
        return redirect(own)
    if request.method == "POST" and own.started_at and own.is_open:
        return _saved_without_script(request, own)
    return _shown(request, own, {})


def _shown(request: SignedInRequest, own: Assessment, conflicts: dict[str, Any]) -> HttpResponse:
    rows = scoresheets.rows(own)
    context = {
        "assessment": own,
        "scenario": Scenario.objects.in_language(own.scenario.code),
        "rows": [{"row": row, "conflict": conflicts.get(row.criterion.code)} for row in rows],
        "scored": sum(row.points is not None for row in rows),
        "shell": shell(own),
    }
    return render(request, "exams/assess/sheet.html", context, status=409 if conflicts else 200)


def shell(own: Assessment) -> dict[str, Any]:
    """All that the sheet's script knows beside the page."""
    return {
        "signIn": f"{reverse('account_login')}?next={reverse('assess:sheet', args=[own.pk])}",
        "words": words(),
    }


def _saved_without_script(request: SignedInRequest, own: Assessment) -> HttpResponse:
    """Save what was changed on the page; what another window has changed as well is shown beside it."""
    conflicts = {}
    for code, given in _changed(request, own):
        try:
            criterion_scores.save(assessment=own, criterion=code, at=timezone.now(), **given)
        except ScoreStale as stale:
            conflicts[code] = _conflict(own, code, given, stale)
        except GradusError as refusal:
            messages.error(request, str(refusal))
    if conflicts:
        return _shown(request, own, conflicts)
    messages.success(request, words()["saved"].format(time=clock(timezone.now())))
    return redirect("assess:submit" if "submit" in request.POST else "assess:sheet", own.pk)


def _changed(request: SignedInRequest, own: Assessment) -> list[tuple[str, dict[str, Any]]]:
    """The scores on the page that differ from what the page was drawn with."""
    drawn = {(score.criterion, score.seq): (score.points, score.comment) for score in own.scores.all()}
    changed = []
    for criterion in own.criteria:
        form = ScoreForm(_fields(request, criterion.code))
        if form.is_valid():
            given = form.cleaned_data
            before = drawn.get((criterion.code, given["seq"] - 1), (None, ""))
            if (given["points"], given["comment"]) != before:
                changed.append((criterion.code, given))
    return changed


def _fields(request: SignedInRequest, code: str) -> dict[str, str]:
    return {name: request.POST.get(f"{name}-{code}", "") for name in ("seq", "points", "comment")}


def _conflict(own: Assessment, code: str, given: dict[str, Any], stale: ScoreStale) -> dict[str, Any]:
    """Both scores, and the number under which the next save goes on from the other's."""
    level = _level(own, code, stale.points)
    return {"mine": given, "theirs": stale, "level": level, "saved": clock(stale.at), "next": stale.seq + 1}


def _level(own: Assessment, code: str, points: int | None) -> str:
    levels = {level.points: level.label for row in own.criteria if row.code == code for level in row.levels}
    return levels.get(points, "") if points is not None else ""


@never_cache
@require_POST
@login_required
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    own = own_sheet(request, pk)
    try:
        assessments.start(own, at=timezone.now())
    except GradusError as refusal:
        messages.error(request, str(refusal))
    return redirect("assess:sheet", pk)


@never_cache
@require_POST
@script_of_candidate
def score(request: SignedInRequest, pk: int, criterion: str) -> JsonResponse:
    own = own_sheet(request, pk)
    form = ScoreForm(_given(request))
    if not form.is_valid():
        return JsonResponse({"error": "bad"}, status=400)
    try:
        saved = criterion_scores.save(
            assessment=own, criterion=criterion, at=timezone.now(), **form.cleaned_data
        )
    except ScoreStale as stale:
        found = {"seq": stale.seq, "points": stale.points, "comment": stale.comment, "saved": clock(stale.at)}
        return JsonResponse({"error": "stale", "text": str(stale), **found}, status=409)
    except ScoreLate as late:
        return JsonResponse({"error": "late", "text": str(late)}, status=409)
    except BadScore:
        return JsonResponse({"error": "bad"}, status=400)
    return JsonResponse({"seq": saved.seq, "saved": clock(saved.at)})


@require_POST
@login_required
def call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Assessment.objects.visible_to(request.user), pk=pk)
    if not rules.has_perm("exams.call_off_assessment", request.user, found):
        raise Http404
    try:
        assessments.call_off(found, by=request.user, at=timezone.now())
    except GradusError as refusal:
        messages.error(request, str(refusal))
    return redirect("assess:home")


def _given(request: SignedInRequest) -> dict[str, Any]:
    """The JSON object of the body; an empty one for anything else."""
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
