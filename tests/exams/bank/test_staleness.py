"""Lessons change under questions: what the trainer sees, says, and what no candidate is asked meanwhile."""

import json
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.models import CourseIndexPage, LessonPage, PublishedBlock
from exams.domain import papers
from exams.models import CitationConfirmation, Question, QuestionVersion, Topic
from people.models import User
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.bank.counting import counted
from tests.exams.bank.test_questions import edit, newest, shown, typed
from tests.factories.courses import CoursePageFactory, LessonPageFactory, text
from tests.factories.exams import (
    ExamFactory,
    PaperDrawFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionFactory,
    QuestionVersionFactory,
    SittingFactory,
    TopicFactory,
)
from tests.factories.people import EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced")]
STALE = "exams_questions:stale"


@pytest.fixture
def lesson(db: None) -> LessonPage:
    course = CoursePageFactory(slug="phone", title="电话礼仪")
    blocks = [text("<p>铃响三声之内接起。</p>", "b-1"), text("<p>先报公司名称。</p>", "b-2")]
    return LessonPageFactory(parent=course, title="接听", body=blocks)


def block_of(lesson: LessonPage, block: str = "b-1") -> PublishedBlock:
    return PublishedBlock.objects.get(translation_key=lesson.translation_key, block=block)


def citing(topic: Topic, lesson: LessonPage, block: str = "b-1") -> QuestionVersion:
    cited = block_of(lesson, block)
    return QuestionVersionFactory(
        question=QuestionFactory(topic=topic),
        cites_page=cited.translation_key,
        cites_block=block,
        cites_fingerprint=cited.fingerprint,
    )


def rewrite(lesson: LessonPage, words: str = "<p>铃响五声之内接起。</p>") -> None:
    lesson.body = json.dumps([text(words, "b-1"), text("<p>先报公司名称。</p>", "b-2")])
    lesson.save_revision().publish()


# The list of what waits


def test_both_texts_stand_side_by_side(trainer: User, topic: Topic, lesson: LessonPage, enter: Enter) -> None:
    citing(topic, lesson)
    citing(topic, lesson, "b-2")
    assert "No question waits" in shown(enter(trainer), STALE)
    rewrite(lesson)
    page = shown(enter(trainer), STALE)
    assert page.count("It still holds") == 1
    assert ["铃响<del>三</del>声之内接起" in page, "铃响<ins>五</ins>声之内接起" in page] == [True, True]


def confirm(client: Any, version: QuestionVersion, fingerprint: str) -> Any:
    url = reverse("exams_questions:confirm", args=[version.pk])
    return client.post(url, {"fingerprint": fingerprint})


def test_it_still_holds(trainer: User, topic: Topic, lesson: LessonPage, enter: Enter) -> None:
    version, client = citing(topic, lesson), enter(trainer)
    rewrite(lesson)
    assert not QuestionVersion.objects.asked().exists()
    for _click in range(2):
        confirm(client, version, block_of(lesson).fingerprint)
    said = CitationConfirmation.objects.get()
    assert (said.version, said.by_id, said.fingerprint) == (version, trainer.pk, block_of(lesson).fingerprint)
    assert list(QuestionVersion.objects.asked()) == [version]


def test_what_changed_after_she_looked_is_not_confirmed(
    trainer: User, topic: Topic, lesson: LessonPage, enter: Enter
) -> None:
    version = citing(topic, lesson)
    rewrite(lesson)
    seen = block_of(lesson).fingerprint
    rewrite(lesson, "<p>铃响七声之内接起。</p>")
    assert confirm(enter(trainer), version, seen).status_code == 404
    assert not QuestionVersion.objects.asked().exists()


def test_an_edit_says_that_it_fits_what_she_saw(
    trainer: User, topic: Topic, lesson: LessonPage, enter: Enter
) -> None:
    version, client = citing(topic, lesson), enter(trainer)
    rewrite(lesson)
    cited = block_of(lesson)
    form = client.get(reverse("exams_questions:edit", args=[version.question_id])).context["labels"]
    assert (form["cites"].value(), form["cites_seen"].value()) == (cited.pk, cited.fingerprint)
    assert "so it is not asked for now" in shown(client, "exams_questions:edit", version.question_id)
    rewrite(lesson, "<p>铃响七声之内接起。</p>")
    edit(client, version.question, based_on=1, cites=cited.pk, cites_seen=cited.fingerprint)
    assert not QuestionVersion.objects.asked().exists()  # it changed again while she wrote
    edit(client, version.question, based_on=2, cites=cited.pk, cites_seen=block_of(lesson).fingerprint)
    assert list(QuestionVersion.objects.asked().values_list("number", flat=True)) == [3]


def test_a_confirmed_citation_makes_no_version(
    trainer: User, topic: Topic, lesson: LessonPage, enter: Enter
) -> None:
    client, version = enter(trainer), citing(topic, lesson)
    rewrite(lesson)
    confirm(client, version, block_of(lesson).fingerprint)
    page = client.get(reverse("exams_questions:edit", args=[version.question_id])).context
    sent = {
        name: form[name].value()
        for form in (page["form"], page["labels"])
        for name in form.fields
        if form[name].value() is not None
    }
    client.post(reverse("exams_questions:edit", args=[version.question_id]), sent)
    assert version.question.versions.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_each_number_of_rows(
    trainer: User, topic: Topic, lesson: LessonPage, enter: Enter, rows: int
) -> None:
    for _row in range(rows):
        citing(topic, lesson)
    rewrite(lesson)
    client = enter(trainer)
    client.get(reverse(STALE))
    with CaptureQueriesContext(connection) as captured:
        assert len(client.get(reverse(STALE)).context["found"]) == rows
    assert counted(captured) == 14


