from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.periods import Period, Quarter, Unit, add_months

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_add_months(day: date, months: int, wanted: date) -> None:
    assert add_months(day, months) == wanted


@given(DAYS, st.integers(-600, 600))
def test_months_land_in_the_right_month_and_never_later_in_it(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


@given(DAYS.filter(lambda day: day.day <= 28), st.integers(-600, 600))
def test_months_go_there_and_back(day: date, months: int) -> None:
    assert add_months(add_months(day, months), -months) == day


@pytest.mark.parametrize(
    ("written", "anchor", "after", "before"),
    [
        ("10d", date(2026, 2, 25), date(2026, 3, 7), date(2026, 2, 15)),
        ("3w", date(2014, 4, 15), date(2014, 5, 6), date(2014, 3, 25)),
        ("1m", date(2026, 3, 31), date(2026, 4, 30), date(2026, 2, 28)),
        ("12m", date(2026, 2, 28), date(2027, 2, 28), date(2025, 2, 28)),
        ("1y", date(2028, 2, 29), date(2029, 2, 28), date(2027, 2, 28)),
        ("0d", date(2026, 2, 28), date(2026, 2, 28), date(2026, 2, 28)),
    ],
)
def test_periods(written: str, anchor: date, after: date, before: date) -> None:
    period = Period.parse(written)
    assert (period.after(anchor), period.before(anchor), str(period)) == (after, before, written)


def test_several_periods_are_counted_from_the_anchor() -> None:
    month = Period(1, Unit.MONTH)
    assert [month.after(date(2026, 1, 31), times) for times in range(4)] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]


@pytest.mark.parametrize("written", ["", "w", "3", "-3w", "3 weeks", "1.5y", "３w", "12345d"])
def test_no_period(written: str) -> None:
    with pytest.raises(ValueError, match="10d"):
        Period.parse(written)


def test_periods_are_written_freely_and_read_the_same() -> None:
    assert Period.parse(" 12 M ") == Period(12, Unit.MONTH)


@pytest.mark.parametrize(
    ("written", "words"),
    [("1d", "1 day"), ("10d", "10 days"), ("3w", "3 weeks"), ("1m", "1 month"), ("2y", "2 years")],
)
def test_in_words(written: str, words: str) -> None:
    with override("en"):
        assert Period.parse(written).in_words == words


@pytest.mark.parametrize(
    ("day", "label", "first", "last"),
    [
        (date(2026, 1, 1), "2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 5, 31), "2026Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 9, 30), "2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (date(2026, 12, 31), "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters(day: date, label: str, first: date, last: date) -> None:
    quarter = Quarter.of(day)
    assert (str(quarter), quarter.first, quarter.last, Quarter.parse(label)) == (label, first, last, quarter)


def test_neighbouring_quarters() -> None:
    last = Quarter(2026, 4)
    assert [last.shifted(1), last.shifted(-1), last.shifted(-4), last.shifted(5)] == [
        Quarter(2027, 1),
        Quarter(2026, 3),
        Quarter(2025, 4),
        Quarter(2028, 1),
    ]
    assert sorted([last.shifted(1), last]) == [last, last.shifted(1)]


@given(DAYS)
def test_each_day_is_in_its_quarter_only(day: date) -> None:
    quarter = Quarter.of(day)
    assert [day in quarter.shifted(by) for by in (-1, 0, 1)] == [False, True, False]


@pytest.mark.parametrize("label", ["2026", "2026Q5", "Q1", "26Q1", "2026Q", ""])
def test_no_quarter(label: str) -> None:
    with pytest.raises(ValueError, match="2026Q4"):
        Quarter.parse(label)
