"""The bank in the Wagtail admin: listed, edited into versions, retired; each trainer her own topics."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from exams import kinds
from exams.domain import queries
from exams.domain.bank import bank
from exams.domain.taking import attempts
from exams.formats.sheet.columns import KINDS
from exams.forms import EDITORS
from exams.models import Item, Question, QuestionVersion, Topic
from people.models import User
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.bank.counting import counted
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory, paper_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced")]
INDEX, ADD = "exams_questions:index", "exams_questions:add"


def shown(client: Client, name: str, *arguments: Any, **query: Any) -> str:
    response = client.get(reverse(name, args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def typed(**fields: Any) -> dict[str, Any]:
    """A single choice as its editor sends it."""
    return {
        "language": "zh-hans",
        "stem": "铃响几声之内接起？",
        "option_a": "三声",
        "option_b": "五声",
        "correct": ["a"],
        "explanation": "三声之内。",
        "second_language": "",
        "difficulty": "easy",
        "level": "1",
        "points": "5",
    } | fields


def edit(client: Client, question: Question, **fields: Any) -> Any:
    sent = {key: value for key, value in typed(**fields).items() if value is not None}
    return client.post(reverse("exams_questions:edit", args=[question.pk]), sent)


def newest(question: Question) -> QuestionVersion:
    return question.versions.latest().get()


# Adding


def test_a_single_choice_is_added(trainer: User, topic: Topic, enter: Enter) -> None:
    enter(trainer).post(f"{reverse(ADD)}?kind=single", typed(topic=topic.pk))
    question = Question.objects.get()
    version = newest(question)
    assert (question.code, version.number, version.kind, version.by_name) == (
        "phone-0001",
        1,
        "single",
        str(trainer),
    )
    assert (version.key, version.points, version.level) == ({"correct": ["a"]}, Decimal(5), 1)
    assert version.texts == {
        "zh-hans": {
            "stem": "铃响几声之内接起？",
            "options": {"a": "三声", "b": "五声"},
            "explanation": "三声之内。",
        }
    }


def test_a_multiple_choice_in_two_languages_is_added(trainer: User, topic: Topic, enter: Enter) -> None:
    second = {"language": "en", "stem": "Which?", "option_a": "One", "option_b": "Two"}
    sent = typed(topic=topic.pk, correct=["b", "a"])
    sent |= {f"second_{name}": text for name, text in second.items()}
    enter(trainer).post(f"{reverse(ADD)}?kind=multiple", sent)
    version = newest(Question.objects.get())
    assert (version.kind, version.key) == ("multiple", {"correct": ["a", "b"]})
    assert version.texts["en"] == {
        "stem": "Which?",
        "options": {"a": "One", "b": "Two"},
        "explanation": "",
    }


def test_a_true_or_false_is_added(trainer: User, topic: Topic, enter: Enter) -> None:
    enter(trainer).post(f"{reverse(ADD)}?kind=true_false", typed(topic=topic.pk, correct="false"))
    version = newest(Question.objects.get())
    assert (version.kind, version.key) == ("true_false", {"correct": ["false"]})
    assert version.texts["zh-hans"]["options"] == {}


def test_the_next_code_passes_over_imported_ones(trainer: User, topic: Topic, question: Question) -> None:
    assert bank.add(topic=topic, wording=bank.Wording.of(newest(question)), by=trainer).code == "phone-0002"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"stem": ""}, "stem"),
        ({"correct": []}, "correct"),
        ({"correct": ["a", "b"]}, "correct"),
        ({"correct": ["c"]}, "correct"),
        ({"option_b": "三 声"}, "option_b"),
        ({"option_b": "", "option_c": "七声"}, "option_b"),
        ({"option_b": ""}, "option_b"),
        ({"points": "0"}, "points"),
        ({"second_language": "zh-hans", "second_stem": "x"}, "second_language"),
        ({"second_language": "en"}, "second_stem"),
        ({"topic": ""}, "topic"),
    ],
)
def test_what_is_refused(
    trainer: User, topic: Topic, enter: Enter, fields: dict[str, Any], field: str
) -> None:
    response = enter(trainer).post(f"{reverse(ADD)}?kind=single", typed(**{"topic": topic.pk} | fields))
    assert field in response.context["form"].errors
    assert Question.objects.count() == 0


def test_topics_of_others_cannot_be_chosen(trainer: User, enter: Enter, other_trainer: User) -> None:
    foreign = TopicFactory(trainers=[other_trainer])
    response = enter(trainer).post(f"{reverse(ADD)}?kind=single", typed(topic=foreign.pk))
    assert list(response.context["form"].errors) == ["topic"]


# Editing


def test_a_save_makes_a_version_and_leaves_the_old_one(cast: Cast, question: Question, enter: Enter) -> None:
    sitting = paper_of(newest(question))
    attempts.start(sitting=sitting, employee=cast.employee.employee, at=timezone.now())
    client = enter(cast.trainer)
    page = shown(client, "exams_questions:edit", question.pk)
    assert "Used in 1 paper, 1 attempt: saving makes version 2" in page
    edit(client, question, based_on=1)
    assert list(question.versions.values_list("number", "points")) == [(1, Decimal(1)), (2, Decimal(5))]
    assert Item.objects.get().version.number == 1


def test_the_same_words_make_no_version(trainer: User, question: Question, enter: Enter) -> None:
    client = enter(trainer)
    edit(client, question, based_on=1)
    edit(client, question, based_on=2)
    assert question.versions.count() == 2


def test_the_form_shows_what_the_newest_version_says(trainer: User, question: Question, enter: Enter) -> None:
    form = enter(trainer).get(reverse("exams_questions:edit", args=[question.pk])).context["form"]
    response = enter(trainer).post(
        reverse("exams_questions:edit", args=[question.pk]),
        {name: form[name].value() for name in form.fields if form[name].value() is not None},
    )
    assert response.status_code == 302
    assert question.versions.count() == 1


def test_of_two_who_edit_at_once_the_second_is_told(
    trainer: User, topic: Topic, question: Question, enter: Enter, other_trainer: User
) -> None:
    topic.trainers.add(other_trainer)
    edit(enter(other_trainer), question, based_on=1)
    client = enter(trainer)
    response = edit(client, question, based_on=1, stem="我的题干")
    assert response.context["form"].non_field_errors() == [
        f"Meanwhile {other_trainer} has saved version 2. Look at it, then save yours again."
    ]
    assert "我的题干" in response.content.decode()
    edit(client, question, based_on=2, stem="我的题干")
    assert newest(question).number == 3


def test_a_third_language_stays_while_it_fits(trainer: User, question: Question, enter: Enter) -> None:
    before = bank.Wording.of(newest(question))
    texts = before.texts | {"zh-hant": before.texts["zh-hans"]}
    bank.revise(question=question, based_on=1, wording=replace(before, texts=texts), by=trainer)
    same = {f"option_{letter}": text for letter, text in before.texts["zh-hans"]["options"].items()}
    edit(enter(trainer), question, based_on=2, **same)
    assert sorted(newest(question).texts) == ["zh-hans", "zh-hant"]
    edit(enter(trainer), question, based_on=3)
    assert sorted(newest(question).texts) == ["zh-hans"]


def test_versions_are_shown_whole(trainer: User, question: Question, enter: Enter) -> None:
    edit(enter(trainer), question, based_on=1)
    page = shown(enter(trainer), "exams_questions:versions", question.pk)
    assert [text in page for text in ("Version 1", "Version 2", "甲", "三声", "三声之内。")] == [True] * 5


# Retiring


def test_a_question_retires_and_comes_back(trainer: User, question: Question, enter: Enter) -> None:
    client, url = enter(trainer), reverse("exams_questions:retire", args=[question.pk])
    assert "no new attempt asks it" in shown(client, "exams_questions:retire", question.pk)
    for _click in range(2):
        client.post(url, {"retired": "yes"})
    assert Question.objects.in_use().count() == 0
    client.post(url, {"retired": "no"})
    assert Question.objects.in_use().count() == 1
    events = AuditEvent.objects.filter(object=f"exams.question:{question.pk}").order_by("pk")
    assert list(events.values_list("verb", flat=True)) == ["retired", "brought back"]


def test_nothing_deletes_a_question(trainer: User, question: Question, enter: Enter) -> None:
    assert enter(trainer).post(f"/cms/exams/questions/delete/{question.pk}/").status_code == 404


# Finding


@pytest.fixture
def mixed(topic: Topic, question: Question) -> None:
    other = QuestionFactory(topic=topic, code="phone-0002", retired_at=timezone.now())
    QuestionVersionFactory(question=other, stem="仓库在哪里", kind="multiple", difficulty="hard")
    third = QuestionFactory(topic=TopicFactory(name="物流"), code="box-1")
    QuestionVersionFactory(question=third, stem="几天送到")
    QuestionVersionFactory(question=third, stem="几天可以送到", number=2, kind="multiple")


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["box-1", "phone-0001", "phone-0002"]),
        ({"kind": "multiple"}, ["box-1", "phone-0002"]),
        ({"difficulty": "hard"}, ["phone-0002"]),
        ({"state": "retired"}, ["phone-0002"]),
        ({"state": "ready"}, ["box-1", "phone-0001"]),
        ({"q": "仓库"}, ["phone-0002"]),
        ({"q": "几天送到"}, []),
        ({"q": "可以送到"}, ["box-1"]),
        ({"q": "BOX"}, ["box-1"]),
    ],
)
@pytest.mark.usefixtures("mixed")
def test_list_is_filtered_and_searched(
    trainer: User, enter: Enter, query: dict[str, str], codes: list[str]
) -> None:
    response = enter(trainer).get(reverse(INDEX), query)
    assert [question.code for question in response.context["object_list"]] == codes


@pytest.mark.usefixtures("mixed")
def test_list_is_filtered_by_topic(trainer: User, enter: Enter) -> None:
    response = enter(trainer).get(reverse(INDEX), {"topic": Topic.objects.get(name="物流").pk})
    assert [question.code for question in response.context["object_list"]] == ["box-1"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_each_number_of_rows(
    trainer: User, topic: Topic, enter: Enter, rows: int
) -> None:
    for _row in range(rows):
        QuestionVersionFactory(question=QuestionFactory(topic=topic))
    client = enter(trainer)
    client.get(reverse(INDEX))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse(INDEX))
    assert counted(captured) == 15


# Whose it is

SCREENS = (
    "exams_questions:edit",
    "exams_questions:copy",
    "exams_questions:versions",
    "exams_questions:use",
    "exams_questions:retire",
    "exams:bank_preview",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_a_question_of_another_topic_is_not_there(
    question: Question, enter: Enter, other_trainer: User, screen: str
) -> None:
    client = enter(other_trainer)
    assert client.get(reverse(screen, args=[question.pk])).status_code == 404
    assert "phone-0001" not in shown(client, INDEX)
    assert "phone-0001" not in shown(client, INDEX, q="phone")
    assert "题目phone" not in shown(client, "exams_questions:index_results")


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("who", ["employee", "assessor", "manager", "hr", "auditor", "stranger"])
def test_who_is_no_trainer_sees_no_question(
    cast: Cast, question: Question, enter: Enter, who: str, screen: str
) -> None:
    client = enter(getattr(cast, who))
    for address in (reverse(screen, args=[question.pk]), reverse(INDEX), reverse(ADD)):
        response = client.get(address)
        assert response.status_code in (302, 403, 404)
        assert "题目phone" not in response.content.decode()


def test_posts_of_others_write_nothing(
    question: Question, topic: Topic, enter: Enter, other_trainer: User, hr: User
) -> None:
    for user in (other_trainer, hr):
        client = enter(user)
        edit(client, question, based_on=1)
        client.post(reverse("exams_questions:retire", args=[question.pk]), {"retired": "yes"})
    assert (question.versions.count(), Question.objects.in_use().count()) == (1, 1)


def test_a_topic_without_trainers_is_every_trainers(
    question: Question, topic: Topic, enter: Enter, other_trainer: User
) -> None:
    topic.trainers.clear()
    assert "phone-0001" in shown(enter(other_trainer), INDEX)


# Seen as a candidate, and what waits


def test_the_preview_has_no_key(trainer: User, question: Question, enter: Enter) -> None:
    response = enter(trainer).get(reverse("exams:bank_preview", args=[question.pk]))
    labels = {"a": "甲 (en)", "b": "乙 (en)", "c": "丙 (en)", "d": "丁 (en)"}
    item = {
        "id": 1,
        "kind": "single",
        "section": 0,
        "stem": "题目phone-0001？ (en)",
        "options": [{"token": letter, "text": text} for letter, text in labels.items()],
        "seq": 0,
        "answer": [],
        "saved": "",
        "flagged": False,
    }
    assert response.context["shell"] == {"layout": "list", "sections": [""], "items": [item]}
    page = response.content.decode()
    assert [word in page for word in ("correct", "解析phone")] == [False, False]


def test_questions_never_used(cast: Cast, question: Question, topic: Topic, other_trainer: User) -> None:
    used = QuestionVersionFactory(question=QuestionFactory(topic=topic))
    QuestionVersionFactory(question=QuestionFactory(topic=topic, retired_at=timezone.now()))
    paper_of(used)
    assert list(queries.never_used(cast.trainer)) == [question]
    assert list(queries.never_used(other_trainer)) == []


def test_every_kind_has_an_editor_and_names_in_files() -> None:
    assert sorted(EDITORS) == kinds.names()
    assert set(KINDS) <= set(kinds.names())
