"""What tests tell: the list of those that were taken, one test or all of an exam, one question."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.html import strip_tags
from django.views.decorators.cache import never_cache

from core import texts
from exams.domain import queries
from exams.domain.analysis import exam_reports, responses
from exams.kinds.cloze import GAP
from exams.models import Attempt, Exam, Question, Sitting
from exams.views.statistics.access import for_readers
from people.requests import SignedInRequest

PER_PAGE = 25


@for_readers
def index(request: SignedInRequest) -> HttpResponse:
    """The sittings that somebody has handed in, the newest first."""
    taken = Attempt.objects.filter(sitting=OuterRef("pk")).exclude(handed_in_at=None)
    seen = responses.sittings_of(Sitting.objects.visible_to(request.user)).filter(Exists(taken))
    rows = queries.with_turnout(seen).select_related("exam").order_by("-closes_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "exams/statistics/index.html", {"page_obj": page, "now": timezone.now()})


@for_readers
@never_cache
def sitting(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = get_object_or_404(Sitting.objects.visible_to(request.user).select_related("exam"), pk=pk)
    return _report(request, seen.exam, Sitting.objects.filter(pk=seen.pk), sitting=seen)


@for_readers
@never_cache
def exam(request: SignedInRequest, pk: int) -> HttpResponse:
    """All sittings of an exam together."""
    seen = get_object_or_404(Exam.objects.visible_to(request.user), pk=pk)
    return _report(request, seen, seen.sittings.all())


@for_readers
@never_cache
def question(request: SignedInRequest, exam_pk: int, pk: int) -> HttpResponse:
    """Who chose what, pooled over the versions or of one: for the trainers of the topic."""
    asked_in = get_object_or_404(Exam.objects.visible_to(request.user), pk=exam_pk)
    asked = get_object_or_404(Question.objects.visible_to(request.user).select_related("topic"), pk=pk)
    if exam_reports.awaits(request.user, asked_in, at=timezone.now()):
        raise Http404
    sittings = _chosen(request, asked_in)
    versions = exam_reports.versions_asked(sittings, asked)
    version = _version(request, versions)
    found = exam_reports.of_question(sittings, asked, version=version, every=_every(request))
    if found is None:
        raise Http404
    said = asked.versions.get(pk=version or versions[0][0])
    stems = {code: text["stem"] for code, text in said.texts.items()}
    context = {
        "exam": asked_in,
        "question": asked,
        "said": said,
        "stem": GAP.sub("____", strip_tags(texts.pick(stems))),
        "version": version,
        "versions": versions,
        "report": found,
        "thirds": [sum(getattr(one, third) for one in found.options) for third in ("low", "middle", "best")],
        "sitting": sittings[0] if request.GET.get("sitting") else None,
    }
    return render(request, "exams/statistics/question.html", context)


def _report(
    request: SignedInRequest, exam: Exam, sittings: QuerySet[Sitting], sitting: Sitting | None = None
) -> HttpResponse:
    waits = exam_reports.awaits(request.user, exam, at=timezone.now())
    found = exam_reports.of_sittings(sittings, request.user, every=_every(request))
    context = {
        "exam": exam,
        "sitting": sitting,
        "report": found,
        "every": _every(request),
        "waits": waits,
        "weak": exam_reports.weak(found.topics),
        "sittings": exam.sittings.count(),
    }
    return render(request, "exams/statistics/report.html", context)


def _every(request: SignedInRequest) -> bool:
    return request.GET.get("attempts") == "all"


def _chosen(request: SignedInRequest, exam: Exam) -> QuerySet[Sitting]:
    """All sittings of the exam, or the one that is asked for."""
    asked: Any = request.GET.get("sitting", "")
    sittings = exam.sittings.select_related("exam")
    if not asked:
        return sittings
    if not asked.isdecimal() or not (one := sittings.filter(pk=asked)).exists():
        raise Http404
    return one


def _version(request: SignedInRequest, versions: list[tuple[int, int]]) -> int | None:
    """The version asked for by its number; None is all of them together."""
    if not versions:
        raise Http404
    asked: Any = request.GET.get("version", "")
    if not asked:
        return None
    found = [pk for pk, number in versions if str(number) == asked]
    if not found:
        raise Http404
    return found[0]
