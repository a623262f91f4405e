"""Which attempt counts, in the training file: what a requirement reads on each day is what the rule says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.domain import jobs
from exams.domain.delivery import interventions
from exams.domain.marking import markings, regrades, results, verification
from exams.domain.marking.markings import Given
from exams.domain.marking.results import Writing
from exams.domain.taking import answers, attempts
from exams.enums import Counts, Remedy
from exams.models import Attempt, QuestionVersion
from people.models import Employee
from records.models import Entry
from tests.exams.marking.papers import essay, handed_in, stamp_of, started
from tests.factories.exams import QuestionVersionFactory, answer, paper_of, place_of
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


def give_full_marks(version: QuestionVersion) -> None:
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


def reopened(attempt: Attempt, at: datetime) -> Attempt:
    return interventions.reopen(attempt, minutes=5, reason="误交", by=UserFactory(), at=at)


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
    give_full_marks(done[0].items.get(position=1).version)
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
    monkeypatch.setattr(results, "count", lambda changed, writing: None)
    first, _second = taken(person, Counts.LAST, "aa", "bb")
    _checked, differences = verification.verify()
    assert [(one.attempt, one.what, one.stored, one.recomputed) for one in differences] == [
        (first.pk, "last day that counts", None, timezone.localdate(MON))
    ]


WED = timezone.localdate(MON + 2 * DAY)


def essays(person: Employee, *texts: str) -> list[Attempt]:
    """An attempt a day at a question answered right and an essay; the average counts."""
    sitting = paper_of(
        QuestionVersionFactory(points=5),
        essay(),
        counts=Counts.AVERAGE,
        attempts=None,
        opens_at=MON - DAY,
        closes_at=MON + 30 * DAY,
    )
    done = []
    for place, text in enumerate(texts):
        at = MON + place * DAY
        attempt = started(sitting, person, at)
        answer(attempt, 1, "a", at=at)
        if text:
            answers.save(place=place_of(attempt, 2), seq=1, answer=[text], at=at)
        done.append(attempts.hand_in(attempt, at=at))
    return done


def read(attempt: Attempt, points: int) -> None:
    item = attempt.items.get(position=2)
    given, seen = Given(Decimal(points)), stamp_of(item)
    markings.mark(item=item, place=1, given=given, seen=seen, marker=UserFactory(), at=MON + 4 * DAY)


def test_an_average_does_not_wait_for_the_marker_of_an_earlier_attempt(person: Employee) -> None:
    first, *_others = essays(person, "x", "", "")
    assert in_force(WED) == ["0.50"]
    assert verification.verify() == (3, [])
    read(first, 5)
    assert in_force(WED) == ["0.67"]
    assert verification.verify() == (3, [])


def test_markers_finish_attempts_of_an_average_in_any_order(person: Employee) -> None:
    done = essays(person, "x", "x", "x")
    for attempt in reversed(done):
        read(attempt, 5)
        assert verification.verify() == (3, [])
    assert in_force(WED) == ["1.00"]


def test_a_regrade_while_the_first_attempt_is_open_leaves_no_average_behind(person: Employee) -> None:
    done = taken(person, Counts.AVERAGE, "ba", "bb", "bb")
    version = done[0].items.get(position=1).version
    opened = reopened(done[0], MON + 3 * DAY)
    give_full_marks(version)
    assert in_force(WED) == ["0.50"]
    assert verification.verify() == (2, [])
    attempts.hand_in(opened, at=MON + 3 * DAY + timedelta(minutes=1))
    assert verification.verify() == (3, [])
    assert in_force(timezone.localdate(MON + 3 * DAY)) == ["0.67"]


def test_an_average_with_another_than_the_first_attempt_is_found_and_taken_back(person: Employee) -> None:
    first, second = taken(person, Counts.AVERAGE, "ab", "aa")
    left = Entry.objects.get(source=results.average_source(first))
    left.pk, left.source, left._state.adding = None, results.average_source(second), True
    left.save()
    _checked, differences = verification.verify()
    assert [one.what for one in differences] == ["averages"]
    results.count([first], Writing(timezone.now()))
    assert in_force(WED) == ["0.75"]
    assert verification.verify() == (2, [])


@pytest.mark.parametrize(
    ("counts", "which", "open_", "after"),
    [
        (Counts.LAST, 1, ["0.50"], ["1.00"]),
        (Counts.FIRST, 0, ["1.00"], ["0.50"]),
        (Counts.AVERAGE, 0, ["1.00"], ["0.75"]),
        (Counts.AVERAGE, 1, ["0.50"], ["0.75"]),
        (Counts.FIRST_PASS, 1, ["0.50"], ["0.50", "1.00"]),
    ],
)
def test_while_an_attempt_is_reopened_the_others_alone_count(
    person: Employee, counts: Counts, which: int, open_: list[str], after: list[str]
) -> None:
    done = taken(person, counts, "ab", "aa")
    opened = reopened(done[which], MON + 2 * DAY)
    assert in_force(WED) == open_
    assert verification.verify() == (1, [])
    attempts.hand_in(opened, at=MON + 2 * DAY + timedelta(minutes=1))
    if which == 1 or counts == Counts.AVERAGE:
        assert in_force(WED) == after
    assert verification.verify() == (2, [])


def test_what_was_reopened_meanwhile_is_not_booked(person: Employee) -> None:
    [done] = taken(person, Counts.BEST, "aa")
    opened = reopened(done, MON + timedelta(hours=1))
    assert results.write([opened], Writing(MON + timedelta(hours=2))) == []
    assert in_force(WED) == []
