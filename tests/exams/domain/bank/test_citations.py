"""A question whose cited block reads otherwise by now is not asked until somebody has looked at it."""

import json
from typing import Any

import pytest
from wagtail.models import Locale

from courses.models import LessonPage, PublishedBlock
from exams.models import QuestionVersion
from tests.factories.courses import LessonPageFactory, text
from tests.factories.exams import CitationConfirmationFactory, QuestionVersionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> LessonPage:
    return LessonPageFactory(body=[text("<p>三声之内</p>", "b-1"), text("<p>先报公司</p>", "b-2")])


def fingerprint(lesson: LessonPage, block: str) -> str:
    return PublishedBlock.objects.get(translation_key=lesson.translation_key, block=block).fingerprint


def citing(lesson: LessonPage, block: str, **columns: Any) -> QuestionVersion:
    return QuestionVersionFactory(
        cites_page=lesson.translation_key,
        cites_block=block,
        cites_fingerprint=fingerprint(lesson, block),
        **columns,
    )


def publish(lesson: LessonPage, *blocks: dict[str, Any]) -> None:
    """As the editor does: a revision is saved, and goes live."""
    lesson.body = json.dumps(blocks)
    lesson.save_revision().publish()


def stale() -> set[QuestionVersion]:
    return set(QuestionVersion.objects.stale())


def test_a_changed_block_makes_exactly_its_questions_stale(lesson: LessonPage) -> None:
    first, second = citing(lesson, "b-1"), citing(lesson, "b-2")
    free = QuestionVersionFactory()
    publish(lesson, text("<p>五声之内</p>", "b-1"), text("<p>先报公司</p>", "b-2"))
    assert stale() == {first}
    assert set(QuestionVersion.objects.asked()) == {second, free}


def test_a_draft_of_the_page_changes_nothing(lesson: LessonPage) -> None:
    citing(lesson, "b-1")
    lesson.body = json.dumps([text("<p>五声之内</p>", "b-1")])
    lesson.save_revision()
    assert stale() == set()


def test_moved_blocks_are_not_changed_ones(lesson: LessonPage) -> None:
    citing(lesson, "b-1")
    publish(lesson, text("<p>先报公司</p>", "b-2"), text("<p>三声之内</p>", "b-1"))
    assert stale() == set()


def test_a_block_that_is_gone_makes_stale_and_its_return_mends(lesson: LessonPage) -> None:
    version = citing(lesson, "b-1")
    publish(lesson, text("<p>先报公司</p>", "b-2"))
    assert (stale(), fingerprint(lesson, "b-1")) == ({version}, "")
    publish(lesson, text("<p>三声之内</p>", "b-1"), text("<p>先报公司</p>", "b-2"))
    assert stale() == set()


def test_a_confirmation_holds_for_the_block_as_it_read_then(lesson: LessonPage) -> None:
    version = citing(lesson, "b-1")
    publish(lesson, text("<p>五声之内</p>", "b-1"))
    CitationConfirmationFactory(version=version, fingerprint=fingerprint(lesson, "b-1"))
    assert stale() == set()
    publish(lesson, text("<p>七声之内</p>", "b-1"))
    assert stale() == {version}


def test_a_translation_changes_nothing(lesson: LessonPage) -> None:
    citing(lesson, "b-1")
    before = fingerprint(lesson, "b-1")
    english = lesson.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    publish(english, text("<p>Within five rings</p>", "b-1"))
    assert LessonPage.objects.get(pk=english.pk).live
    assert (stale(), fingerprint(lesson, "b-1")) == (set(), before)


def test_a_stale_version_lets_no_older_one_be_asked(lesson: LessonPage) -> None:
    old = QuestionVersionFactory()
    citing(lesson, "b-1", question=old.question, number=2)
    publish(lesson, text("<p>五声之内</p>", "b-1"))
    assert not QuestionVersion.objects.asked().exists()
