"""Which version of a question a paper may ask: ready, the newest of the ready ones, and not stale."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exams.enums import Verdict
from exams.models import Question, QuestionVersion, Tag
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TagFactory, VersionReviewFactory

pytestmark = pytest.mark.django_db


def numbers(question: Question) -> dict[str, list[int]]:
    versions = QuestionVersion.objects
    found = {"ready": versions.ready(), "standing": versions.standing(), "asked": versions.asked()}
    return {
        name: list(rows.filter(question=question).values_list("number", flat=True).order_by("number"))
        for name, rows in found.items()
    }


def written(*drafts: bool) -> Question:
    question = QuestionFactory()
    for number, is_draft in enumerate(drafts, start=1):
        QuestionVersionFactory(question=question, number=number, is_draft=is_draft)
    return question


@pytest.mark.parametrize(
    ("drafts", "ready", "standing"),
    [
        ([False], [1], [1]),
        ([True], [], []),
        ([False, False], [1, 2], [2]),
        ([False, True], [1], [1]),
        ([True, True], [], []),
        ([False, True, False, True], [1, 3], [3]),
    ],
)
def test_a_draft_replaces_nothing(drafts: list[bool], ready: list[int], standing: list[int]) -> None:
    assert numbers(written(*drafts)) == {"ready": ready, "standing": standing, "asked": standing}


@pytest.mark.parametrize(
    ("verdicts", "standing"),
    [
        ([Verdict.SUBMITTED], [1]),
        ([Verdict.SUBMITTED, Verdict.SENT_BACK], [1]),
        ([Verdict.SUBMITTED, Verdict.APPROVED], [2]),
        ([Verdict.RELEASED], [2]),
    ],
)
def test_a_review_makes_a_draft_ready(verdicts: list[Verdict], standing: list[int]) -> None:
    question = written(False, True)
    for verdict in verdicts:
        VersionReviewFactory(version=question.versions.get(number=2), verdict=verdict)
    assert numbers(question)["standing"] == standing


def test_a_retired_question_is_not_asked() -> None:
    question = written(False)
    Question.objects.filter(pk=question.pk).update(retired_at=timezone.now())
    assert numbers(question) == {"ready": [1], "standing": [1], "asked": []}


def test_nobody_approves_what_she_wrote() -> None:
    version = QuestionVersionFactory(is_draft=True, by_id=7)
    with pytest.raises(IntegrityError):
        VersionReviewFactory(version=version, verdict=Verdict.APPROVED, by_id=7, author_id=7)


def test_one_query_says_what_is_asked() -> None:
    for _number in range(3):
        written(False, True)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert QuestionVersion.objects.asked().count() == 3
    assert len(captured) == 1


def test_a_tag_is_one_however_it_is_typed() -> None:
    TagFactory(name="投诉")
    found = Tag.objects.named(["投訴", " ＶＩＰ ", "vip", ""])
    assert sorted((tag.name, tag.key) for tag in found) == [("vip", "vip"), ("投诉", "投诉")]
