from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from courses.domain import checks
from courses.models import Completion, LessonDone, PageVersion
from people.requests import SignedInRequest


@login_required
def completion(request: SignedInRequest, pk: int) -> HttpResponse:
    """The evidence of a completion: the course and its lessons as they were read."""
    found = _visible(request, pk)
    lessons = LessonDone.objects.filter(employee=found.employee_id, course=found.course_id)
    return render(
        request,
        "courses/completion.html",
        {"completion": found, "lessons": lessons.select_related("version").defer("version__content")},
    )


@login_required
def lesson(request: SignedInRequest, pk: int, version: int) -> HttpResponse:
    """One lesson as it was read for a completion."""
    found = _visible(request, pk)
    read = PageVersion.objects.filter(
        lessons_done__employee=found.employee_id, lessons_done__course=found.course_id
    )
    kept = get_object_or_404(read, pk=version)
    return render(
        request,
        "courses/completion_lesson.html",
        {"completion": found, "version": kept, "parts": checks.parts(kept.body, {})},
    )


def _visible(request: SignedInRequest, pk: int) -> Completion:
    rows = Completion.objects.visible_to(request.user).select_related("employee", "course", "version")
    return get_object_or_404(rows, pk=pk)
