"""What stands on a page and keeps it from being deleted, and what it lacks to go live."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import Page

from courses.models import Completion, LessonDone, LessonPage, PageVersion


def evidence_below(pages: Iterable[Page]) -> dict[str, int]:
    """How many versions, completions and lessons done point at pages or at what stands below them."""
    below = Page.objects.filter(_at_or_below(pages))
    versions = PageVersion.objects.filter(page__in=below)
    return {
        "versions": versions.count(),
        "completions": Completion.objects.filter(version__in=versions).count(),
        "lessons_done": LessonDone.objects.filter(version__in=versions).count(),
    }


def empty_lessons(pages: Iterable[Page], *, below: bool) -> list[LessonPage]:
    """Lessons among pages, and below them if asked, whose latest draft has no content."""
    among = _at_or_below(pages) if below else Q(pk__in=[page.pk for page in pages])
    lessons = LessonPage.objects.filter(among)
    return [lesson for lesson in lessons if not len(lesson.get_latest_revision_as_object().body)]


def _at_or_below(pages: Iterable[Page]) -> Q:
    return reduce(or_, (Q(path__startswith=page.path) for page in pages))
