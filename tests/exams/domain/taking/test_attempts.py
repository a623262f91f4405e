from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import scores
from exams.domain.taking import attempts, items, receipts
from exams.enums import EndedBy
from exams.errors import NoAttemptsLeft, NotInvited, SittingClosed
from exams.models import Attempt, Item, Mark, Sitting
from notices.models import Notice
from people.models import Employee
from records.models import Entry
from tests.factories.exams import (
    AttemptFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionVersionFactory,
    answer,
    paper_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)  # in Shanghai


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory()


@pytest.fixture
def sitting(person: Employee) -> Sitting:
    return paper_of(
        *QuestionVersionFactory.create_batch(3),
        employees=[person],
        opens_at=NOON - timedelta(hours=1),
        closes_at=NOON + timedelta(hours=3),
    )


def start(sitting: Sitting, person: Employee, at: datetime = NOON) -> Attempt:
    return attempts.start(sitting=sitting, employee=person, at=at)


def test_a_start_freezes_the_paper(sitting: Sitting, person: Employee) -> None:
    attempt = start(sitting, person)
    first = QuestionVersionFactory._meta.model.objects.order_by("pk").first()
    QuestionVersionFactory(question=first.question, number=2, points=Decimal(9))
    sitting.exam.paper.sections.update(title="改了", pass_mark=Decimal("0.9"))
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert (attempt.number, attempt.started_at, attempt.deadline_at) == (
        1,
        NOON,
        NOON + timedelta(minutes=30),
    )
    assert attempt.sections == [{"title": "全部", "pass_mark": None}]
    assert list(attempt.items.values_list("position", "points", "order")) == [
        (position, Decimal(1), ["a", "b", "c", "d"]) for position in (1, 2, 3)
    ]
    assert set(attempt.items.values_list("version__number", flat=True)) == {1}


def test_the_deadline_is_never_past_the_end_of_the_sitting(sitting: Sitting, person: Employee) -> None:
    late = sitting.closes_at - timedelta(minutes=5)
    assert start(sitting, person, late).deadline_at == sitting.closes_at


def test_an_exam_without_minutes_ends_with_its_sitting(sitting: Sitting, person: Employee) -> None:
    sitting.exam.minutes = None
    assert start(sitting, person).deadline_at == sitting.closes_at


def test_a_second_start_gives_the_open_attempt(sitting: Sitting, person: Employee) -> None:
    assert start(sitting, person) == start(sitting, person, NOON + timedelta(minutes=2))
    assert (Attempt.objects.count(), Item.objects.count()) == (1, 3)


@pytest.mark.parametrize("minutes", [-61, 180, 500])
def test_nobody_starts_outside_the_window(sitting: Sitting, person: Employee, minutes: int) -> None:
    with pytest.raises(SittingClosed):
        start(sitting, person, NOON + timedelta(minutes=minutes))


def test_nobody_starts_who_is_not_invited(sitting: Sitting) -> None:
    with pytest.raises(NotInvited):
        start(sitting, EmployeeFactory())


def test_attempts_are_counted(sitting: Sitting, person: Employee) -> None:
    attempts.hand_in(start(sitting, person), at=NOON)
    with pytest.raises(NoAttemptsLeft):
        start(sitting, person)
    sitting.exam.attempts = 2
    assert start(sitting, person).number == 2


def test_the_database_holds_one_open_attempt(sitting: Sitting, person: Employee) -> None:
    attempt = start(sitting, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            sitting=sitting,
            employee=person,
            number=2,
            started_at=NOON,
            deadline_at=NOON,
            pass_mark=attempt.pass_mark,
            sections=[],
        )


