from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from exams.domain import attempts, verification
from exams.models import Attempt
from tests.factories.exams import AttemptFactory, MarkFactory, answer

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
