"""In the Wagtail admin: labels, drafts and reviews, copies, where a question is used, many at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exams.domain.bank import bank
from exams.domain.taking import attempts
from exams.enums import Verdict
from exams.models import Question, QuestionVersion, Tag, Topic, VersionReview
from people.models import User
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.bank.counting import counted
from tests.exams.bank.test_questions import ADD, INDEX, edit, newest, shown, typed
from tests.factories.exams import (
    PaperDrawFactory,
    QuestionFactory,
    QuestionVersionFactory,
    TagFactory,
    TopicFactory,
    VersionReviewFactory,
    paper_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("synced")]


@pytest.fixture
def colleague(topic: Topic, other_trainer: User) -> User:
    """Another trainer of the same topic."""
    topic.trainers.add(other_trainer)
    return other_trainer


@pytest.fixture
def reviewed(topic: Topic) -> Topic:
    topic.needs_review = True
    topic.save()
    return topic


def post(client: Client, name: str, *arguments: Any, **fields: Any) -> Any:
    return client.post(reverse(f"exams_questions:{name}", args=arguments), fields)


def warned(client: Client) -> str:
    return client.get(reverse(INDEX)).content.decode()


# Labels


def test_tags_and_reserved_make_no_version(trainer: User, question: Question, enter: Enter) -> None:
    TagFactory(name="投诉")
    edit(enter(trainer), question, based_on=1)
    edit(enter(trainer), question, based_on=2, tags="投訴、 时效,时效", reserved="on")
    question.refresh_from_db()
    assert (question.versions.count(), question.reserved) == (2, True)
    assert sorted(question.tags.values_list("name", flat=True)) == ["投诉", "时效"]
    edit(enter(trainer), question, based_on=2)
    question.refresh_from_db()
    assert (question.tags.count(), question.reserved) == (0, False)


def test_a_tag_that_is_too_long_keeps_what_was_typed(trainer: User, question: Question, enter: Enter) -> None:
    response = edit(enter(trainer), question, based_on=1, tags="长" * 61, stem="我的题干")
    assert response.context["labels"].errors == {"tags": ["A tag has at most 60 characters."]}
    assert "我的题干" in response.content.decode()
    assert question.versions.count() == 1


# Drafts and reviews


def test_a_first_question_is_ready_at_once(trainer: User, topic: Topic, enter: Enter) -> None:
    enter(trainer).post(f"{reverse(ADD)}?kind=single", typed(topic=topic.pk))
    assert QuestionVersion.objects.asked().count() == 1


def test_a_draft_waits_until_it_is_made_ready(trainer: User, topic: Topic, enter: Enter) -> None:
    client = enter(trainer)
    client.post(f"{reverse(ADD)}?kind=single", typed(topic=topic.pk, draft="yes"))
    question = Question.objects.get()
    assert QuestionVersion.objects.asked().count() == 0
    assert "No paper asks it until it is ready." in shown(client, "exams_questions:edit", question.pk)
    post(client, "submit", question.pk)
    assert QuestionVersion.objects.asked().count() == 1


def test_a_second_person_reviews(
    trainer: User, reviewed: Topic, question: Question, colleague: User, enter: Enter
) -> None:
    author, reviewer = enter(trainer), enter(colleague)
    edit(author, question, based_on=1)
    post(author, "submit", question.pk)
    version = newest(question)
    assert "Papers ask version 1 until this one is ready" in shown(
        author, "exams_questions:edit", question.pk
    )
    assert "another trainer reviews it" in shown(author, "exams_questions:review", version.pk)
    post(author, "review", version.pk, verdict="approved")
    assert list(QuestionVersion.objects.asked().values_list("number", flat=True)) == [1]
    page = shown(reviewer, "exams_questions:review", version.pk)
    assert "<del>题目phone-0001</del>" in page
    assert "<ins>铃响几声之内接起</ins>" in page
    assert "note" in post(reviewer, "review", version.pk, verdict="sent_back").context["form"].errors
    post(reviewer, "review", version.pk, verdict="sent_back", note="选项太少")
    assert f"Sent back by {colleague}: 选项太少" in shown(author, "exams_questions:edit", question.pk)
    post(author, "submit", question.pk)
    post(reviewer, "review", version.pk, verdict="approved")
    assert list(QuestionVersion.objects.asked().values_list("number", flat=True)) == [2]
    verdicts = VersionReview.objects.values_list("verdict", flat=True)
    assert list(verdicts) == ["submitted", "sent_back", "submitted", "approved"]


def test_a_second_click_decides_nothing(
    trainer: User, reviewed: Topic, question: Question, enter: Enter
) -> None:
    client = enter(trainer)
    edit(client, question, based_on=1)
    for _click in range(2):
        post(client, "submit", question.pk)
    assert VersionReview.objects.count() == 1


# Copying


def test_a_copy_is_made_by_saving_it(trainer: User, question: Question, enter: Enter) -> None:
    client, url = enter(trainer), reverse("exams_questions:copy", args=[question.pk])
    form = client.get(url).context["form"]
    assert form["stem"].value() == "题目phone-0001？ (copy)"
    assert Question.objects.count() == 1
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    client.post(url, sent)
    made = Question.objects.exclude(pk=question.pk).get()
    before, after = newest(question), newest(made)
    assert (after.number, after.key, after.texts["en"]) == (1, before.key, before.texts["en"])
    assert "It reads much like phone-0001" in warned(client)


# Near-duplicates and findings


def test_what_is_worth_a_look_is_said_and_saved_all_the_same(
    trainer: User, topic: Topic, enter: Enter
) -> None:
    client = enter(trainer)
    for explanation in ("一", "二"):
        client.post(
            f"{reverse(ADD)}?kind=single",
            typed(topic=topic.pk, explanation=explanation, option_c="以上都是"),
        )
    assert Question.objects.count() == 2
    page = warned(client)
    assert ["It reads much like phone-0001 (100 %)" in page, "exams shuffle them" in page] == [True, True]


# Where it is used


@pytest.mark.parametrize("rows", [1, 3])
def test_where_a_question_is_used(
    cast: Cast, topic: Topic, question: Question, enter: Enter, rows: int
) -> None:
    for _row in range(rows):
        sitting = paper_of(newest(question))
        attempts.start(sitting=sitting, employee=cast.employee.employee, at=timezone.now())
    PaperDrawFactory(topic=topic, count=1)
    client = enter(cast.trainer)
    shown(client, "exams_questions:use", question.pk)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(reverse("exams_questions:use", args=[question.pk]))
    use = response.context["use"]
    assert (use.papers, len(use.exams), use.attempts) == (rows, rows, rows)
    assert sum(place.is_drawn for place in use.places) == 1
    assert counted(captured) == 17


# The list


@pytest.fixture
def mixed(topic: Topic, question: Question) -> None:
    below = TopicFactory(name="接听", parent=topic, trainers=list(topic.trainers.all()))
    tagged = QuestionFactory(topic=below, code="phone-2", reserved=True)
    tagged.tags.add(TagFactory(name="投诉"))
    QuestionVersionFactory(question=tagged, level=3, texts={"zh-hans": {"stem": "投诉", "options": {}}})
    draft = QuestionFactory(topic=topic, code="phone-3")
    QuestionVersionFactory(question=draft)
    QuestionVersionFactory(question=draft, number=2, is_draft=True)
    waiting = QuestionFactory(topic=topic, code="phone-4")
    VersionReviewFactory(version=QuestionVersionFactory(question=waiting, is_draft=True))
    approved = QuestionFactory(topic=topic, code="phone-5")
    VersionReviewFactory(
        version=QuestionVersionFactory(question=approved, is_draft=True), verdict=Verdict.APPROVED
    )


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"state": "draft"}, ["phone-3"]),
        ({"state": "in_review"}, ["phone-4"]),
        ({"state": "ready"}, ["phone-0001", "phone-2", "phone-5"]),
        ({"reserved": "true"}, ["phone-2"]),
        ({"level": "3"}, ["phone-2"]),
        ({"language": "en"}, ["phone-0001", "phone-3", "phone-4", "phone-5"]),
        ({"language": "-en"}, ["phone-2"]),
        ({"stale": "true"}, []),
        ({"q": "投訴"}, ["phone-2"]),
        ({"q": "投诉 phone"}, ["phone-2"]),
        ({"q": "投诉 phone-3"}, []),
    ],
)
@pytest.mark.usefixtures("mixed")
def test_what_the_list_is_narrowed_to(
    trainer: User, enter: Enter, query: dict[str, str], codes: list[str]
) -> None:
    response = enter(trainer).get(reverse(INDEX), query)
    assert [question.code for question in response.context["object_list"]] == codes


@pytest.mark.usefixtures("mixed")
def test_the_list_by_topic_and_tag(trainer: User, topic: Topic, enter: Enter) -> None:
    def codes(**query: Any) -> list[str]:
        found = enter(trainer).get(reverse(INDEX), query).context["object_list"]
        return [question.code for question in found]

    assert len(codes(topic=topic.pk)) == 5
    assert codes(topic=Topic.objects.get(name="接听").pk) == ["phone-2"]
    assert codes(tags=Tag.objects.get().pk) == ["phone-2"]


@pytest.mark.usefixtures("mixed")
def test_the_list_says_how_far_each_has_come(trainer: User, enter: Enter) -> None:
    page = shown(enter(trainer), INDEX)
    assert ["Draft · version 1 is asked" in page, "In review" in page, "简 (not 繁 EN)" in page] == [True] * 3


# Many at once


def bulk(client: Client, action: str, *questions: Question | str, **fields: Any) -> Any:
    chosen = "&".join(f"id={getattr(one, 'pk', one)}" for one in questions)
    follow = fields.pop("follow", reverse(INDEX))
    url = reverse("wagtail_bulk_action", args=["exams", "question", action])
    return client.post(f"{url}?{chosen}&next={follow}", fields)


def three(topic: Topic, **columns: Any) -> list[Question]:
    return [
        QuestionVersionFactory(question=QuestionFactory(topic=topic), **columns).question for _ in range(3)
    ]


def test_many_are_tagged_moved_and_retired(trainer: User, topic: Topic, enter: Enter) -> None:
    client, questions, target = enter(trainer), three(topic), TopicFactory(trainers=[trainer])
    bulk(client, "tag", *questions[:2], tags="投诉，时效")
    bulk(client, "move", *questions[:2], topic=target.pk)
    bulk(client, "retire", *questions[1:])
    assert [
        (sorted(one.tags.values_list("name", flat=True)), one.topic == target, one.retired_at is None)
        for one in Question.objects.order_by("pk")
    ] == [(["投诉", "时效"], True, True), (["投诉", "时效"], True, False), ([], False, False)]


def test_drafts_are_submitted_together(trainer: User, reviewed: Topic, enter: Enter) -> None:
    questions = three(reviewed, is_draft=True)
    bulk(enter(trainer), "submit", *questions)
    assert VersionReview.objects.filter(verdict="submitted", by_id=trainer.pk).count() == 3


def test_all_means_all_that_the_list_shows(trainer: User, topic: Topic, enter: Enter) -> None:
    easy, hard = three(topic, difficulty="easy"), three(topic, difficulty="hard")
    follow = reverse(INDEX) + "%3Fdifficulty%3Dhard"
    bulk(enter(trainer), "retire", "all", follow=follow)
    assert set(Question.objects.in_use()) == set(easy)
    assert len(hard) == 3


@pytest.mark.parametrize("action", ["tag", "move", "retire", "submit"])
def test_what_is_not_hers_is_not_among_the_chosen(
    cast: Cast, topic: Topic, enter: Enter, other_trainer: User, action: str
) -> None:
    hers = TopicFactory(trainers=[other_trainer])
    questions = three(topic, is_draft=True)
    before = list(Question.objects.order_by("pk").values())
    for user, answers in ((other_trainer, 404), (cast.hr, 302)):
        for chosen in (questions, ["all"]):
            response = bulk(enter(user), action, *chosen, tags="偷", topic=hers.pk)
            assert response.status_code == answers
    assert list(Question.objects.order_by("pk").values()) == before
    assert (Tag.objects.count(), VersionReview.objects.count()) == (0, 0)


def test_questions_are_not_moved_to_where_she_sees_nothing(
    trainer: User, topic: Topic, enter: Enter, other_trainer: User
) -> None:
    foreign = TopicFactory(trainers=[other_trainer])
    response = bulk(enter(trainer), "move", *three(topic), topic=foreign.pk)
    assert list(response.context["form"].errors) == ["topic"]


# Side by side, and the report


def test_versions_of_others_are_not_compared(
    trainer: User, question: Question, enter: Enter, other_trainer: User
) -> None:
    own = QuestionVersionFactory(question=QuestionFactory(topic=TopicFactory(trainers=[other_trainer])))
    foreign = newest(question)
    for pair in ((own.pk, foreign.pk), (foreign.pk, own.pk)):
        url = reverse("exams_questions:compare", args=pair)
        assert enter(other_trainer).get(url).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_report_costs_the_same_for_each_number_of_rows(
    trainer: User, topic: Topic, enter: Enter, rows: int, other_trainer: User
) -> None:
    foreign = TopicFactory(trainers=[other_trainer])
    for _row in range(rows):
        for place in (topic, foreign):
            QuestionVersionFactory(question=QuestionFactory(topic=place), key={"correct": []})
    client = enter(trainer)
    url = reverse("exams_questions:report")
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        report = client.get(url).context["report"]
    assert (report.questions, [group.number for group in report.groups]) == (rows, [rows])
    assert counted(captured) == 12


def test_a_report_of_one_topic_and_those_below_it(trainer: User, topic: Topic, enter: Enter) -> None:
    three(topic)
    three(TopicFactory(parent=topic))
    three(TopicFactory())
    response = enter(trainer).get(reverse("exams_questions:report"), {"topic": topic.pk})
    assert response.context["report"].questions == 6


# The tree of topics


def test_the_tree_is_shown_and_a_topic_moves(trainer: User, topic: Topic, enter: Enter) -> None:
    client, other = enter(trainer), TopicFactory(name="物流", trainers=[trainer])
    client.post(reverse("exams_topics:move", args=[other.pk]), {"parent": topic.pk})
    nodes = client.get(reverse("exams_topics:index")).context["nodes"]
    assert [(node.topic, node.depth) for node in nodes] == [(topic, 0), (other, 1)]
    response = client.post(reverse("exams_topics:move", args=[topic.pk]), {"parent": other.pk})
    assert list(response.context["form"].errors) == ["parent"]


def test_a_topic_goes_nowhere_where_she_sees_nothing(
    trainer: User, topic: Topic, enter: Enter, other_trainer: User
) -> None:
    foreign = TopicFactory(trainers=[other_trainer])
    client = enter(trainer)
    response = client.post(reverse("exams_topics:move", args=[topic.pk]), {"parent": foreign.pk})
    assert list(response.context["form"].errors) == ["parent"]
    moved = reverse("exams_topics:move", args=[foreign.pk])
    assert client.post(moved, {"parent": topic.pk}).status_code == 404


def test_imported_questions_of_a_reviewed_topic_are_drafts(trainer: User, reviewed: Topic) -> None:
    wordings = {f"phone-{n}": bank.Wording.of(QuestionVersionFactory()) for n in range(3)}
    bank.add_all(topic=reviewed, wordings=wordings, by=trainer)
    drafts = QuestionVersion.objects.filter(question__topic=reviewed)
    assert list(drafts.values_list("is_draft", flat=True)) == [True] * 3
