from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from courses.domain import reading
from courses.views.access import employee_of, for_readers, way_or_404


@for_readers
def courses(request: HttpRequest) -> HttpResponse:
    """What there is to learn: begun, not begun, done."""
    ways = reading.ways(employee=employee_of(request), language=get_language() or "en")
    return render(
        request,
        "courses/courses.html",
        {
            "begun": [way for way in ways if way.is_begun and not way.completion],
            "ahead": [way for way in ways if not way.is_begun and not way.completion],
            "completed": [way for way in ways if way.completion],
        },
    )


@for_readers
def course(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "courses/course.html", {"way": way_or_404(request, code)})
