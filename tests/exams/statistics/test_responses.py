"""The response matrix as it is read from the database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from exams.domain.analysis import exam_reports, responses
from exams.domain.analysis.analyses import analyse
from exams.domain.delivery import interventions, late
from exams.domain.taking import attempts
from exams.enums import MarkKind, Remedy, SittingKind
from exams.errors import AnswerLate
from exams.models import Attempt, Item, Mark, Regrade, Sitting
from tests.factories.exams import (
    AttemptFactory,
    ItemFactory,
    MarkFactory,
    QuestionVersionFactory,
    SittingFactory,
    answer,
    crowd,
    paper_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


def loaded(*sittings, **told):
    return responses.load(responses.counted(Sitting.objects.filter(pk__in=[s.pk for s in sittings])), **told)


def test_a_row_for_each_person_and_a_column_for_each_question():
    first, second = QuestionVersionFactory.create_batch(2)
    sitting = paper_of(first, second, employees=[])
    crowd(sitting, [first, second], ["aa", "ab", ["b", ""]])
    found = loaded(sitting)
    assert found.responses.names == [first.question_id, second.question_id]
    assert found.responses.marks == [[1, 1], [1, 0], [0, 0]]
    assert found.responses.chosen == [[("a",), ("a",)], [("a",), ("b",)], [("b",), ()]]
    assert [one.right for one in found.responses.options] == [frozenset("a")] * 2
    assert found.responses.drawn == [False, False]


def test_what_a_candidate_did_by_the_verbs():
    version = QuestionVersionFactory(points=Decimal("2.5"))
    person = EmployeeFactory()
    attempt = AttemptFactory(sitting=paper_of(version, employees=[person]), employee=person)
    answer(attempt, 1, "b")
    answer(attempt, 1, "a", seq=2)
    attempts.hand_in(attempt, at=timezone.now())
    found = loaded(attempt.sitting)
    assert (found.responses.marks, found.responses.most, found.responses.chosen) == (
        [[2.5]],
        [2.5],
        [[("a",)]],
    )


def test_only_what_is_handed_in_and_marked_counts():
    version = QuestionVersionFactory()
    sitting = paper_of(version, employees=[])
    crowd(sitting, [version], ["a", "b"])
    ItemFactory(attempt=Attempt.objects.latest("pk"))
    person = EmployeeFactory()
    AttemptFactory(sitting=paper_of(version, employees=[person]), employee=person)
    found = loaded(*Sitting.objects.all())
    assert (found.responses.marks, found.unmarked) == ([[1]], 1)


def test_the_first_attempt_of_a_person_counts_over_all_sittings_but_practice():
    version = QuestionVersionFactory()
    first = paper_of(version)
    second = SittingFactory(exam=first.exam, audience=first.audience, kind=SittingKind.MAKE_UP)
    practice = SittingFactory(exam=first.exam, audience=first.audience, kind=SittingKind.PRACTICE)
    crowd(first, [version], "b")
    person = Attempt.objects.get().employee
    for sitting, letters in ((second, "a"), (practice, "a")):
        crowd(sitting, [version], [letters])
        later = Attempt.objects.latest("pk")
        later.employee, later.started_at = person, timezone.now() + timedelta(hours=1)
        later.save()
    assert loaded(first, second, practice).responses.marks == [[0]]
    every = responses.counted(Sitting.objects.all(), every=True)
    assert responses.load(every).responses.marks == [[0], [1]]


def test_a_void_item_was_not_asked_and_the_last_mark_counts():
    first, second = QuestionVersionFactory.create_batch(2)
    sitting = paper_of(first, second, employees=[])
    crowd(sitting, [first, second], ["ab"])
    void, wrong = Item.objects.order_by("position")
    regrade = Regrade.objects.create(
        question=first.question, remedy=Remedy.VOID, reason="不清楚", at=timezone.now()
    )
    MarkFactory(item=void, seq=1, fraction=1, kind=MarkKind.VOID, regrade=regrade)
    MarkFactory(item=wrong, seq=1, fraction=1, kind=MarkKind.HUMAN)
    assert Mark.objects.count() == 4
    assert loaded(sitting).responses.marks == [[None, 1]]


def test_versions_are_pooled_and_told_apart():
    old = QuestionVersionFactory()
    new = QuestionVersionFactory(question=old.question, number=2)
    sitting = paper_of(new, employees=[])
    crowd(sitting, [old], "aaab")
    more = SittingFactory(exam=sitting.exam, audience=sitting.audience)
    crowd(more, [new], "bb")
    both = Sitting.objects.filter(pk__in=[sitting.pk, more.pk])
    pooled = exam_reports.of_question(both, old.question)
    assert (pooled.figures.people, pooled.figures.facility) == (6, 0.5)
    alone = [exam_reports.of_question(both, old.question, version=one.pk) for one in (old, new)]
    assert [(one.figures.people, one.figures.facility) for one in alone] == [(4, 0.75), (2, 0)]
    assert exam_reports.versions_asked(both, old.question) == [(new.pk, 2), (old.pk, 1)]


def test_a_drawn_question_is_known_as_such():
    first, second = QuestionVersionFactory.create_batch(2)
    sitting = paper_of(first, second, employees=[])
    crowd(sitting, [first, second], [["a", None], ["b", "a"]])
    found = loaded(sitting)
    assert (found.responses.marks, found.responses.drawn) == ([[1, None], [0, 1]], [False, True])


@pytest.mark.parametrize("people", [1, 3])
def test_the_queries_do_not_grow_with_people(people, django_assert_num_queries):
    versions = QuestionVersionFactory.create_batch(3)
    sitting = paper_of(*versions, employees=[])
    crowd(sitting, versions, ["aaa"] * people)
    with django_assert_num_queries(3):
        assert analyse(loaded(sitting).responses).test.people == people


def test_a_mark_that_was_withdrawn_is_no_mark():
    version = QuestionVersionFactory()
    sitting = paper_of(version, employees=[])
    crowd(sitting, [version], ["a", "b"])
    item = Item.objects.order_by("pk").first()
    MarkFactory(item=item, seq=1, fraction=0, kind=MarkKind.WITHDRAWN)
    found = loaded(sitting)
    assert (found.responses.marks, found.unmarked) == ([[0]], 1)


def test_a_late_answer_that_counts_is_the_one_that_was_given(cast):
    person = cast.employee.employee
    sitting = paper_of(QuestionVersionFactory(), employees=[person], review="never")
    attempt = AttemptFactory(sitting=sitting, employee=person)
    answer(attempt, 1, "b")
    over = attempt.deadline_at + timedelta(minutes=2)
    attempts.settle([attempt], at=over)
    with pytest.raises(AnswerLate):
        answer(attempt, 1, "a", seq=2, at=over)
    hour = timedelta(hours=1)
    late.decide(attempt, counted=True, reason="断网", by=cast.hr, at=over + hour)
    found = loaded(sitting).responses
    assert (found.marks, found.chosen) == ([[1]], [[("a",)]])
    opened = interventions.reopen(
        Attempt.objects.get(), minutes=5, reason="?", by=cast.hr, at=over + 2 * hour
    )
    answer(opened, 1, "c", seq=2, at=over + 2 * hour)
    attempts.hand_in(opened, at=over + 2 * hour)
    found = loaded(sitting).responses
    assert (found.marks, found.chosen) == ([[0]], [[("c",)]])