def test_stale_questions_of_others_are_not_hers(
    topic: Topic, lesson: LessonPage, enter: Enter, other_trainer: User
) -> None:
    version, client = citing(topic, lesson), enter(other_trainer)
    rewrite(lesson)
    assert "No question waits" in shown(client, STALE)
    assert confirm(client, version, block_of(lesson).fingerprint).status_code == 404
    assert CitationConfirmation.objects.count() == 0
    citing_page = shown(client, "exams_questions:citing", lesson.translation_key)
    assert version.question.code not in citing_page


# Choosing what to cite


def test_a_block_is_chosen(trainer: User, topic: Topic, lesson: LessonPage, enter: Enter) -> None:
    client, cited = enter(trainer), block_of(lesson, "b-2")
    found = shown(client, "exams_block_chooser:choose_results", q="公司 接听")
    assert ["先报公司名称" in found, "三声" in found] == [True, False]
    client.post(reverse("exams_questions:add") + "?kind=single", typed(topic=topic.pk, cites=cited.pk))
    version = newest(Question.objects.get())
    assert (version.cites_page, version.cites_block, version.cites_fingerprint) == (
        lesson.translation_key,
        "b-2",
        cited.fingerprint,
    )


def test_blocks_of_pages_she_may_not_see_are_not_there(
    trainer: User, topic: Topic, lesson: LessonPage, enter: Enter
) -> None:
    shelf = CourseIndexPage.objects.get(locale__language_code="zh-hans")
    GroupPagePermission.objects.filter(page=shelf).delete()
    GroupPagePermission.objects.filter(page__depth=1).delete()
    client, cited = enter(trainer), block_of(lesson)
    assert "三声" not in shown(client, "exams_block_chooser:choose")
    chosen = reverse("exams_block_chooser:chosen", args=[cited.pk])
    assert client.get(chosen).status_code == 404
    sent = typed(topic=topic.pk, cites=cited.pk)
    response = client.post(reverse("exams_questions:add") + "?kind=single", sent)
    assert list(response.context["labels"].errors) == ["cites"]
    url = reverse("exams_questions:citing", args=[lesson.translation_key])
    assert client.get(url).status_code == 404


def test_a_block_she_may_not_see_may_stay(
    trainer: User, topic: Topic, lesson: LessonPage, enter: Enter
) -> None:
    version, cited = citing(topic, lesson), block_of(lesson)
    GroupPagePermission.objects.all().delete()
    edit(enter(trainer), version.question, based_on=1, cites=cited.pk, cites_seen=cited.fingerprint)
    assert newest(version.question).cites_fingerprint == cited.fingerprint


# From the lesson to its questions


def test_a_lesson_leads_to_its_questions(cast: Cast, topic: Topic, lesson: LessonPage, enter: Enter) -> None:
    version = citing(topic, lesson)
    client = enter(cast.trainer)
    url = reverse("exams_questions:citing", args=[lesson.translation_key])
    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    found = client.get(url).context["found"]
    assert [[one["version"] for one in line["questions"]] for line in found] == [[version], []]
    rewrite(lesson)
    assert [one["is_stale"] for one in client.get(url).context["found"][0]["questions"]] == [True]


# What no candidate is asked


@pytest.mark.parametrize("seed", range(20))
def test_nothing_stale_is_ever_asked(seed: int, lesson: LessonPage) -> None:
    """Lessons change, come back and are confirmed in any order: a model in memory says what is stale."""
    chance = Random(seed)
    topic, blocks = TopicFactory(), [block_of(lesson, name) for name in ("b-1", "b-2")]
    section = PaperSectionFactory(position=1)
    versions: list[QuestionVersion] = []
    for number in range(12):
        block = chance.choice([*blocks, None])
        cites = _citation(block, chance.choice("xyz")) if block else {}
        version = QuestionVersionFactory(question=QuestionFactory(topic=topic), **cites)
        versions.append(version)
        if number % 3 == 0:
            PaperQuestionFactory(section=section, question=version.question, position=number)
    confirmed: set[tuple[int, str]] = set()
    reads: dict[str, str] = {}
    for _step in range(6):
        block, now = chance.choice(blocks), chance.choice("xyz")
        PublishedBlock.objects.filter(pk=block.pk).update(fingerprint=now)
        reads[block.block] = now
        version = chance.choice(versions)
        if version.cites_block in reads and (version.pk, reads[version.cites_block]) not in confirmed:
            confirmed.add((version.pk, reads[version.cites_block]))
            CitationConfirmation.objects.create(version=version, fingerprint=reads[version.cites_block])
    for block in blocks:
        reads.setdefault(block.block, block.fingerprint)
    stale = {
        version.pk
        for version in versions
        if version.cites_page
        and version.cites_fingerprint != reads[version.cites_block]
        and (version.pk, reads[version.cites_block]) not in confirmed
    }
    assert set(QuestionVersion.objects.stale().values_list("pk", flat=True)) == stale
    fresh = len(versions) - len(stale)
    fixed = sum(version.pk not in stale for version in versions[::3])
    if drawn := fresh - fixed:
        PaperDrawFactory(section=section, topic=topic, count=drawn)
    if not fresh:
        return
    sitting = SittingFactory(exam=ExamFactory(paper=section.paper))
    asked = {one.version for one in papers.fill(sitting, employee=EmployeeFactory(), chance=chance).asked}
    assert asked == {version.pk for version in versions} - stale


def _citation(block: PublishedBlock, fingerprint: str) -> dict[str, Any]:
    return {
        "cites_page": block.translation_key,
        "cites_block": block.block,
        "cites_fingerprint": fingerprint,
    }
