"""A regrade: chosen, looked at as it will come out, confirmed, followed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.errors import GradusError
from exams.domain.marking import objections, regrades
from exams.domain.marking.regrades import Preview
from exams.domain.taking import sheets
from exams.domain.taking.shelves import faces
from exams.errors import AlreadyAnswered, PreviewChanged
from exams.forms.regrade import RegradeForm
from exams.models import Attempt, Mark, Objection, Question, Regrade
from exams.views.marking.access import for_regraders
from people.requests import SignedInRequest

SHOWN = 200
PAGE = 50


@never_cache
@for_regraders
def index(request: SignedInRequest) -> HttpResponse:
    decided = Regrade.objects.visible_to(request.user).select_related("question")
    page = Paginator(decided, PAGE).get_page(request.GET.get("page"))
    undone = regrades.undone(regrade.pk for regrade in page)
    context = {"page_obj": page, "lines": [(regrade, regrade.pk not in undone) for regrade in page]}
    return render(request, "exams/regrades/index.html", context)


@never_cache
@for_regraders
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose, look, confirm: the form is sent twice, the second time with what was seen."""
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    asked = _objection(request, question)
    form = RegradeForm(request.POST or None, question=question, initial=_initial(question))
    context: dict[str, Any] = {"question": question, "form": form, "asked": asked, "stem": _stem(question)}
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST and (regrade := _confirmed(request, form, asked)):
            return redirect("exams:regrade", regrade.pk)
        context |= _previewed(form)
    return render(request, "exams/regrades/start.html", context)


def _initial(question: Question) -> dict[str, Any]:
    versions = list(question.versions.order_by("-number"))
    asked = [one.pk for one in versions if one.items.exists()]
    return {"versions": asked[-1:] if len(versions) == 1 else asked, "key_version": versions[0].pk}


def _objection(request: SignedInRequest, question: Question) -> Objection | None:
    """The query that led here, while it is open."""
    key = request.POST.get("query", request.GET.get("query", ""))
    seen = Objection.objects.visible_to(request.user).open().filter(item__version__question=question)
    return seen.filter(pk=key).first() if key.isdecimal() else None


def _stem(question: Question) -> str:
    newest = question.versions.latest().get().pk
    return sheets.stem(faces.many([newest])[newest])


def _confirmed(request: SignedInRequest, form: RegradeForm, asked: Objection | None) -> Regrade | None:
    now = timezone.now()
    try:
        regrade = regrades.decide(
            **form.plan(),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=now,
        )
    except PreviewChanged as changed:
        messages.warning(request, str(changed))
        return None
    except GradusError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("It is being carried out. Whoever’s result changes is told."))
    if asked:
        _answer(request, asked, regrade)
    return regrade


def _answer(request: SignedInRequest, asked: Objection, regrade: Regrade) -> None:
    """Answer the query with the regrade, unless a colleague has answered it meanwhile."""
    try:
        objections.reply(
            objection=asked, text=regrade.reason, regrade=regrade, by=request.user, at=regrade.at
        )
    except AlreadyAnswered as refusal:
        messages.warning(request, str(refusal))


def _previewed(form: RegradeForm) -> dict[str, Any]:
    try:
        found = regrades.preview(regrades.remedied(**form.plan()))
    except GradusError as refusal:
        form.add_error(None, str(refusal))
        return {}
    return {"preview": found, "figures": figures(found), "lines": _named(found)}


def figures(found: Preview) -> list[tuple[str, int]]:
    """How many of those who were asked gain, lose, pass, fail."""
    return [
        (_("were asked it"), found.asked),
        (_("gain"), sum(change.gain > 0 for change in found.changes)),
        (_("lose"), sum(change.gain < 0 for change in found.changes)),
        (_("pass now"), sum(change.passes for change in found.changes)),
        (_("fail now"), sum(change.fails for change in found.changes)),
    ]


def _named(found: Preview) -> list[dict[str, Any]]:
    """The first of those whose result changes, who passes or fails before the others."""
    ordered = sorted(found.changes, key=lambda change: (not (change.passes or change.fails), change.attempt))
    rows = Attempt.objects.select_related("employee", "sitting__exam")
    attempts = rows.in_bulk([change.attempt for change in ordered[:SHOWN]])
    return [{"change": change, "attempt": attempts[change.attempt]} for change in ordered[:SHOWN]]


@never_cache
@for_regraders
def regrade(request: SignedInRequest, pk: int) -> HttpResponse:
    """A decision and how far it is carried out."""
    seen = Regrade.objects.visible_to(request.user).select_related("question", "key_version")
    shown = get_object_or_404(seen, pk=pk)
    context = {
        "regrade": shown,
        "stem": _stem(shown.question),
        "versions": shown.versions.order_by("number"),
        "marked": Mark.objects.filter(regrade=shown).count(),
        "is_done": shown.pk not in regrades.undone([shown.pk]),
    }
    return render(request, "exams/regrades/regrade.html", context)
