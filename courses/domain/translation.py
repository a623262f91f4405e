"""A translation begins as a draft: the reader of the language corrects and publishes it."""

import json
from typing import Any, TypeVar

from django.db import transaction
from wagtail.models import Locale

from courses.models import Course, CoursePage, LessonPage, Scenario
from courses.models.words import traditional

SOURCE, TARGET = "zh-hans", "zh-hant"
TEXTS = ("title", "draft_title", "intro", "objectives", "seo_title", "search_description")
CARDS = (
    *("title", "intro", "customer_card", "assessor_card", "goals", "must_say", "never_say"),
    *("calm", "analyse", "propose", "follow_up"),
)
Copied = TypeVar("Copied", CoursePage, LessonPage)


def draft_traditional(*, course: Course, by: Any) -> list[CoursePage | LessonPage]:
    """Draft the Traditional Chinese pages that a course lacks, from the Simplified. Gives the new drafts.

    What is there already, drafted or live, is somebody's work and is left alone.
    """
    target = Locale.objects.get(language_code=TARGET)
    source = CoursePage.objects.get(translation_key=course.translation_key, locale__language_code=SOURCE)
    lessons = LessonPage.objects.child_of(source).live()
    with transaction.atomic():
        missing = [page for page in (source, *lessons) if page.get_translation_or_none(target) is None]
        drafts = [_draft(page, target, by) for page in missing]
    # Read again: the course's own row has counted its lessons meanwhile.
    return [type(draft).objects.get(pk=draft.pk) for draft in drafts]


def _draft(page: Copied, locale: Locale, by: Any) -> Copied:
    draft = page.copy_for_translation(locale)
    for name in TEXTS:
        setattr(draft, name, traditional(getattr(draft, name, "")))
    if isinstance(draft, LessonPage):
        draft.body = traditional(json.dumps(draft.body.get_prep_value(), ensure_ascii=False))
    draft.save()
    draft.save_revision(user=by)
    return draft


def traditional_scenario(*, code: str) -> Scenario:
    """The Traditional Chinese role-play, made from the Simplified; one that is there is left alone."""
    source = Scenario.objects.get(code=code, language=SOURCE)
    columns = {name: traditional(getattr(source, name)) for name in CARDS}
    same = {"minutes": source.minutes, "rubric": source.rubric}
    return Scenario.objects.get_or_create(code=code, language=TARGET, defaults=columns | same)[0]
