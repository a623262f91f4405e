"""Many start or print at the same moment, on a database with real commits."""

from random import Random

import pytest
from django.utils import timezone

from exams.domain.marking import verification
from exams.domain.papers import booklets, paper_entries
from exams.domain.taking import attempts
from exams.errors import EnteredAlready
from exams.models import Attempt, Booklet, BookletLine
from records.models import Entry
from tests.exams.races import together
from tests.factories.exams import (
    ExamFactory,
    PaperSectionFactory,
    QuestionVersionFactory,
    SittingFactory,
    TopicFactory,
)
from tests.factories.people import EmployeeFactory, UserFactory

ROUNDS = 5

pytestmark = pytest.mark.usefixtures("own_database")


def test_everybody_who_starts_at_once_gets_the_same_booklets() -> None:
    topic = TopicFactory()
    QuestionVersionFactory.create_batch(12, question__topic=topic)
    for _round in range(ROUNDS):
        section = PaperSectionFactory(position=1, count=3, topic=topic)
        people = EmployeeFactory.create_batch(6)
        exam = ExamFactory(paper=section.paper, drawing="booklets", booklets=3)
        sitting = SittingFactory(exam=exam, employees=people)
        started = together(
            *[
                lambda one=one, sitting=sitting: attempts.start(
                    sitting=sitting, employee=one, at=timezone.now()
                )
                for one in people
            ]
        )
        assert {type(one) for one in started} == {Attempt}
        assert list(Booklet.objects.filter(sitting=sitting).values_list("letter", flat=True)) == [
            "A",
            "B",
            "C",
        ]
        assert BookletLine.objects.filter(booklet__sitting=sitting).count() == 9
        for one in started:
            lines = one.booklet.lines.order_by("position").values_list("version", flat=True)
            assert list(one.items.order_by("position").values_list("version", flat=True)) == list(lines)


def test_a_sheet_that_two_people_key_in_at_once_counts_once() -> None:
    topic = TopicFactory()
    QuestionVersionFactory.create_batch(3, question__topic=topic)
    by = UserFactory()
    for _round in range(ROUNDS):
        section = PaperSectionFactory(position=1, count=3, topic=topic)
        person = EmployeeFactory()
        sitting = SittingFactory(exam=ExamFactory(paper=section.paper, attempts=None), employees=[person])
        booklet = booklets.on_paper(sitting, "A", chance=Random(1))[0]

        def enter(booklet: Booklet = booklet, person: object = person) -> Attempt:
            now = timezone.now()
            return paper_entries.enter(
                booklet=booklet,
                employee=person,
                answers={1: ["a"]},
                on=timezone.localdate(now),
                by=by,
                at=now,
            )

        results = together(enter, enter)
        assert {type(one) for one in results} == {Attempt, EnteredAlready}
        assert Attempt.objects.filter(employee=person).count() == 1
    assert Entry.objects.count() == ROUNDS
    assert verification.verify() == (ROUNDS, [])
