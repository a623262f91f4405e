"""What whoever runs a sitting does to attempts, and what stands afterwards."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from core.models import AuditEvent
from exams.domain.delivery import interventions
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import scores
from exams.domain.taking import attempts, items
from exams.enums import EndedBy
from exams.errors import AttemptOver, AttemptRuns
from exams.models import Attempt, Ending, Extension, Mark, Reopening, Sitting
from notices.models import Notice
from people.models import User
from records.models import Entry
from tests.cast import Cast
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, answer, paper_of
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    return AttemptFactory()


@pytest.fixture
def said(cast: Cast) -> dict[str, Any]:
    return {"reason": "停电", "by": cast.trainer, "at": timezone.now()}


def test_minutes_are_added_once_for_a_key(attempt: Attempt, said: dict[str, Any], cast: Cast) -> None:
    was = attempt.deadline_at
    for _again in range(2):
        interventions.extend(attempt, minutes=5, key="one", **said)
    assert attempt.deadline_at == Attempt.objects.get().deadline_at == was + timedelta(minutes=5)
    interventions.extend(attempt, minutes=10, key="two", **said)
    assert attempt.deadline_at == was + timedelta(minutes=15)
    added = Extension.objects.values_list("minutes", "reason", "by_id", "by_name")
    assert list(added) == [(5, "停电", cast.trainer.pk, str(cast.trainer)), (10, "停电", *list(added)[1][2:])]
    assert AuditEvent.objects.filter(verb="extended").count() == 2


def test_an_answer_in_the_added_time_counts(attempt: Attempt, said: dict[str, Any]) -> None:
    late = attempt.deadline_at + GRACE + timedelta(seconds=30)
    interventions.extend(attempt, minutes=5, key="one", **said)
    answer(attempt, 1, "a", at=late)
    assert attempts.expire(at=late) == 0
    assert Attempt.objects.get().handed_in_at is None


def test_nothing_is_added_to_an_attempt_that_is_over(attempt: Attempt, said: dict[str, Any]) -> None:
    over = said | {"at": attempt.deadline_at + GRACE}
    with pytest.raises(AttemptOver):
        interventions.extend(attempt, minutes=5, key="one", **over)
    attempts.hand_in(attempt, at=timezone.now())
    with pytest.raises(AttemptOver):
        interventions.extend(attempt, minutes=5, key="two", **said)
    assert Extension.objects.count() == 0


def test_a_page_that_was_loaded_before_the_extension_ends_nothing(
    attempt: Attempt, said: dict[str, Any]
) -> None:
    """The sweeper and the lazy look have read the old deadline; it moved before they write."""
    stale = Attempt.objects.whole().get()
    over = attempt.deadline_at + GRACE
    interventions.extend(attempt, minutes=5, key="one", **said)
    (settled,) = attempts.settle([stale], at=over)
    assert (settled.handed_in_at, settled.deadline_at) == (None, attempt.deadline_at)


def test_a_hand_in_after_an_extension_that_it_did_not_see_is_the_candidates(
    attempt: Attempt, said: dict[str, Any]
) -> None:
    stale = Attempt.objects.whole().get()
    at = attempt.deadline_at + timedelta(minutes=1)
    interventions.extend(attempt, minutes=5, key="one", **said)
    done = attempts.hand_in(stale, at=at)
    assert (done.handed_in_at, done.ended_by) == (at, EndedBy.CANDIDATE)


def running(sitting: Sitting, **who: Any) -> Attempt:
    return AttemptFactory(sitting=sitting, **who)


def test_minutes_for_all_reach_who_runs_now_but_not_oneself(said: dict[str, Any], cast: Cast) -> None:
    one, two, over, later = (EmployeeFactory() for _number in range(4))
    everybody = [one, two, over, later, cast.trainer.employee]
    sitting = paper_of(QuestionVersionFactory(), employees=everybody)
    at_it = [running(sitting, employee=employee) for employee in (one, two)]
    attempts.hand_in(running(sitting, employee=over), at=timezone.now())
    own = running(sitting, employee=cast.trainer.employee)
    elsewhere = AttemptFactory()
    before = {attempt.pk: attempt.deadline_at for attempt in [*at_it, own, elsewhere]}
    give = {"minutes": 5, "key": "all", **said}
    assert [interventions.extend_all(sitting, **give) for _twice in range(2)] == [2, 0]
    moved = {
        attempt.pk: attempt.deadline_at - before[attempt.pk]
        for attempt in Attempt.objects.filter(pk__in=before)
    }
    five, none = timedelta(minutes=5), timedelta(0)
    assert moved == {at_it[0].pk: five, at_it[1].pk: five, own.pk: none, elsewhere.pk: none}
    assert Extension.objects.count() == 2


def test_an_attempt_is_ended_with_what_was_saved(attempt: Attempt, said: dict[str, Any]) -> None:
    answer(attempt, 1, "a")
    now = timezone.now()
    interventions.end(attempt, **said | {"at": now})
    done = Attempt.objects.get()
    assert (done.handed_in_at, done.ended_by) == (now, EndedBy.INVIGILATOR)
    assert Entry.objects.get().score == Decimal("0.333333")
    assert Ending.objects.get().reason == "停电"
    assert Notice.objects.get().kind == "exam_result"
    with pytest.raises(AttemptOver):
        interventions.end(attempt, **said)
    assert Ending.objects.count() == 1


@pytest.fixture
def ended(attempt: Attempt) -> Attempt:
    """Ten of thirty minutes were used, one question is right."""
    answer(attempt, 1, "a", at=attempt.started_at)
    return attempts.hand_in(attempt, at=attempt.started_at + timedelta(minutes=10))


def reopened(ended: Attempt, by: User, *, minutes: int = 0, after: int = 60) -> tuple[Attempt, datetime]:
    at = ended.started_at + timedelta(minutes=after)
    return interventions.reopen(ended, minutes=minutes, reason="误交", by=by, at=at), at


def test_a_reopened_attempt_keeps_answers_and_the_time_that_was_left(ended: Attempt, cast: Cast) -> None:
    was = ended.handed_in_at
    opened, at = reopened(ended, cast.trainer, minutes=5)
    assert (opened.handed_in_at, opened.ended_by) == (None, "")
    assert opened.deadline_at == at + timedelta(minutes=25)
    assert [state.answer for state in items.of(opened)] == [["a"], None, None]
    assert list(Reopening.objects.values_list("handed_in_at", "ended_by")) == [(was, "candidate")]
    assert Notice.objects.get().kind == "attempt_reopened"


def test_its_result_is_taken_back_and_booked_anew_with_the_next_hand_in(ended: Attempt, cast: Cast) -> None:
    opened, at = reopened(ended, cast.trainer)
    assert not Entry.objects.bookings().exists()
    answer(opened, 2, "a", at=at)
    attempts.hand_in(opened, at=at + timedelta(minutes=1))
    lines = Entry.objects.order_by("seq").values_list("seq", "score", "reverses__seq", "reason")
    assert list(lines) == [
        (0, Decimal("0.333333"), None, ""),
        (1, None, 0, "误交"),
        (2, Decimal("0.666667"), None, ""),
    ]
    found = scores.of(opened, items.of(opened))
    assert found is not None
    assert found.whole.points == 2
    assert Mark.objects.filter(item__attempt=opened).count() == 6


def test_an_attempt_whose_time_was_up_gets_the_minutes_given(attempt: Attempt, cast: Cast) -> None:
    done = attempts.hand_in(attempt, at=attempt.deadline_at + GRACE)
    opened, at = reopened(done, cast.trainer, minutes=0)
    assert opened.deadline_at == at + interventions.SHORTEST


def test_what_runs_is_not_reopened(attempt: Attempt, said: dict[str, Any]) -> None:
    with pytest.raises(AttemptRuns):
        interventions.reopen(attempt, minutes=5, **said)


def test_a_second_reopening_of_what_was_seen_ended_is_refused(ended: Attempt, cast: Cast) -> None:
    seen = Attempt.objects.get()
    reopened(ended, cast.trainer)
    with pytest.raises(AttemptRuns):
        reopened(seen, cast.trainer)
    assert (Reopening.objects.count(), Entry.objects.exclude(reverses=None).count()) == (1, 1)


def test_nobody_has_two_open_attempts(cast: Cast) -> None:
    person = EmployeeFactory(user=UserFactory())
    sitting = paper_of(QuestionVersionFactory(), employees=[person], attempts=2)
    first = attempts.hand_in(running(sitting, employee=person), at=timezone.now())
    running(sitting, employee=person)
    with pytest.raises(AttemptRuns):
        reopened(first, cast.trainer)
    assert Entry.objects.bookings().count() == 1
    assert Reopening.objects.count() == 0
