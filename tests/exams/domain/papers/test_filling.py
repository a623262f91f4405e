from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from exams.domain import papers
from exams.errors import PaperCannotBeFilled
from exams.models import Exam, PaperDraw, Question, Sitting, Topic
from people.models import Employee
from tests.exams.bank.counting import counted
from tests.factories.exams import (
    AttemptFactory,
    ExamFactory,
    PaperDrawFactory,
    PaperFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionVersionFactory,
    StimulusVersionFactory,
    TagFactory,
    TopicFactory,
    paper_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory()


def fill(exam: Exam, person: Employee, seed: int = 1, kind: str = "quarterly") -> list[papers.Asked]:
    sitting = Sitting(exam=exam, kind=kind)
    return papers.fill(sitting, employee=person, chance=Random(seed)).asked


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


def test_a_draw_asks_for_a_tag(person: Employee) -> None:
    topic, invoice = TopicFactory(), TagFactory(name="发票")
    tagged, _other = QuestionVersionFactory.create_batch(2, question__topic=topic)
    tagged.question.tags.add(invoice)
    exam = drawing(1, topic=topic, tag=invoice)
    assert [line.version for line in fill(exam, person)] == [tagged.pk]


def test_rules_that_overlap_are_filled_whenever_that_can_be(person: Employee) -> None:
    """The first rule takes what the second cannot use, whatever chance would have it."""
    topic = TopicFactory()
    hard = QuestionVersionFactory.create_batch(2, question__topic=topic, difficulty="hard")
    easy = QuestionVersionFactory.create_batch(2, question__topic=topic, difficulty="easy")
    exam = drawing(2, topic=topic)
    PaperDrawFactory(section=exam.paper.sections.get(), count=2, topic=topic, difficulty="hard", position=99)
    for seed in range(10):
        asked = [line.version for line in fill(exam, person, seed)]
        assert set(asked[:2]) == {version.pk for version in easy}
        assert set(asked[2:]) == {version.pk for version in hard}


def test_a_fixed_question_is_not_drawn_again(person: Employee) -> None:
    topic = TopicFactory()
    fixed, other = QuestionVersionFactory.create_batch(2, question__topic=topic)
    exam = drawing(1, topic=topic)
    PaperQuestionFactory(section=exam.paper.sections.get(), question=fixed.question)
    assert [line.version for line in fill(exam, person)] == [fixed.pk, other.pk]


def test_practice_never_draws_what_is_reserved(person: Employee) -> None:
    topic = TopicFactory()
    QuestionVersionFactory(question__topic=topic, question__reserved=True)
    exam = drawing(1, topic=topic)
    assert len(fill(exam, person)) == 1
    with pytest.raises(PaperCannotBeFilled):
        fill(exam, person, kind="practice")
    with pytest.raises(PaperCannotBeFilled):
        papers.check(exam.paper, practice=True)


def test_the_refusal_names_section_rule_needs_and_stock() -> None:
    topic = TopicFactory(name="电话礼仪")
    QuestionVersionFactory.create_batch(8, question__topic=topic, difficulty="hard", level=3)
    exam = drawing(12, topic=topic, difficulty="hard", level=3, tag=None)
    with override("en"), pytest.raises(PaperCannotBeFilled) as refusal:
        papers.check(exam.paper)
    assert str(refusal.value) == "Section 抽题, rule 1 (电话礼仪, Hard, level 3): needs 12, has 8, short 4."


def test_the_refusal_tells_of_rules_that_share_their_questions() -> None:
    topic = TopicFactory(name="电话礼仪")
    QuestionVersionFactory.create_batch(10, question__topic=topic)
    exam = drawing(8, topic=topic)
    PaperSectionFactory(paper=exam.paper, position=2, title="又抽", count=8, topic=topic)
    with override("en"), pytest.raises(PaperCannotBeFilled) as refusal:
        papers.check(exam.paper)
    assert str(refusal.value) == (
        "Section 又抽, rule 1 (电话礼仪): needs 8, has 10, but other rules draw from the same questions: "
        "together they need 16, there are 10, short 6."
    )


@pytest.mark.parametrize("rules", [1, 3])
def test_filling_takes_as_many_queries_for_three_rules_as_for_one(person: Employee, rules: int) -> None:
    """Sections, fixed questions, rules, topics, stock, tags, what she was asked, faces."""
    exam = drawing(1, topic=TopicFactory(), tag=TagFactory())
    for position in range(2, rules + 1):
        PaperSectionFactory(
            paper=exam.paper, position=position, count=1, topic=TopicFactory(), tag=TagFactory()
        )
    for rule in PaperDraw.objects.select_related("topic", "tag"):
        QuestionVersionFactory(question__topic=rule.topic).question.tags.add(rule.tag)
    with CaptureQueriesContext(connection) as captured:
        assert len(fill(exam, person)) == rules
    assert counted(captured) == 8


def unit(topic: Topic, questions: int) -> tuple[int, list[int]]:
    """Questions on one stimulus: the stimulus' newest version, and theirs in their places."""
    said = StimulusVersionFactory(stimulus__topic=topic)
    made = [
        QuestionVersionFactory(question__topic=topic, question__stimulus=said.stimulus, question__place=place)
        for place in reversed(range(questions))
    ]
    return said.pk, [version.pk for version in reversed(made)]


def test_questions_on_one_stimulus_are_drawn_together_and_in_their_order(person: Employee) -> None:
    topic = TopicFactory()
    said, together = unit(topic, 3)
    QuestionVersionFactory(question__topic=topic)
    exam = drawing(4, topic=topic)
    exam.shuffle_questions = True
    for seed in range(5):
        asked = fill(exam, person, seed)
        at = next(at for at, line in enumerate(asked) if line.version == together[0])
        assert [line.version for line in asked[at : at + 3]] == together
        assert [line.stimulus for line in asked[at : at + 3]] == [said] * 3


def test_a_paper_that_units_do_not_fit_says_so(person: Employee) -> None:
    topic = TopicFactory()
    unit(topic, 3)
    exam = drawing(2, topic=topic)
    with override("en"), pytest.raises(PaperCannotBeFilled) as refusal:
        fill(exam, person)
    assert str(refusal.value) == (
        "Questions that belong together are drawn whole, and no choice of them makes exactly the numbers of "
        "this paper: change a number by one or two."
    )


def test_a_unit_with_a_fixed_question_is_not_drawn(person: Employee) -> None:
    topic = TopicFactory()
    _said, together = unit(topic, 2)
    other = QuestionVersionFactory(question__topic=topic)
    exam = drawing(1, topic=topic)
    PaperQuestionFactory(
        section=exam.paper.sections.get(), question=Question.objects.get(versions=together[1])
    )
    assert [line.version for line in fill(exam, person)] == [together[1], other.pk]


def test_what_was_read_of_the_bank_serves_those_who_start_at_once(person: Employee, settings: Any) -> None:
    settings.GRADUS_STOCK_SECONDS = 60
    topic = TopicFactory()
    QuestionVersionFactory.create_batch(3, question__topic=topic)
    exam = drawing(2, topic=topic)
    fill(exam, person)
    with CaptureQueriesContext(connection) as captured:
        fill(exam, person)
    assert counted(captured) == 1  # what she was asked
    Question.objects.update(retired_at="2026-01-01T00:00:00Z")
    assert len(fill(exam, person)) == 2
    settings.GRADUS_STOCK_SECONDS = 0
    with pytest.raises(PaperCannotBeFilled):
        fill(exam, person)
