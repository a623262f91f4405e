"""What the scores add up to: bounds, weights, the critical criterion."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.models import Criterion, Level
from exams.domain.assessing.tallies import Tally, tally


def criterion(code: str, *, weight: int = 10, best: int = 3, critical: bool = False) -> Criterion:
    levels = tuple(Level(points, str(points), "") for points in range(best + 1))
    return Criterion(code, code, "solution", weight, critical, levels)


SIX = [
    criterion("calming", weight=20),
    criterion("facts", weight=20),
    criterion("identity", weight=10, critical=True),
    criterion("listening", weight=15),
    criterion("solution", weight=20),
    criterion("closing", weight=15),
]


@pytest.mark.parametrize(
    ("given_points", "points", "fraction", "critical_fail"),
    [
        ((3, 3, 2, 3, 2, 3), "90", "0.9", False),
        ((3, 2, 3, 2, 3, 2), "83.333333", "0.833333", False),
        ((2, 2, 1, 2, 1, 2), "56.666667", "0.566667", False),
        ((3, 3, 0, 3, 3, 3), "90", "0.9", True),
        ((0, 0, 0, 0, 0, 0), "0", "0", True),
        ((3, 3, 3, 3, 3, 3), "100", "1", False),
    ],
)
def test_the_best_level_of_a_criterion_is_worth_its_weight(
    given_points, points, fraction, critical_fail
) -> None:
    found = tally(SIX, dict(zip([row.code for row in SIX], given_points, strict=True)))
    assert found == Tally(6, 6, Decimal(points), Decimal(100), Decimal(fraction), critical_fail)


def test_what_is_not_scored_is_not_complete_and_not_passed() -> None:
    found = tally(SIX, {"calming": 3, "identity": None})
    assert found == Tally(1, 6, Decimal("20.000000"), Decimal(100), Decimal("0.200000"), critical_fail=False)
    assert not found.is_complete
    assert not found.is_passed(Decimal(0))


def test_the_pass_mark_itself_is_enough_and_a_critical_fail_never_is() -> None:
    rows = [criterion("one", weight=7, best=1), criterion("two", weight=3, best=1, critical=True)]
    assert tally(rows, {"one": 1, "two": 0}).fraction == Decimal("0.7")
    assert not tally(rows, {"one": 1, "two": 0}).is_passed(Decimal("0.7"))
    plain = [criterion("one", weight=7, best=1), criterion("two", weight=3, best=1)]
    assert tally(plain, {"one": 1, "two": 0}).is_passed(Decimal("0.7"))
    assert not tally(plain, {"one": 1, "two": 0}).is_passed(Decimal("0.701"))


def test_a_criterion_that_can_earn_nothing_weighs_nothing() -> None:
    rows = [criterion("one", weight=5, best=2), criterion("two", weight=95, best=0)]
    assert tally(rows, {"one": 1, "two": 0}).fraction == Decimal("0.5")
    assert tally(rows[1:], {"two": 0}).fraction == 0


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[Criterion], dict[str, int]]:
    """A rubric, and one of its levels for each criterion."""
    rows = [
        criterion(
            f"c{number}",
            weight=draw(st.integers(1, 100)),
            best=draw(st.integers(1, 5)),
            critical=draw(st.booleans()),
        )
        for number in range(draw(st.integers(1, 12)))
    ]
    return rows, {row.code: draw(st.integers(0, row.best)) for row in rows}


@given(sheets())
def test_a_score_stays_within_its_bounds(sheet) -> None:
    rows, points = sheet
    found = tally(rows, points)
    assert 0 <= found.fraction <= 1
    assert (found.fraction == 1) == all(points[row.code] == row.best for row in rows)
    assert found.points_max == sum(row.weight for row in rows)
    assert found.is_complete


@given(sheets(), st.data())
def test_a_better_level_never_lowers_the_score(sheet, data) -> None:
    rows, points = sheet
    row = data.draw(st.sampled_from(rows))
    better = points | {row.code: data.draw(st.integers(points[row.code], row.best))}
    assert tally(rows, better).fraction >= tally(rows, points).fraction


@given(sheets(), st.integers(2, 9))
def test_only_the_share_of_the_weights_counts(sheet, times) -> None:
    rows, points = sheet
    heavier = [criterion(row.code, weight=row.weight * times, best=row.best) for row in rows]
    plain = [criterion(row.code, weight=row.weight, best=row.best) for row in rows]
    assert tally(heavier, points).fraction == tally(plain, points).fraction


@given(sheets())
def test_the_lowest_level_of_a_critical_criterion_and_nothing_else_fails_the_whole(sheet) -> None:
    rows, points = sheet
    found = tally(rows, points)
    assert found.critical_fail == any(row.critical and points[row.code] == 0 for row in rows)
    assert not (found.critical_fail and found.is_passed(Decimal(0)))


@given(sheets(), st.data())
def test_the_order_of_the_criteria_does_not_matter(sheet, data) -> None:
    rows, points = sheet
    assert tally(data.draw(st.permutations(rows)), points) == tally(rows, points)
