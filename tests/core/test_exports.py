import csv
import datetime
import io
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from core.exports import as_csv, as_download, as_xlsx, safe_text

FORMULA = "=+-@\t\r\n＝＋－＠"
UTC = datetime.UTC
TEXTS = st.text(st.one_of(st.sampled_from(FORMULA + " '\u3000"), st.characters()), max_size=20)
HEADER = ["姓名", "工号", "日期"]


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def values_of(content: bytes) -> list[tuple[Any, ...]]:
    return list(sheet_of(content).iter_rows(values_only=True))


def records_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("first", FORMULA)
def test_what_looks_like_a_formula_is_a_text(first: str) -> None:
    assert safe_text(f"{first}1+1") == f"'{first}1+1"
    assert safe_text(f" \u3000{first}1+1") == f"' \u3000{first}1+1"


@pytest.mark.parametrize("text", ["青辰", "1+1", "a=b", "qchen@hhtech.com", "'=1", "007", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_text(text) == text


def test_what_no_file_can_hold_is_left_out() -> None:
    assert safe_text("a\x00b\x0bc\ud800") == "abc"
    assert len(safe_text("=" * 40_000)) == 32_767


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_no_cell_of_a_workbook_is_a_formula(texts: list[str]) -> None:
    sheet = sheet_of(as_xlsx(texts, [texts], title="导出"))
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
    assert [cell.value for cell in cells if str(cell.value or "").startswith(tuple(FORMULA))] == []


@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_no_cell_of_a_csv_is_a_formula(texts: list[str]) -> None:
    records = records_of(as_csv(texts, [texts]))
    assert records == [[safe_text(text) for text in texts]] * 2
    assert [cell for cell in records[0] if cell.lstrip(" ").startswith(tuple(FORMULA))] == []


def test_workbook_keeps_kinds() -> None:
    row = ["=1+1", "007", datetime.date(2026, 10, 1), -5, Decimal("2.50"), 0.5, True, None]
    content = as_xlsx([*HEADER, "a", "b", "c", "d", "e"], [row])
    assert values_of(content)[1] == ("'=1+1", "007", datetime.datetime(2026, 10, 1), -5, 2.5, 0.5, True, None)  # noqa: DTZ001
    sheet = sheet_of(content)
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet["C2"].number_format == "yyyy-mm-dd"
    assert sheet["A2"].data_type == "s"


def test_moments_stand_in_the_zone_of_the_company() -> None:
    moment = datetime.datetime(2026, 10, 1, 1, 30, tzinfo=UTC)
    assert values_of(as_xlsx(["at"], [[moment]]))[1] == (datetime.datetime(2026, 10, 1, 9, 30),)  # noqa: DTZ001
    assert records_of(as_csv(["at"], [[moment]]))[1] == ["2026-10-01 09:30"]
    elsewhere = moment.astimezone(ZoneInfo("Europe/Berlin"))
    assert records_of(as_csv(["at"], [[elsewhere]]))[1] == ["2026-10-01 09:30"]


def test_csv() -> None:
    row = ["=1+1", "007", datetime.date(2026, 10, 1)]
    content = as_csv(["姓名", "=工号", gettext_lazy("Date")], [row, [-5, None, "a,b"]])
    assert content.startswith("\ufeff姓名,'=工号,".encode())
    assert records_of(content)[1:] == [["'=1+1", "007", "2026-10-01"], ["-5", "", "a,b"]]


def test_names_of_sheets_are_made_to_fit() -> None:
    assert sheet_of(as_xlsx(["a"], [], title="2026/10: [全员] 季度测验 " + "长" * 40)).title == (
        "2026 10   全员  季度测验 " + "长" * 12
    )


def test_rows_may_be_a_stream() -> None:
    rows = ([number, f"员工{number}"] for number in range(3_000))
    assert len(values_of(as_xlsx(HEADER[:2], rows))) == 3_001


def test_download() -> None:
    response = as_download(b"x", "覆盖率 2026Q4.xlsx")
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%E8%A6%86%E7%9B%96%E7%8E%87%202026Q4.xlsx"
    )
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert as_download(b"x", "a.csv")["Content-Type"] == "text/csv; charset=utf-8"
