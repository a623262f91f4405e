"""Who sees which figures, and what stands on the screens."""

import pytest
from django.urls import reverse

from exams.models import Attempt
from tests.exams.bank.conftest import enter, other_trainer  # noqa: F401
from tests.factories.exams import (
    QuestionFactory,
    QuestionVersionFactory,
    TopicFactory,
    crowd,
    paper_of,
)

pytestmark = pytest.mark.django_db

# Of sixty people a third know all; they take C in the last question, whose key says A.
KNOW, GUESS = ["aaac"] * 20, ["abba", "babb"] * 20


@pytest.fixture
def sitting(trainer):
    topic = TopicFactory(name="电话礼仪", trainers=[trainer])
    versions = [
        QuestionVersionFactory(question=QuestionFactory(topic=topic, code=f"phone-{number}"))
        for number in range(4)
    ]
    sitting = paper_of(*versions, employees=[])
    crowd(sitting, versions, KNOW + GUESS)
    return sitting


def page(client, name, *args, **query):
    answer = client.get(reverse(f"exams:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_trainer_is_told_of_the_wrong_key(sitting, trainer, enter):  # noqa: F811
    shown = page(enter(trainer), "sitting_statistics", sitting.pk)
    assert "The best people choose C: is the key wrong?" in shown
    assert "题目phone-3？ (en)" in shown
    question = sitting.exam.paper.sections.get().questions.get(question__code="phone-3").question_id
    told = page(enter(trainer), "question_statistics", sitting.exam_id, question)
    for cell in ("A. 甲 (en)", "C. 丙 (en)", "Best third", "20 <span"):
        assert cell in told, cell


def test_hr_and_auditors_see_figures_and_no_key(sitting, hr, auditor, enter):  # noqa: F811
    question = sitting.exam.paper.sections.get().questions.first().question_id
    for user in (hr, auditor):
        shown = page(enter(user), "sitting_statistics", sitting.pk)
        assert "题目phone-3？ (en)" in shown
        assert "Who knows more gets it wrong more often" in shown
        assert "is the key wrong" not in shown
        address = reverse("exams:question_statistics", args=[sitting.exam_id, question])
        assert address not in shown
        assert enter(user).get(address).status_code == 404


def test_a_trainer_of_another_topic_sees_no_stem(sitting, other_trainer, enter):  # noqa: F811
    shown = page(enter(other_trainer), "sitting_statistics", sitting.pk)
    assert "Question phone-3, of other trainers" in shown
    assert "题目phone-3" not in shown


def test_who_is_still_to_take_the_test_sees_no_question(trainer, enter):  # noqa: F811
    topic = TopicFactory(trainers=[trainer])
    version = QuestionVersionFactory(question=QuestionFactory(topic=topic))
    sitting = paper_of(version, employees=[trainer.employee])
    crowd(sitting, [version], ["a"])
    shown = page(enter(trainer), "sitting_statistics", sitting.pk)
    assert "You are still to take this test" in shown
    assert version.question.code not in shown
    address = reverse("exams:question_statistics", args=[sitting.exam_id, version.question_id])
    assert enter(trainer).get(address).status_code == 404


def test_a_few_attempts_carry_a_warning(trainer, enter):  # noqa: F811
    version = QuestionVersionFactory()
    sitting = paper_of(version, employees=[])
    crowd(sitting, [version], ["a", "b"])
    assert "Only 2 attempts" in page(enter(trainer), "exam_statistics", sitting.exam_id)


def test_the_scores_stand_as_numbers_beside_their_bars(sitting, trainer, enter):  # noqa: F811
    shown = page(enter(trainer), "exam_statistics", sitting.exam_id)
    assert shown.count('class="chart-bar ') == 10 + 1 + 4
    # Two of four points is 50 %, and so are they all of GUESS with "abba"; "babb" has one, KNOW three.
    for low, people in ((20, 20), (50, 20), (70, 20), (0, 0)):
        assert f'{low}–{low + 10}%</th><td class="num">{people}</td>' in shown


def test_an_unknown_version_and_a_foreign_sitting_are_not_there(sitting, trainer, enter):  # noqa: F811
    question = sitting.exam.paper.sections.get().questions.first().question_id
    address = reverse("exams:question_statistics", args=[sitting.exam_id, question])
    for query in ({"version": "2"}, {"version": "x"}, {"sitting": "0"}, {"sitting": "x"}):
        assert enter(trainer).get(address, query).status_code == 404, query


@pytest.mark.parametrize("sittings", [1, 3])
def test_the_list_asks_as_much_for_three_as_for_one(sittings, trainer, enter, django_assert_num_queries):  # noqa: F811
    version = QuestionVersionFactory()
    for _number in range(sittings):
        crowd(paper_of(version, employees=[]), [version], ["a"])
    client = enter(trainer)
    client.get(reverse("home"))
    with django_assert_num_queries(6):
        shown = page(client, "statistics")
    assert shown.count("1 of 1") == sittings


@pytest.mark.parametrize("people", [1, 30])
def test_a_report_asks_as_much_for_thirty_people_as_for_one(
    people,
    trainer,
    enter,  # noqa: F811
    django_assert_num_queries,
):
    version = QuestionVersionFactory()
    sitting = paper_of(version, employees=[])
    crowd(sitting, [version], ["a"] * people)
    client = enter(trainer)
    client.get(reverse("home"))
    with django_assert_num_queries(13):
        page(client, "sitting_statistics", sitting.pk)
    assert Attempt.objects.count() == people
