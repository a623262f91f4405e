"""What stands on a page and keeps it from being deleted."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import Page

from courses.models import Completion, LessonDone, PageVersion


def evidence_below(pages: Iterable[Page]) -> dict[str, int]:
    """How many versions, completions and lessons done point at pages or at what stands below them."""
    below = Page.objects.filter(reduce(or_, (Q(path__startswith=page.path) for page in pages)))
    versions = PageVersion.objects.filter(page__in=below)
    return {
        "versions": versions.count(),
        "completions": Completion.objects.filter(version__in=versions).count(),
        "lessons_done": LessonDone.objects.filter(version__in=versions).count(),
    }
