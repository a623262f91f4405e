"""Which attempt counts: by hand for each rule, and what holds for all of them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.marking.counting import DAY, Average, Taken, averages, last_days, stands
from exams.enums import Counts

MON, TUE, FRI = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)
MARK = Decimal("0.6")
THREE = [
    Taken(MON, Decimal("0.5"), False),
    Taken(TUE, Decimal("0.9"), True),
    Taken(FRI, Decimal("0.4"), False),
]


@pytest.mark.parametrize(
    ("counts", "days", "fraction", "passed"),
    [
        (Counts.BEST, [None, None, None], "0.9", True),
        (Counts.LAST, [MON, date(2026, 3, 5), None], "0.4", False),
        (Counts.FIRST, [None, MON, date(2026, 3, 5)], "0.5", False),
        (Counts.FIRST_PASS, [None, None, date(2026, 3, 5)], "0.9", True),
        (Counts.AVERAGE, [MON, MON, date(2026, 3, 5)], "0.6", True),
    ],
)
def test_each_rule_by_hand(counts: Counts, days: list[date | None], fraction: str, passed: bool) -> None:
    assert last_days(THREE, counts) == days
    found = stands(THREE, counts, MARK)
    assert found is not None
    assert (found.fraction, found.passed) == (Decimal(fraction), passed)


def test_an_average_stands_until_the_next_attempt() -> None:
    assert averages(THREE, Counts.AVERAGE, MARK) == [
        Average(TUE, date(2026, 3, 5), Decimal("0.7"), True, 2),
        Average(FRI, None, Decimal("0.6"), True, 3),
    ]
    assert averages(THREE[:1], Counts.AVERAGE, MARK) == []
    assert averages(THREE, Counts.BEST, MARK) == []


def test_nothing_taken_is_no_result() -> None:
    assert [stands([], counts, MARK) for counts in Counts] == [None] * 5


attempts = st.lists(
    st.builds(
        Taken,
        on=st.dates(MON, MON + timedelta(days=5)),
        fraction=st.decimals(0, 1, places=2),
        passed=st.booleans(),
    ),
    min_size=1,
    max_size=6,
).map(lambda taken: sorted(taken, key=lambda one: one.on))


@given(attempts, st.sampled_from([Counts.LAST, Counts.FIRST, Counts.AVERAGE]))
def test_on_the_last_day_one_line_counts_and_it_is_the_one_that_stands(
    taken: list[Taken], counts: Counts
) -> None:
    today = taken[-1].on
    lines = [
        one.fraction
        for one, day in zip(taken, last_days(taken, counts), strict=True)
        if day is None or day >= today
    ]
    means = [mean.fraction for mean in averages(taken, counts, MARK) if not mean.until or mean.until >= today]
    found = stands(taken, counts, MARK)
    assert found is not None
    assert lines + means == [found.fraction]


@given(attempts, st.sampled_from(list(Counts)))
def test_a_single_attempt_counts_by_any_rule(taken: list[Taken], counts: Counts) -> None:
    assert stands(taken[:1], counts, MARK) == taken[0]
    assert last_days(taken[:1], counts) == [None]


@given(attempts, st.sampled_from(list(Counts)))
def test_what_never_counted_ended_the_day_before_itself(taken: list[Taken], counts: Counts) -> None:
    for one, day in zip(taken, last_days(taken, counts), strict=True):
        assert day is None or day >= one.on - DAY
