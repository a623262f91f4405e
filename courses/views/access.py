from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from courses.domain import reading
from courses.models import LessonPage
from people.models import Employee

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]


def for_readers(view: View[Params]) -> View[Params]:
    """Signed in and employed, or a trainer who looks; to others there is no such page."""

    @login_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("courses.read_courses"):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def employee_of(request: HttpRequest) -> Employee | None:
    """The reader, or None for a trainer who has no employee and only looks."""
    return getattr(request.user, "as_employee", None)


def way_or_404(request: HttpRequest, code: str) -> reading.Way:
    way = reading.way(code=code, employee=employee_of(request), language=get_language() or "en")
    if way is None:
        raise Http404
    return way


def lesson_or_404(way: reading.Way, slug: str) -> LessonPage:
    """The lesson with its content; a slug of another language finds the reader's own version."""
    for step in way.steps:
        if step.page.slug == slug:
            return LessonPage.objects.select_related("locale").get(pk=step.page.pk)
    keys = [step.key for step in way.steps]
    named = LessonPage.objects.filter(slug=slug, translation_key__in=keys).values("translation_key")
    lesson = (
        LessonPage.objects.filter(translation_key__in=named, pk__in=[step.page.pk for step in way.steps])
        .select_related("locale")
        .first()
    )
    if lesson is None:
        raise Http404
    return lesson
