from decimal import Decimal
from random import Random

import pytest
from django.db import IntegrityError

from exams.domain import papers
from exams.errors import PaperCannotBeFilled
from exams.models import Exam, Question
from people.models import Employee
from tests.factories.exams import (
    AttemptFactory,
    ExamFactory,
    PaperFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionVersionFactory,
    TopicFactory,
    paper_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory()


def fill(exam: Exam, person: Employee, seed: int = 1) -> list[papers.Asked]:
    return papers.fill(exam, exam.paper.sections.order_by("position"), employee=person, chance=Random(seed))


def drawing(count: int, **draw: object) -> Exam:
    paper = PaperFactory()
    PaperSectionFactory(paper=paper, position=1, title="抽题", count=count, **draw)
    return ExamFactory(paper=paper)


def test_fixed_questions_are_asked_in_their_order_and_newest_version(person: Employee) -> None:
    first, second = QuestionVersionFactory.create_batch(2)
    newer = QuestionVersionFactory(question=first.question, number=2, points=Decimal(3))
    exam = paper_of(first, second).exam
    assert fill(exam, person) == [
        papers.Asked(newer.pk, 0, Decimal("3.00"), ["a", "b", "c", "d"]),
        papers.Asked(second.pk, 0, Decimal("1.00"), ["a", "b", "c", "d"]),
    ]


def test_points_of_the_paper_go_before_the_questions_own(person: Employee) -> None:
    section = PaperSectionFactory(position=1)
    PaperQuestionFactory(section=section, points=Decimal(10))
    assert [line.points for line in fill(ExamFactory(paper=section.paper), person)] == [Decimal("10.00")]


def test_a_question_of_two_papers_has_the_points_of_each(person: Employee) -> None:
    version = QuestionVersionFactory(points=Decimal(2))
    five, own = PaperSectionFactory(position=1), PaperSectionFactory(position=1)
    PaperQuestionFactory(section=five, question=version.question, points=Decimal(5))
    PaperQuestionFactory(section=own, question=version.question)
    asked = [fill(ExamFactory(paper=section.paper), person) for section in (five, own)]
    assert [[line.points for line in lines] for lines in asked] == [[Decimal("5.00")], [Decimal("2.00")]]


def test_a_retired_question_is_not_asked(person: Employee) -> None:
    kept, gone = QuestionVersionFactory.create_batch(2)
    exam = paper_of(kept, gone).exam
    Question.objects.filter(pk=gone.question_id).update(retired_at="2026-01-01T00:00:00Z")
    assert [line.version for line in fill(exam, person)] == [kept.pk]
    assert papers.size(exam.paper) == 1


def test_a_draw_takes_from_the_topic_and_those_below_it(person: Employee) -> None:
    topic = TopicFactory()
    inner = QuestionVersionFactory(question__topic=TopicFactory(parent=topic))
    own = QuestionVersionFactory(question__topic=topic)
    QuestionVersionFactory()
    exam = drawing(2, topic=topic, points=Decimal(5))
    assert {(line.version, line.points) for line in fill(exam, person)} == {
        (inner.pk, Decimal("5.00")),
        (own.pk, Decimal("5.00")),
    }


def test_a_draw_asks_for_difficulty_and_level_of_the_newest_version(person: Employee) -> None:
    topic = TopicFactory()
    asked = QuestionVersionFactory(question__topic=topic, difficulty="hard", level=3)
    QuestionVersionFactory(question__topic=topic, difficulty="hard", level=2)
    once_hard = QuestionVersionFactory(question__topic=topic, difficulty="hard", level=3)
    QuestionVersionFactory(question=once_hard.question, number=2, difficulty="easy", level=3)
    exam = drawing(1, topic=topic, difficulty="hard", level=3)
    assert [line.version for line in fill(exam, person)] == [asked.pk]


def test_a_draw_takes_unseen_questions_first(person: Employee) -> None:
    topic = TopicFactory()
    seen = QuestionVersionFactory.create_batch(3, question__topic=topic)
    AttemptFactory(employee=person, sitting=paper_of(*seen, employees=[person]))
    unseen = QuestionVersionFactory.create_batch(2, question__topic=topic)
    exam = drawing(3, topic=topic)
    for seed in range(5):
        asked = {line.version for line in fill(exam, person, seed)}
        assert asked > {version.pk for version in unseen}


def test_too_few_questions_are_named(person: Employee) -> None:
    topic = TopicFactory()
    QuestionVersionFactory(question__topic=topic)
    exam = drawing(2, topic=topic)
    with pytest.raises(PaperCannotBeFilled) as refusal:
        fill(exam, person)
    assert "抽题" in str(refusal.value)
    with pytest.raises(PaperCannotBeFilled):
        papers.check(exam.paper)


def test_an_empty_paper_is_refused(person: Employee) -> None:
    exam = ExamFactory()
    with pytest.raises(PaperCannotBeFilled):
        fill(exam, person)
    with pytest.raises(PaperCannotBeFilled):
        papers.check(exam.paper)


def test_no_question_is_asked_twice_in_two_sections(person: Employee) -> None:
    topic = TopicFactory()
    QuestionVersionFactory.create_batch(4, question__topic=topic)
    exam = drawing(2, topic=topic)
    PaperSectionFactory(paper=exam.paper, position=2, title="又抽", count=2, topic=topic)
    asked = fill(exam, person)
    assert len({line.version for line in asked}) == 4
    assert [line.section for line in asked] == [0, 0, 1, 1]
    assert papers.size(exam.paper) == 4


def test_options_are_shuffled_but_never_true_and_false(person: Employee) -> None:
    choice = QuestionVersionFactory()
    judged = QuestionVersionFactory(kind="true_false", options={}, key={"correct": ["true"]})
    exam = paper_of(choice, judged, shuffle_options=True).exam
    orders = [[line.order for line in fill(exam, person, seed)] for seed in range(20)]
    assert len({tuple(order[0]) for order in orders}) > 5
    assert {tuple(sorted(order[0])) for order in orders} == {("a", "b", "c", "d")}
    assert {tuple(order[1]) for order in orders} == {("true", "false")}


def test_questions_are_shuffled_within_their_section(person: Employee) -> None:
    exam = paper_of(*QuestionVersionFactory.create_batch(6), shuffle_questions=True).exam
    second = PaperSectionFactory(paper=exam.paper, position=2, title="二")
    last = PaperQuestionFactory(section=second)
    papers_made = [fill(exam, person, seed) for seed in range(10)]
    assert len({tuple(line.version for line in asked) for asked in papers_made}) == 10
    assert {asked[-1].version for asked in papers_made} == {last.question.versions.get().pk}


def test_a_draw_without_a_topic_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError):
        PaperSectionFactory(count=1)
