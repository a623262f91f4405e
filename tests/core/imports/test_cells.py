import contextlib
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.imports import CellError, cells

DATES = st.dates(datetime.date(1950, 1, 1), datetime.date(2099, 12, 31))


@pytest.mark.parametrize(
    "found",
    [
        "2017-09-01", "2017/9/1", "2017.9.1", "2017年9月1日", "2017年09月01", "20170901", "42979", "42979.0",
        "２０１７－０９－０１", "2017-09-01 00:00:00", "2017/9/1 0:00", "2017 - 9 - 1",
    ],
)  # fmt: skip
def test_a_date_in_many_forms(found: str) -> None:
    assert cells.day()(found) == datetime.date(2017, 9, 1)


@pytest.mark.parametrize(
    "found",
    [
        "2017-02-29",
        "01.09.2017",
        "1/9/2017",
        "2017-13-01",
        "2017",
        "12345",
        "99999",
        "soon",
        "2017-9",
        "٢٠١٧-٠٩-٠١",
    ],
)
def test_no_date(found: str) -> None:
    with pytest.raises(CellError):
        cells.day()(found)


@given(DATES)
def test_every_date_is_read_back(date: datetime.date) -> None:
    check = cells.day()
    serial = (date - datetime.date(1899, 12, 30)).days
    forms = [
        date.isoformat(),
        f"{date.year}/{date.month}/{date.day}",
        f"{date.year}年{date.month}月{date.day}日",
        str(serial),
    ]
    assert [check(form) for form in forms] == [date] * 4


@given(st.text(min_size=1))
def test_a_checker_answers_or_refuses_and_never_breaks(found: str) -> None:
    for check in (cells.day(), cells.number(), cells.whole(), cells.email(), cells.text(max_length=3)):
        with contextlib.suppress(CellError):
            check(found)


@pytest.mark.parametrize(("found", "value"), [("10", 10), ("１０", 10), ("10.0", 10), ("-3", -3), ("007", 7)])
def test_whole(found: str, value: int) -> None:
    assert cells.whole()(found) == value


@pytest.mark.parametrize("found", ["1.5", "1_0", "1e3", "ten", "", "NaN", "Infinity", "٣"])
def test_not_whole(found: str) -> None:
    with pytest.raises(CellError):
        cells.whole()(found)


def test_number_within_bounds() -> None:
    check = cells.number(minimum=0, maximum=100)
    assert [check("0"), check("２.５"), check("100")] == [Decimal(0), Decimal("2.5"), Decimal(100)]
    for found in ("-0.1", "100.01"):
        with pytest.raises(CellError):
            check(found)


def test_text_is_folded_only_where_asked() -> None:
    assert cells.text()("Ｃ，Ａ０１") == "Ｃ，Ａ０１"
    assert cells.text(plain=True)("Ｃ，Ａ０１") == "C,A01"


def test_text_that_is_too_long() -> None:
    assert cells.text(max_length=3)("abc") == "abc"
    with pytest.raises(CellError) as caught:
        cells.text(max_length=3)("abcd")
    assert "3" in str(caught.value.expected)


def test_choice() -> None:
    check = cells.choice(
        {"single": ("单选", "单选题", "Single choice"), "multiple": ("多选", "Multiple choice")}
    )
    assert [check("單選題"), check("ＳＩＮＧＬＥ  choice"), check("多选")] == ["single", "single", "multiple"]
    with pytest.raises(CellError) as caught:
        check("判断")
    assert "单选 / 多选" in str(caught.value.expected)


def test_email() -> None:
    assert cells.email()("QChen＠hhtech.com") == "qchen@hhtech.com"
    with pytest.raises(CellError):
        cells.email()("qchen at hhtech.com")
