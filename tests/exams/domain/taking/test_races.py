"""What threads do to an attempt on a database with real commits. Each race is run twenty times."""

import pytest
from django.utils import timezone

from exams.domain.marking import verification
from exams.domain.taking import attempts
from exams.errors import AnswerLate
from exams.models import Attempt, Item, Mark, RefusedResponse, Response, Sitting
from people.models import Employee
from records.models import Entry
from tests.exams.races import together
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, answer, paper_of
from tests.factories.people import EmployeeFactory

ROUNDS = 20

pytestmark = pytest.mark.usefixtures("own_database")


def start(sitting: Sitting, person: Employee) -> Attempt:
    return attempts.start(sitting=sitting, employee=person, at=timezone.now())


def test_no_answer_slips_in_behind_a_hand_in() -> None:
    acknowledged = 0
    for _round in range(ROUNDS):
        attempt = AttemptFactory()
        saved, _done = together(
            lambda attempt=attempt: answer(attempt, 1, "a"),
            lambda attempt=attempt: attempts.hand_in(attempt, at=timezone.now()),
        )
        kept = Response.objects.filter(item__attempt=attempt).count()
        late = RefusedResponse.objects.filter(item__attempt=attempt, reason="late").count()
        assert (kept, late) == ((0, 1) if isinstance(saved, AnswerLate) else (1, 0))
        right = Mark.objects.filter(item__attempt=attempt, fraction=1).count()
        assert right == kept
        acknowledged += kept
    assert Entry.objects.count() == ROUNDS
    assert Response.objects.count() == acknowledged
    assert verification.verify() == (ROUNDS, [])


def test_two_windows_under_one_number_keep_one_answer_and_refuse_the_other() -> None:
    for _round in range(ROUNDS):
        attempt = AttemptFactory()
        results = together(
            lambda attempt=attempt: answer(attempt, 1, "a"), lambda attempt=attempt: answer(attempt, 1, "b")
        )
        assert sorted(type(result).__name__ for result in results) == ["AnswerStale", "Saved"]
        assert Response.objects.filter(item__attempt=attempt).count() == 1
        assert RefusedResponse.objects.filter(item__attempt=attempt, reason="stale").count() == 1


def test_the_same_answer_twice_is_one_row_and_two_acknowledgements() -> None:
    attempt = AttemptFactory()
    results = together(*[lambda: answer(attempt, 1, "a")] * 4)
    assert {result.seq for result in results} == {1}
    assert (Response.objects.count(), RefusedResponse.objects.count()) == (1, 0)


@pytest.mark.parametrize("allowed", [None, 1])
def test_a_double_start_is_one_attempt(allowed: int | None) -> None:
    for round_number in range(1, ROUNDS // 2 + 1):
        person = EmployeeFactory()
        sitting = paper_of(*QuestionVersionFactory.create_batch(2), employees=[person], attempts=allowed)
        started = together(*[lambda sitting=sitting, person=person: start(sitting, person)] * 3)
        assert len({attempt.pk for attempt in started}) == 1
        assert (Attempt.objects.count(), Item.objects.count()) == (round_number, 2 * round_number)


def test_a_hand_in_ten_times_over_books_once() -> None:
    attempt = AttemptFactory()
    done = together(*[lambda: attempts.hand_in(attempt, at=timezone.now())] * 10)
    assert len({one.handed_in_at for one in done}) == 1
    assert (Mark.objects.count(), Entry.objects.count()) == (3, 1)


def test_a_double_hand_in_a_hundred_times_books_each_once() -> None:
    """From two windows, each with the row as it read it before."""
    person = EmployeeFactory()
    sitting = paper_of(QuestionVersionFactory(), employees=[person], attempts=None)
    for race in range(1, 101):
        attempt = start(sitting, person)
        read = [Attempt.objects.whole().get(pk=attempt.pk) for _window in range(2)]
        first, second = together(*[lambda own=own: attempts.hand_in(own, at=timezone.now()) for own in read])
        assert first.handed_in_at == second.handed_in_at
        assert (Mark.objects.count(), Entry.objects.count()) == (race, race)
    assert verification.verify() == (100, [])


def test_the_ledger_of_acknowledgements_is_what_the_database_holds() -> None:
    """Six candidates answer at once, again and again: what was acknowledged stands, and nothing else."""
    running = [AttemptFactory() for _candidate in range(6)]
    ledger: list[tuple[int, int, int, str]] = []

    def sit(attempt: Attempt) -> None:
        for seq, letter in enumerate("abcdabcd", start=1):
            for position in (1, 2, 3):
                saved = answer(attempt, position, letter, seq=seq)
                ledger.append((attempt.pk, position, saved.seq, letter))
        attempts.hand_in(attempt, at=timezone.now())

    together(*[lambda attempt=attempt: sit(attempt) for attempt in running])
    held = Response.objects.values_list("item__attempt", "item__position", "seq", "answer")
    assert sorted((pk, position, seq, letters[0]) for pk, position, seq, letters in held) == sorted(ledger)
    assert len(ledger) == 6 * 8 * 3
    assert RefusedResponse.objects.count() == 0
    assert verification.verify() == (6, [])