def test_handing_in_marks_and_books(sitting: Sitting, person: Employee) -> None:
    attempt = start(sitting, person)
    answer(attempt, 1, "a", at=NOON)
    answer(attempt, 2, "b", at=NOON)
    answer(attempt, 2, "a", seq=2, at=NOON)
    done = attempts.hand_in(attempt, at=NOON + timedelta(minutes=10))
    assert (done.handed_in_at, done.ended_by) == (NOON + timedelta(minutes=10), EndedBy.CANDIDATE)
    assert list(Mark.objects.order_by("item__position").values_list("fraction", "by_name")) == [
        (Decimal(1), "system"),
        (Decimal(1), "system"),
        (Decimal(0), "system"),
    ]
    entry = Entry.objects.get()
    assert (entry.subject, entry.kind, str(entry.on)) == (f"exam:{sitting.exam.code}", "exam", "2026-03-20")
    assert (entry.score, entry.result, entry.source) == (
        Decimal("0.666667"),
        "passed",
        f"exams.attempt:{attempt.pk}",
    )
    assert entry.facts == {
        "points": 2.0,
        "points_max": 3.0,
        "pass_mark": 0.6,
        "attempt": 1,
        "sitting": "",
        "paper": sitting.exam.paper.code,
        "sections": {"全部": 0.666667},
        "average_of": None,
    }


def test_handing_in_twice_books_once(sitting: Sitting, person: Employee) -> None:
    attempt = start(sitting, person)
    first = attempts.hand_in(attempt, at=NOON)
    again = attempts.hand_in(attempt, at=NOON + timedelta(minutes=1))
    assert first.handed_in_at == again.handed_in_at == NOON
    assert (Mark.objects.count(), Entry.objects.count()) == (3, 1)


def test_an_end_that_waited_for_a_save_stands_behind_it(sitting: Sitting, person: Employee) -> None:
    """On a busy database the hand-in of 12:00:00 may get its turn after the answer of 12:00:01."""
    attempt = start(sitting, person)
    saved = answer(attempt, 1, "a", at=NOON + timedelta(seconds=1)).saved_at
    done = attempts.hand_in(attempt, at=NOON)
    assert (done.handed_in_at, done.processed_at) == (saved, saved)
    done.refresh_from_db()
    assert (done.handed_in_at, done.processed_at) == (saved, saved)


def test_a_finish_is_never_later_than_the_deadline(sitting: Sitting, person: Employee) -> None:
    attempt = start(sitting, person)
    done = attempts.hand_in(attempt, at=attempt.deadline_at + timedelta(seconds=20))
    assert (done.handed_in_at, done.ended_by) == (attempt.deadline_at, EndedBy.TIME)


def test_the_sweeper_hands_in_what_was_left_open(sitting: Sitting, person: Employee) -> None:
    attempt = start(sitting, person)
    answer(attempt, 1, "a", at=NOON)
    over = attempt.deadline_at + GRACE
    assert attempts.expire(at=over - timedelta(seconds=1)) == 0
    assert attempts.expire(at=over + timedelta(hours=9)) == 1
    assert attempts.expire(at=over + timedelta(hours=9)) == 0
    swept = Attempt.objects.get()
    assert (swept.handed_in_at, swept.ended_by) == (attempt.deadline_at, EndedBy.TIME)
    assert swept.processed_at == over + timedelta(hours=9)
    assert Entry.objects.get().score == Decimal("0.333333")
    assert Notice.objects.get().kind == "exam_result"


def test_whoever_hands_in_herself_gets_no_notice(sitting: Sitting, person: Employee) -> None:
    attempts.hand_in(start(sitting, person), at=NOON)
    assert Notice.objects.count() == 0


def test_a_forgotten_attempt_is_handed_in_by_the_next_start(sitting: Sitting, person: Employee) -> None:
    sitting.exam.attempts = 2
    first = start(sitting, person)
    second = start(sitting, person, NOON + timedelta(hours=1))
    assert (second.number, second.handed_in_at) == (2, None)
    assert Attempt.objects.get(pk=first.pk).handed_in_at == first.deadline_at


