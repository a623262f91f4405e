"""Which attempt counts, in the training file: what a requirement reads on each day is what the rule says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.domain import jobs
from exams.domain.marking import regrades, results, verification
from exams.enums import Counts, Remedy
from exams.models import Attempt
from people.models import Employee
from records.models import Entry
from tests.exams.marking.papers import handed_in
from tests.factories.exams import QuestionVersionFactory, paper_of
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db

MON = datetime(2026, 3, 2, 4, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory(hired_on=date(2020, 1, 1))


def taken(person: Employee, counts: Counts, *answers: str) -> list[Attempt]:
    """An attempt a day at a paper of two questions: `ab` is half right, `aa` all."""
    sitting = paper_of(
        QuestionVersionFactory(),
        QuestionVersionFactory(),
        counts=counts,
        attempts=None,
        opens_at=MON - DAY,
        closes_at=MON + 30 * DAY,
    )
    return [
        handed_in(sitting, person, *letters, at=MON + place * DAY) for place, letters in enumerate(answers)
    ]


def in_force(on: date) -> list[str]:
    """The scores that a requirement reads on a day."""
    return sorted(f"{entry.score:.2f}" for entry in Entry.objects.in_force(on))


@pytest.mark.parametrize(
    ("counts", "monday", "tuesday", "wednesday"),
    [
        (Counts.BEST, ["0.50"], ["0.50", "1.00"], ["0.00", "0.50", "1.00"]),
        (Counts.LAST, ["0.50"], ["1.00"], ["0.00"]),
        (Counts.FIRST, ["0.50"], ["0.50"], ["0.50"]),
        (Counts.FIRST_PASS, ["0.50"], ["0.50", "1.00"], ["0.50", "1.00"]),
        (Counts.AVERAGE, ["0.50"], ["0.75"], ["0.50"]),
    ],
)
def test_each_rule_day_by_day(
    person: Employee, counts: Counts, monday: list[str], tuesday: list[str], wednesday: list[str]
) -> None:
    done = taken(person, counts, "ab", "aa", "bb")
    days = [timezone.localdate(MON + place * DAY) for place in range(3)]
    assert [in_force(day) for day in days] == [monday, tuesday, wednesday]
    assert Entry.objects.filter(about=None, reverses=None, source__startswith="exams.attempt").count() == 3
    assert verification.verify() == (3, [])
    number, stands = results.stands(done[0])
    assert number == 3
    assert stands is not None
    assert (
        stands.fraction
        == {
            Counts.BEST: 1,
            Counts.LAST: 0,
            Counts.FIRST: Decimal("0.5"),
            Counts.FIRST_PASS: 1,
            Counts.AVERAGE: Decimal("0.5"),
        }[counts]
    )


def test_of_two_attempts_on_one_day_the_last_counts(person: Employee) -> None:
    sitting = paper_of(
        QuestionVersionFactory(), counts=Counts.LAST, attempts=None, opens_at=MON - DAY, closes_at=MON + DAY
    )
    for place, letter in enumerate("ab"):
        handed_in(sitting, person, letter, at=MON + timedelta(hours=place))
    assert in_force(timezone.localdate(MON)) == ["0.00"]


@pytest.mark.parametrize("counts", [Counts.FIRST_PASS, Counts.AVERAGE, Counts.LAST])
def test_a_regrade_is_counted_by_the_same_rule(person: Employee, counts: Counts) -> None:
    """The first question of every attempt gets full marks: the first attempt passes now."""
    done = taken(person, counts, "ba", "ab", "bb")
    version = done[0].items.get(position=1).version
    remedied = regrades.remedied(versions=[version], remedy=Remedy.FULL, key_version=None)
    regrades.decide(
        versions=[version],
        remedy=Remedy.FULL,
        key_version=None,
        reason="答案录错",
        seen=regrades.preview(remedied).digest,
        by=UserFactory(),
        at=timezone.now(),
    )
    jobs.run_due()
    last = timezone.localdate(MON + 2 * DAY)
    assert (
        in_force(last)
        == {
            Counts.FIRST_PASS: ["1.00"],
            Counts.AVERAGE: ["0.67"],
            Counts.LAST: ["0.50"],
        }[counts]
    )
    assert verification.verify() == (3, [])


def test_an_ending_that_is_missing_is_found(person: Employee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "_count", lambda changed, writing: None)
    first, _second = taken(person, Counts.LAST, "aa", "bb")
    _checked, differences = verification.verify()
    assert [(one.attempt, one.what, one.stored, one.recomputed) for one in differences] == [
        (first.pk, "last day that counts", None, timezone.localdate(MON))
    ]
