"""What meets at the same moment in a running sitting, on real commits: a hundred interleavings in all."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from core.errors import GradusError
from exams.domain.delivery import interventions
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import verification
from exams.domain.taking import attempts
from exams.errors import AttemptOver
from exams.models import Attempt, Ending, Extension, Mark, Reopening, Response
from people.models import User
from records.models import Entry
from tests.exams.races import together
from tests.factories.exams import AttemptFactory, answer
from tests.factories.people import UserFactory

ROUNDS = 25

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.fixture
def invigilator(own_database: str) -> User:
    return UserFactory()


def said(by: User) -> dict[str, Any]:
    return {"reason": "停电", "by": by, "at": timezone.now()}


def in_disorder(*calls: Callable[[], Any], seed: int) -> list[Any]:
    """The calls at once, handed to the threads in another order each round; answers in the order given."""
    order = list(range(len(calls)))
    random.Random(seed).shuffle(order)
    found = together(*[calls[place] for place in order])
    return [found[order.index(place)] for place in range(len(calls))]


def fresh(attempt: Attempt) -> Attempt:
    return Attempt.objects.whole().get(pk=attempt.pk)


def test_an_extension_and_a_hand_in_leave_one_end(invigilator: User) -> None:
    """Either the minutes were added before the end, or they were refused: never an end past the deadline."""
    for number in range(ROUNDS):
        attempt = AttemptFactory()
        was = attempt.deadline_at
        added, _done = in_disorder(
            partial(interventions.extend, fresh(attempt), minutes=5, key="k", **said(invigilator)),
            partial(attempts.hand_in, fresh(attempt), at=timezone.now()),
            seed=number,
        )
        ended = fresh(attempt)
        given = Extension.objects.filter(attempt=attempt).count()
        assert given == (0 if isinstance(added, AttemptOver) else 1)
        assert ended.deadline_at == was + given * timedelta(minutes=5)
        assert ended.handed_in_at is not None
        assert ended.handed_in_at <= ended.deadline_at
    assert Entry.objects.count() == ROUNDS
    assert verification.verify() == (ROUNDS, [])


def test_an_extension_at_the_last_moment_is_not_overrun_by_the_sweeper(invigilator: User) -> None:
    for number in range(ROUNDS):
        started = timezone.now() - timedelta(minutes=30) - GRACE + timedelta(seconds=2)
        attempt = AttemptFactory(started_at=started)
        in_time, over = said(invigilator), attempt.deadline_at + GRACE
        added, _swept = in_disorder(
            partial(interventions.extend, fresh(attempt), minutes=5, key="k", **in_time),
            partial(attempts.settle, [fresh(attempt)], at=over),
            seed=number,
        )
        now = fresh(attempt)
        assert (now.handed_in_at is None) == (not isinstance(added, GradusError))
        assert Extension.objects.filter(attempt=attempt).count() == (now.handed_in_at is None)


def test_minutes_for_one_form_are_added_once(invigilator: User) -> None:
    attempt = AttemptFactory()
    was = attempt.deadline_at
    sitting = attempt.sitting
    give = {"minutes": 5, "key": "one form"}
    together(*[lambda: interventions.extend(fresh(attempt), **give, **said(invigilator))] * 3)
    together(*[lambda: interventions.extend_all(sitting, **give, **said(invigilator))] * 3)
    together(*[lambda: interventions.extend_all(sitting, minutes=5, key="all", **said(invigilator))] * 4)
    assert fresh(attempt).deadline_at == was + timedelta(minutes=10)
    assert Extension.objects.count() == 2


def test_two_reopenings_are_one_and_the_result_is_booked_once_more(invigilator: User) -> None:
    for number in range(ROUNDS):
        attempt = AttemptFactory()
        done = attempts.hand_in(attempt, at=timezone.now())
        copies = [fresh(done), fresh(done)]
        reopen = [partial(interventions.reopen, one, minutes=5, **said(invigilator)) for one in copies]
        found = in_disorder(*reopen, seed=number)
        assert sum(isinstance(one, GradusError) for one in found) == 1
        again = [partial(attempts.hand_in, fresh(attempt), at=timezone.now()) for _twice in range(2)]
        together(*again)
        source = Entry.objects.filter(source=attempt.source).order_by("seq")
        assert list(source.values_list("seq", "reverses__seq")) == [(0, None), (1, 0), (2, None)]
    assert Reopening.objects.count() == ROUNDS
    assert Mark.objects.count() == ROUNDS * 3 * 2
    assert verification.verify() == (ROUNDS, [])


def test_end_reopen_and_save_keep_to_what_was_acknowledged(invigilator: User) -> None:
    """Whoever is first: a save that was acknowledged stands and was marked, one that was refused does not."""
    for number in range(ROUNDS):
        attempt = AttemptFactory()
        ended, saved, handed_in = in_disorder(
            partial(interventions.end, fresh(attempt), **said(invigilator)),
            partial(answer, attempt, 1, "a"),
            partial(attempts.hand_in, fresh(attempt), at=timezone.now()),
            seed=number,
        )
        now = fresh(attempt)
        assert now.handed_in_at is not None
        assert Ending.objects.filter(attempt=attempt).count() == (not isinstance(ended, GradusError))
        assert now.ended_by == ("candidate" if isinstance(ended, GradusError) else "invigilator")
        kept = Response.objects.filter(item__attempt=attempt).count()
        assert kept == (not isinstance(saved, GradusError))
        assert Mark.objects.filter(item__attempt=attempt, fraction=1).count() == kept
        assert not isinstance(handed_in, GradusError)
    assert Entry.objects.count() == ROUNDS
    assert verification.verify() == (ROUNDS, [])


def test_two_sweepers_hand_in_each_attempt_once(invigilator: User) -> None:
    left = [AttemptFactory() for _number in range(6)]
    over = max(attempt.deadline_at for attempt in left) + GRACE
    counts = together(*[lambda: attempts.expire(at=over)] * 3)
    assert Attempt.objects.filter(handed_in_at=None).count() == 0
    assert (sum(counts) >= 6, Entry.objects.count(), Mark.objects.count()) == (True, 6, 18)
    assert attempts.expire(at=over + timedelta(seconds=30)) == 0