def test_a_section_below_its_pass_mark_fails_the_whole(person: Employee) -> None:
    sitting = paper_of(*QuestionVersionFactory.create_batch(3), employees=[person])
    hard = PaperSectionFactory(paper=sitting.exam.paper, position=2, title="必过", pass_mark=Decimal("0.5"))
    PaperQuestionFactory(section=hard)
    attempt = start(sitting, person, timezone.now())
    for position in (1, 2, 3):
        answer(attempt, position, "a")
    done = attempts.hand_in(attempt, at=timezone.now())
    found = scores.of(done, items.of(done))
    assert found is not None
    assert (found.whole.fraction, found.whole.passed, found.passed) == (Decimal("0.75"), True, False)
    assert [(part.title, part.passed) for part in found.sections] == [("全部", True), ("必过", False)]
    assert Entry.objects.get().result == "failed"


def test_exactly_the_pass_mark_passes() -> None:
    lines = [scores.Line(0, Decimal("0.1"), Decimal(right)) for right in (1, 1, 1, 1, 1, 1, 0, 0, 0, 0)]
    assert scores.score(lines, pass_mark=Decimal("0.6"), sections=[]).passed
    assert not scores.score(lines, pass_mark=Decimal("0.601"), sections=[]).passed


def test_a_receipt_changes_with_the_answers() -> None:
    attempt = AttemptFactory()
    blank = receipts.receipt(attempt, items.of(attempt))
    answer(attempt, 1, "a")
    given = receipts.receipt(attempt, items.of(attempt))
    assert given != blank
    assert given == receipts.receipt(attempt, items.of(attempt))


class Meanwhile(Random):
    """The other click of a double click, between this one's look and its write."""

    def __init__(self, other: Callable[[], Attempt]) -> None:
        super().__init__(0)
        self.other: Callable[[], Attempt] | None = other

    def shuffle(self, x: Any) -> None:
        if self.other:
            other, self.other = self.other, None
            self.started = other()
        super().shuffle(x)


def test_a_double_click_on_the_only_attempt_gives_it_to_both(person: Employee) -> None:
    sitting = paper_of(
        *QuestionVersionFactory.create_batch(2), employees=[person], attempts=1, shuffle_questions=True
    )
    click = partial(attempts.start, sitting=sitting, employee=person, at=timezone.now())
    chance = Meanwhile(click)
    assert click(chance=chance) == chance.started
    assert Attempt.objects.count() == 1


def test_an_attempt_that_cannot_be_handed_in_stops_none_of_the_others(person: Employee) -> None:
    broken, whole = AttemptFactory(), AttemptFactory()
    Attempt.objects.filter(pk=broken.pk).update(sections=[{}])
    over = whole.deadline_at + GRACE
    assert attempts.expire(at=over) == 1
    ended = dict(Attempt.objects.values_list("pk", "handed_in_at"))
    assert ended == {broken.pk: None, whole.pk: whole.deadline_at}
    assert Mark.objects.filter(item__attempt=broken).count() == 0


def test_many_that_cannot_be_handed_in_hold_up_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "SWEEP", 1)
    broken, whole = [AttemptFactory(), AttemptFactory()], AttemptFactory()
    Attempt.objects.filter(pk__in=[one.pk for one in broken]).update(sections=[{}])
    assert attempts.expire(at=whole.deadline_at + GRACE) == 1
    assert Attempt.objects.get(pk=whole.pk).handed_in_at == whole.deadline_at


def test_one_that_cannot_be_handed_in_is_given_as_it_is_beside_the_others() -> None:
    broken, whole = AttemptFactory(), AttemptFactory()
    Attempt.objects.filter(pk=broken.pk).update(sections=[{}])
    over = whole.deadline_at + GRACE
    gone = attempts.settle(Attempt.objects.order_by("pk"), at=over)
    assert [(one.handed_in_at, one.ended_by) for one in gone] == [(None, ""), (whole.deadline_at, "time")]
    assert [attempts.is_stuck(one, at=over) for one in gone] == [True, False]
    assert not attempts.is_stuck(gone[0], at=over - timedelta(seconds=1))
