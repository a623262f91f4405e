import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import AppendOnlyViolation
from courses.models import Course, CoursePage, LessonPage, PageVersion
from courses.models.version import bare, digest
from tests.factories.courses import CoursePageFactory, LessonPageFactory, text

pytestmark = pytest.mark.django_db


def publish(page, user=None):
    page.save_revision(user=user).publish(user=user, skip_permission_checks=True)


def test_a_published_page_keeps_what_it_said() -> None:
    lesson = LessonPageFactory(title="铃响三声", body=[text("<p>三声之内</p>", "one")])
    version = PageVersion.objects.of_page(lesson).get()
    assert version.content == {
        "title": "铃响三声",
        "minutes": 5,
        "body": [{"type": "text", "id": "one", "value": "<p>三声之内</p>"}],
    }
    assert (version.number, version.locale, version.title) == (1, "zh-hans", "铃响三声")
    assert version.is_intact
    assert version.blocks == {"one": digest({"type": "text", "value": "<p>三声之内</p>"})}


def test_a_change_makes_the_next_version_and_the_first_stays() -> None:
    lesson = LessonPageFactory(body=[text("<p>三声</p>", "one"), text("<p>左手</p>", "two")])
    lesson.body = json.dumps([text("<p>三声之内</p>", "one"), text("<p>左手</p>", "two")])
    publish(lesson)
    second, first = PageVersion.objects.of_page(lesson)
    assert (first.number, second.number) == (1, 2)
    assert first.content["body"][0]["value"] == "<p>三声</p>"
    assert first.blocks["one"] != second.blocks["one"]
    assert first.blocks["two"] == second.blocks["two"]


def test_publishing_the_same_words_again_adds_no_version() -> None:
    lesson = LessonPageFactory()
    publish(lesson)
    publish(LessonPage.objects.get(pk=lesson.pk))
    assert PageVersion.objects.of_page(lesson).count() == 1


def test_a_draft_has_no_version() -> None:
    lesson = LessonPageFactory(live=False)
    lesson.save_revision()
    assert PageVersion.objects.of_page(lesson).count() == 0


def test_a_version_is_a_fact() -> None:
    version = PageVersion.objects.of_page(LessonPageFactory()).get()
    with pytest.raises(AppendOnlyViolation):
        version.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        PageVersion._base_manager.filter(pk=version.pk)._raw_delete("default")


def test_the_fingerprint_of_a_block_leaves_out_what_changes_by_itself() -> None:
    written = {"type": "text", "id": "a", "value": "<p>三声</p>"}
    edited = {"type": "text", "id": "b", "value": '<p data-block-key="x1y2z">三声</p>'}
    steps = {"type": "steps", "value": {"steps": [{"type": "item", "id": "1", "value": {"name": "停"}}]}}
    assert bare(written) == bare(edited) == {"type": "text", "value": "<p>三声</p>"}
    assert bare(steps) == {"type": "steps", "value": {"steps": [{"type": "item", "value": {"name": "停"}}]}}


def test_autosave_over_a_live_revision_makes_another_revision(trainer) -> None:
    lesson = LessonPageFactory()
    revision = lesson.save_revision(user=trainer)
    revision.publish(user=trainer, skip_permission_checks=True)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.title = "半句话"
    later = lesson.save_revision(user=trainer, overwrite_revision=revision)
    assert later.pk != revision.pk
    revision.refresh_from_db()
    assert revision.content["title"] != "半句话"


def test_autosave_over_a_scheduled_revision_makes_another_revision(trainer) -> None:
    lesson = LessonPageFactory(live=False, go_live_at=timezone.now() + timedelta(days=1))
    revision = lesson.save_revision(user=trainer)
    revision.publish(user=trainer, skip_permission_checks=True)
    revision.refresh_from_db()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.save_revision(user=trainer, overwrite_revision=revision).pk != revision.pk


def test_autosave_over_a_draft_overwrites_it(trainer) -> None:
    lesson = LessonPageFactory(live=False)
    revision = lesson.save_revision(user=trainer)
    lesson.title = "另一个"
    assert lesson.save_revision(user=trainer, overwrite_revision=revision).pk == revision.pk


def test_what_autosave_writes_never_reaches_a_version(trainer) -> None:
    lesson = LessonPageFactory(title="第一版")
    revision = lesson.save_revision(user=trainer)
    revision.content["title"] = "改过的"
    revision.save()
    assert [version.title for version in PageVersion.objects.of_page(lesson)] == ["第一版"]


def test_a_course_is_known_by_its_code_in_every_language() -> None:
    page = CoursePageFactory(slug="telephone")
    CoursePageFactory(
        slug="telephone", language="en", translation_key=page.translation_key, title="Telephone"
    )
    course = Course.objects.get()
    assert (course.code, course.subject) == ("telephone", "course:telephone")
    assert course.translation_key == page.translation_key


def test_a_code_is_never_used_again() -> None:
    page = CoursePageFactory(slug="telephone")
    page.unpublish()
    with pytest.raises(ValidationError) as refused:
        CoursePageFactory(slug="telephone-new", code="telephone")
    assert list(refused.value.message_dict) == ["code"]


def test_the_code_of_a_published_course_stays() -> None:
    page = CoursePageFactory(slug="telephone")
    page.code = "phone"
    with pytest.raises(ValidationError, match="telephone"):
        page.full_clean()


def test_a_copy_gets_a_code_of_its_own() -> None:
    page = CoursePageFactory(slug="telephone")
    copy = page.copy(update_attrs={"slug": "telephone-2"})
    assert (copy.code, copy.live) == ("telephone-2", True)
    assert CoursePage.objects.get(pk=copy.pk).translation_key != page.translation_key


def test_a_code_is_made_up_where_the_slug_is_chinese() -> None:
    page = CoursePageFactory(slug="电话礼仪", code="")
    assert page.code == f"course-{page.translation_key.hex[:8]}"


def test_who_published_is_known(trainer) -> None:
    lesson = LessonPageFactory(live=False)
    publish(lesson, trainer)
    version = PageVersion.objects.of_page(lesson).get()
    assert (version.by_id, version.by_name) == (trainer.pk, "欧阳慧")
