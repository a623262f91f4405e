"""Questions drawn once for a sitting: the same for everybody, or parallel booklets."""

from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exams.domain import papers
from exams.domain.papers import booklets
from exams.domain.taking import attempts
from exams.enums import Medium
from exams.models import Attempt, Booklet, BookletLine, Item, QuestionVersion, Sitting, Topic
from people.models import Employee
from tests.exams.bank.counting import counted
from tests.factories.exams import (
    ExamFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionVersionFactory,
    SittingFactory,
    TopicFactory,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return TopicFactory()


def stocked(topic: Topic, **numbers: int) -> None:
    for difficulty, number in numbers.items():
        QuestionVersionFactory.create_batch(number, question__topic=topic, difficulty=difficulty)


def drawing(topic: Topic, count: int, people: list[Employee], **exam: Any) -> Sitting:
    section = PaperSectionFactory(position=1, title="抽题", count=count, topic=topic)
    return SittingFactory(exam=ExamFactory(paper=section.paper, **exam), employees=people)


def start(sitting: Sitting, person: Employee) -> Attempt:
    return attempts.start(sitting=sitting, employee=person, at=timezone.now())


def versions(attempt: Attempt) -> list[int]:
    return list(attempt.items.order_by("position").values_list("version", flat=True))


def test_drawn_once_is_the_same_for_everybody(topic: Topic) -> None:
    stocked(topic, medium=20)
    people = EmployeeFactory.create_batch(3)
    sitting = drawing(topic, 5, people, drawing="once")
    asked = [versions(start(sitting, person)) for person in people]
    assert asked[0] == asked[1] == asked[2]
    assert Booklet.objects.values_list("medium", "letter").get() == ("screen", "A")


def test_shuffled_it_is_the_same_in_another_order(topic: Topic) -> None:
    stocked(topic, medium=20)
    people = EmployeeFactory.create_batch(3)
    sitting = drawing(topic, 8, people, drawing="once", shuffle_questions=True, shuffle_options=True)
    made = [start(sitting, person) for person in people]
    assert len({frozenset(versions(one)) for one in made}) == 1
    assert len({tuple(versions(one)) for one in made}) > 1
    assert len({tuple(order) for order in Item.objects.values_list("order", flat=True)}) > 3


def test_a_booklet_stays_when_paper_and_bank_change(topic: Topic) -> None:
    stocked(topic, medium=3)
    people = EmployeeFactory.create_batch(2)
    sitting = drawing(topic, 3, people, drawing="once")
    first = start(sitting, people[0])
    section = sitting.exam.paper.sections.get()
    section.draws.update(count=1)
    sitting.exam.paper.sections.update(title="另一", pass_mark="0.5")
    QuestionVersionFactory(question=QuestionVersion.objects.order_by("pk")[0].question, number=2)
    second = start(sitting, people[1])
    assert versions(second) == versions(first)
    assert second.sections == [{"title": "抽题", "pass_mark": None}]


def test_once_is_the_same_for_everybody_though_it_was_said_after_parallel_booklets(topic: Topic) -> None:
    stocked(topic, medium=20)
    people = EmployeeFactory.create_batch(3)
    sitting = drawing(topic, 4, people, drawing="booklets", booklets=3)
    start(sitting, people[0])
    sitting.exam.drawing = "once"
    assert [start(sitting, person).booklet for person in people[1:]] == [Booklet.objects.get(letter="A")] * 2


def test_parallel_booklets_are_spread_evenly_and_a_retake_gets_another(topic: Topic) -> None:
    stocked(topic, easy=8, medium=8)
    people = EmployeeFactory.create_batch(8)
    sitting = drawing(topic, 4, people, drawing="booklets", booklets=4, attempts=2)
    first = {person: start(sitting, person) for person in people}
    letters = Counter(one.booklet.letter for one in first.values() if one.booklet)
    assert letters == {"A": 2, "B": 2, "C": 2, "D": 2}
    for person, attempt in first.items():
        attempts.hand_in(attempt, at=timezone.now())
        assert start(sitting, person).booklet != attempt.booklet


def test_parallel_booklets_share_nothing_where_the_bank_is_large_enough(topic: Topic) -> None:
    """Eight easy and four hard make four booklets of two easy and one hard, without a repetition."""
    stocked(topic, easy=8, hard=4)
    for seed in range(5):
        sitting = drawing(topic, 3, [], drawing="booklets", booklets=4)
        booklets.on_screen(sitting, chance=Random(seed))
        lines = BookletLine.objects.filter(booklet__sitting=sitting)
        assert lines.values("version").distinct().count() == 12


@pytest.mark.parametrize("stock", [{"easy": 5, "medium": 6, "hard": 3}, {"easy": 30, "medium": 7, "hard": 3}])
def test_parallel_booklets_are_equally_hard(topic: Topic, stock: dict[str, int]) -> None:
    stocked(topic, **stock)
    sitting = drawing(topic, 8, [], drawing="booklets", booklets=4)
    made = booklets.on_screen(sitting, chance=Random(1))
    mixes = [Counter(booklet.lines.values_list("version__difficulty", flat=True)) for booklet in made]
    assert [mix.total() for mix in mixes] == [8, 8, 8, 8]
    assert mixes[0] == mixes[1] == mixes[2] == mixes[3]


def test_a_make_up_asks_what_the_first_sitting_did_not(topic: Topic) -> None:
    stocked(topic, medium=10)
    person = EmployeeFactory()
    first = drawing(topic, 5, [person], drawing="once")
    before = set(versions(start(first, person)))
    make_up = SittingFactory(exam=first.exam, kind="make_up", employees=[person])
    assert papers.overlap(exam=first.exam, earlier=first) == papers.Repetition(0.0, 0.0, 1)
    assert not before & set(versions(start(make_up, person)))


def test_the_overlap_of_a_make_up_that_the_bank_is_too_small_for(topic: Topic) -> None:
    stocked(topic, medium=8)
    person = EmployeeFactory()
    first = drawing(topic, 5, [person])
    start(first, person)
    found = papers.overlap(exam=first.exam, earlier=first)
    assert found == papers.Repetition(0.4, 0.4, 1)
    assert not found.is_other_enough


def test_printed_letters_ask_the_same_in_another_order(topic: Topic) -> None:
    stocked(topic, medium=12)
    sitting = drawing(topic, 10, [])
    made = booklets.on_paper(sitting, "ABCD", chance=Random(1))
    assert [one.letter for one in made] == ["A", "B", "C", "D"]
    rows = [list(one.lines.order_by("position").values_list("version", "order")) for one in made]
    assert len({frozenset(version for version, _order in row) for row in rows}) == 1
    assert len({tuple(version for version, _order in row) for row in rows}) == 4
    assert len({tuple(order) for _version, order in rows[1]}) > 1
    assert {tuple(order) for _version, order in rows[0]} == {("a", "b", "c", "d")}


def test_what_was_printed_is_printed_again(topic: Topic) -> None:
    stocked(topic, medium=12)
    sitting = drawing(topic, 5, [])
    first = booklets.on_paper(sitting, "AB", chance=Random(1))
    again = booklets.on_paper(sitting, "ABC", chance=Random(2))
    assert again[:2] == first
    assert BookletLine.objects.count() == 15
    lines = {one.letter: set(one.lines.values_list("version", flat=True)) for one in again}
    assert lines["C"] == lines["A"]


def test_parallel_booklets_are_printed_as_they_are_on_the_screen(topic: Topic) -> None:
    stocked(topic, medium=12)
    sitting = drawing(topic, 3, [], drawing="booklets", booklets=2)
    printed = booklets.on_paper(sitting, "AB", chance=Random(1))
    screen = Booklet.objects.filter(medium=Medium.SCREEN)
    assert [list(one.lines.values_list("version", flat=True)) for one in printed] == [
        list(one.lines.values_list("version", flat=True)) for one in screen
    ]


@pytest.mark.parametrize("questions", [1, 3])
def test_a_start_from_a_booklet_takes_as_many_queries_for_three_questions_as_for_one(
    topic: Topic, questions: int
) -> None:
    """Once the booklets stand: which there are, and how often each was given out."""
    stocked(topic, medium=6)
    people = EmployeeFactory.create_batch(2)
    sitting = drawing(topic, questions, people, drawing="booklets", booklets=2)
    for person in people:
        papers.fill(sitting, employee=person)
    with CaptureQueriesContext(connection) as captured:
        papers.fill(sitting, employee=people[0])
    assert counted(captured) <= 4


def test_fixed_questions_stand_in_every_booklet(topic: Topic) -> None:
    stocked(topic, medium=6)
    sitting = drawing(topic, 2, [], drawing="booklets", booklets=2)
    fixed = PaperQuestionFactory(section=sitting.exam.paper.sections.get()).question.versions.get()
    made = booklets.on_screen(sitting, chance=Random(3))
    assert [one.lines.filter(version=fixed).count() for one in made] == [1, 1]
