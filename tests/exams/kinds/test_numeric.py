"""A number as people type it, within its tolerance, in a unit that the key knows."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.kinds import BadAnswer
from exams.kinds.numeric import number
from exams.kinds.typed import ONE

KIND = kinds.get("numeric")
numbers = st.decimals(-10_000, 10_000, places=3)
KEY: dict[str, Any] = {
    "accepted": [
        {"value": "2.5", "tolerance": "0.1", "fraction": "1"},
        {"low": "2", "high": "3", "fraction": "0.5"},
    ]
}
UNITS = {"units": {"kg": "1", "g": "0.001", "mW": "0.000000001", "MW": "1000000"}}


@pytest.mark.parametrize(
    ("typed", "value", "rest"),
    [
        ("12", "12", ""),
        (" １２．５ ", "12.5", ""),
        ("1,234.5", "1234.5", ""),
        ("1,234,567", "1234567", ""),
        ("3,14", "3.14", ""),
        ("0,125", "0.125", ""),
        ("0,500", "0.5", ""),
        ("-0,001", "-0.001", ""),
        ("-1,234", "-1234", ""),
        ("1,234 kg", "1234", "kg"),
        ("−0.5", "-0.5", ""),
        (".5", "0.5", ""),
        ("1e3", "1000", ""),
        ("2.5 kg", "2.5", "kg"),
        ("2.5kg", "2.5", "kg"),
        ("3 天", "3", "天"),
    ],
)
def test_numbers_as_people_type_them(typed: str, value: str, rest: str) -> None:
    assert number(typed) == (Decimal(value), rest)


@pytest.mark.parametrize("typed", ["", "three", "三", "--1", "e5", "1" * 31 + "1" * 400, "."])
def test_what_is_no_number_earns_nothing(typed: str) -> None:
    assert KIND.grade(KEY, [typed]) == 0


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [("2.5", "1"), ("2.4", "1"), ("2.6", "1"), ("2.39", "0.5"), ("2", "0.5"), ("3", "0.5"), ("3.001", "0")],
)
def test_bounds_belong_to_what_is_accepted(typed: str, fraction: str) -> None:
    assert KIND.grade(KEY, [typed]) == Decimal(fraction)


@pytest.mark.parametrize(
    ("answer", "required", "fraction"),
    [
        (["2.5"], False, 1),
        (["2.5"], True, 0),
        (["2.5", "kg"], True, 1),
        (["2500", "g"], True, 1),
        (["2500 g"], True, 1),
        (["2500", "G"], True, 1),
        (["2.5", "t"], False, 0),
        (["0.0000025", "MW"], True, 1),
        (["2500000000", "mW"], True, 1),
    ],
)
def test_units_multiply(answer: list[str], required: bool, fraction: int) -> None:
    assert KIND.grade(KEY | UNITS | {"unit_required": required}, answer) == fraction


@pytest.mark.parametrize("typed", ["12,345,67", "0,123,456", "1,23.4", "1.234,5", "1.2.3"])
def test_groups_that_do_not_fit_make_no_number(typed: str) -> None:
    assert number(typed) is None


@given(value=numbers, tolerance=st.decimals(0, 100, places=3), off=st.decimals(-200, 200, places=3))
def test_a_tolerance_is_a_distance(value: Decimal, tolerance: Decimal, off: Decimal) -> None:
    key = {"accepted": [{"value": str(value), "tolerance": str(tolerance), "fraction": "1"}]}
    assert KIND.grade(key, [f"{value + off:f}"]) == (1 if abs(off) <= tolerance else 0)


@given(text=st.text(max_size=70))
def test_anything_typed_is_graded_or_refused(text: str) -> None:
    try:
        clean = KIND.clean([text], ONE)
    except BadAnswer:
        assert len(text) > 60
        return
    assert KIND.grade(KEY, clean) in (0, Decimal("0.5"), 1)
