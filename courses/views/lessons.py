from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.domain import checks, lessons, places
from courses.errors import ChecksOpen
from courses.models import PageVersion
from courses.views.access import employee_of, for_readers, lesson_or_404, way_or_404


@for_readers
@never_cache
def lesson(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    way = way_or_404(request, code)
    page = lesson_or_404(way, slug)
    chosen = checks.tried(employee=employee_of(request), lesson=page)
    return render(
        request,
        "courses/lesson.html",
        {
            "way": way,
            "lesson": page,
            "version": PageVersion.objects.of_page(page).first(),
            "parts": checks.parts(page.body, chosen),
            "number": way.number(page.translation_key),
            "is_done": way.steps[way.number(page.translation_key) - 1].is_done,
            "before": way.before(page.translation_key),
            "after": way.after(page.translation_key),
        },
    )


@for_readers
@require_POST
def place(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Sent by the open page while somebody reads."""
    way = way_or_404(request, code)
    page = lesson_or_404(way, slug)
    block = request.POST.get("block", "")
    employee = employee_of(request)
    if employee and block in {child.id for child in page.body}:
        places.mark(
            employee=employee,
            course=way.course,
            lesson_key=page.translation_key,
            block=block,
            at=timezone.now(),
        )
    return HttpResponse(status=204)


@for_readers
@require_POST
def check(request: HttpRequest, code: str, slug: str, block: str) -> HttpResponse:
    """Right or wrong, and why: to the page's script as JSON, else back on the lesson."""
    page = lesson_or_404(way_or_404(request, code), slug)
    verdict = checks.answer(
        employee=employee_of(request),
        lesson=page,
        block=block,
        option=request.POST.get("option", ""),
        at=timezone.now(),
    )
    if request.headers.get("Accept", "").startswith("application/json"):
        if verdict is None:
            raise Http404
        return JsonResponse({"right": verdict.is_right, "reason": verdict.reason})
    return redirect(f"{reverse('courses:lesson', args=[code, slug])}#block-{block}")


@for_readers
@require_POST
def done(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """Done with this lesson: on to the next, or back to the course."""
    way = way_or_404(request, code)
    page = lesson_or_404(way, slug)
    employee = employee_of(request)
    if employee:
        version = lessons.version_read(page, request.POST.get("version", ""))
        try:
            lessons.finish(employee=employee, way=way, lesson=page, version=version, at=timezone.now())
        except ChecksOpen as refusal:
            messages.warning(request, str(refusal))
            return redirect("courses:lesson", code, slug)
    after = way.after(page.translation_key)
    if after:
        return redirect("courses:lesson", code, after.page.slug)
    return redirect("courses:course", code)
