from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from exams.domain.marking import verification
from exams.domain.taking import attempts, shelves
from exams.models import Attempt
from tests.factories.exams import (
    AttemptFactory,
    MarkFactory,
    RegradedVersionFactory,
    RegradeFactory,
    answer,
)

pytestmark = pytest.mark.django_db


def verified(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_scores", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def attempt() -> Attempt:
    attempt = AttemptFactory()
    answer(attempt, 1, "a")
    return attempts.hand_in(attempt, at=timezone.now())


def test_every_score_comes_out_as_it_was_booked(attempt: Attempt) -> None:
    AttemptFactory()
    assert verification.verify() == (1, [])
    assert "1" in verified()
    assert verification.verify(exam="no-such-exam") == (0, [])


def test_a_score_that_was_not_booked_is_found(attempt: Attempt) -> None:
    """A later mark without its regrade of the training file."""
    item = attempt.items.get(position=2)
    MarkFactory(item=item, seq=1, fraction=Decimal(1), by_id=1)
    _checked, differences = verification.verify(exam=attempt.sitting.exam.code)
    assert [(found.what, found.stored, found.recomputed) for found in differences] == [
        (f"machine mark of item {item.pk}", Decimal(1), Decimal(0)),
        ("score", Decimal("0.333333"), Decimal("0.666667")),
        ("result", "failed", "passed"),
        ("points", 1.0, 2.0),
    ]
    with pytest.raises(CommandError):
        verified()


def test_a_persons_mark_without_judgements_is_found(attempt: Attempt) -> None:
    item = attempt.items.get(position=1)
    MarkFactory(item=item, seq=1, fraction=Decimal(1), kind="human")
    _checked, differences = verification.verify()
    assert [(found.what, found.stored, found.recomputed) for found in differences] == [
        (f"human mark of item {item.pk}", Decimal(1), None)
    ]


def test_a_decision_that_was_not_carried_out_on_an_item_is_found(attempt: Attempt) -> None:
    """The job is said to be done, and the item has no mark of it."""
    item = attempt.items.select_related("version").get(position=2)
    regrade = RegradeFactory(question=item.version.question)
    RegradedVersionFactory(regrade=regrade, version=item.version)
    _checked, differences = verification.verify()
    assert [(found.what, found.stored, found.recomputed) for found in differences] == [
        (f"regrade {regrade.pk} of item {item.pk}", None, "a mark")
    ]


def test_a_regraded_mark_that_does_not_follow_is_found(attempt: Attempt) -> None:
    item = attempt.items.select_related("version").get(position=1)
    regrade = RegradeFactory(question=item.version.question, remedy="full")
    RegradedVersionFactory(regrade=regrade, version=item.version)
    MarkFactory(item=item, seq=1, fraction=Decimal("0.5"), kind="regrade", regrade=regrade)
    _checked, differences = verification.verify()
    assert next((found.what, found.stored, found.recomputed) for found in differences) == (
        f"regrade {regrade.pk} of item {item.pk}",
        Decimal("0.5"),
        Decimal(1),
    )


def test_a_batch_costs_the_same_for_one_attempt_and_for_four(
    attempt: Attempt, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (0, 3):
        for _attempt in range(number):
            attempts.hand_in(AttemptFactory(), at=timezone.now())
        shelves.clear()
        with django_assert_num_queries(9):
            verification.verify()
