"""Good files in all the shapes people send them in."""

import datetime
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from core.imports.columns import Column
from core.imports.tables import Record, Table
from core.imports.xlsx_rows import as_text
from tests.core.imports.files import COLUMNS, csv_file, xlsx_file

WANTED = [(2, ["1", "青辰", "2017-09-01"]), (3, ["002", "欧阳沐美", "2017/9/1"])]
TEXT = "工号,姓名,入职日期\n1,青辰,2017-09-01\n002,欧阳沐美,2017/9/1\n"


def read(file: BinaryIO, columns: Sequence[Column] = COLUMNS, limit: int = 1_000) -> list[Record]:
    return list(Table(file, columns, limit=limit))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read(csv_file(TEXT, encoding)) == WANTED


@pytest.mark.parametrize("delimiter", [";", "\t", "，", "|"])
def test_delimiters(delimiter: str) -> None:
    assert read(csv_file(TEXT.replace(",", delimiter))) == WANTED


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(end: str) -> None:
    assert read(csv_file(TEXT.replace("\n", end))) == WANTED


def test_without_a_last_line_end() -> None:
    assert read(csv_file(TEXT.strip())) == WANTED


def test_a_rare_character_needs_four_bytes_of_gb18030() -> None:
    file = csv_file("工号,姓名\n1,𠮷䶮㛃\n", "gb18030")
    assert read(file) == [(2, ["1", "𠮷䶮㛃"])]


def test_delimiter_is_judged_by_the_columns_not_by_counting() -> None:
    file = csv_file("工号;姓名\n1;a,b,c,d,e\n2;a,b,c,d,e\n")
    assert read(file) == [(2, ["1", "a,b,c,d,e"]), (3, ["2", "a,b,c,d,e"])]


def test_excel_hint_at_the_delimiter_counts_as_a_row() -> None:
    assert read(csv_file("sep=;\n工号;姓名\n1;青辰\n")) == [(3, ["1", "青辰"])]


def test_rows_are_numbered_as_the_spreadsheet_program_shows_them() -> None:
    file = csv_file('工号,姓名\n\n1,"两\n行"\n,\n2,b\n')
    assert read(file) == [(3, ["1", "两\n行"]), (5, ["2", "b"])]


def test_cells_are_trimmed_and_composed() -> None:
    file = csv_file("\u3000工号 , 姓名\n\u200b1\u00a0,Rene\u0301\n")
    assert read(file) == [(2, ["1", "René"])]


def test_a_title_may_stand_above_the_header() -> None:
    file = csv_file("员工花名册,,\n2026年10月,,\n工号,姓名,入职日期\n1,青辰,\n")
    assert read(file) == [(4, ["1", "青辰", ""])]


@pytest.mark.parametrize(
    "title",
    ["*工号", "工号（必填）", " 工号: ", "员工编号", "employee NUMBER", "Employee_Number", "ＮＵＭＢＥＲ"],
)
def test_headers_go_by_many_names(title: str) -> None:
    table = Table(csv_file(f"{title},姓名\n1,青辰\n"), COLUMNS, limit=10)
    assert table.header.places == {"number": 0, "name": 1}


def test_order_is_free_and_unknown_columns_are_told() -> None:
    table = Table(csv_file("姓名,爱好,工号\n青辰,棋,1\n"), COLUMNS, limit=10)
    assert table.header.places == {"name": 0, "number": 2}
    assert table.header.unknown == ["爱好"]


def test_workbook() -> None:
    rows = [
        ["工号", "姓名", "入职日期"],
        [1, "青辰", datetime.date(2017, 9, 1)],
        ["002", "欧阳沐美", "2017/9/1"],
    ]
    assert read(xlsx_file(rows)) == WANTED


def test_workbook_keeps_row_numbers_over_blank_rows() -> None:
    rows = [[], ["名单"], ["工号", "姓名"], [], [1, "青辰"]]
    assert read(xlsx_file(rows)) == [(5, ["1", "青辰"])]


def test_workbook_whose_first_columns_are_blank() -> None:
    assert read(xlsx_file([[None, "工号", "姓名"], [None, 7, "青辰"]])) == [(2, ["7", "青辰"])]


def test_workbook_opens_the_first_sheet_that_is_shown() -> None:
    assert read(xlsx_file([["工号", "姓名"], ["1", "青辰"]], hidden_first=True)) == [(2, ["1", "青辰"])]


def test_an_error_in_a_cell_is_not_taken_for_a_blank() -> None:
    assert read(xlsx_file([["工号", "姓名"], [1, "#N/A"]])) == [(2, ["1", "#N/A"])]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (1.0, "1"),
        (4000088200.0, "4000088200"),
        (0.1 + 0.2, "0.3"),
        (-2.5, "-2.5"),
        (1e20, "100000000000000000000"),
        (1e-7, "0.0000001"),
        (True, "TRUE"),
        ("007", "007"),
        (7, "7"),
        (datetime.date(2017, 9, 1), "2017-09-01"),
        (datetime.datetime(2017, 9, 1), "2017-09-01"),  # noqa: DTZ001
        (datetime.datetime(2017, 9, 1, 8, 30), "2017-09-01 08:30:00"),  # noqa: DTZ001
        (datetime.time(8, 30), "08:30:00"),
        ("", ""),
    ],
)
def test_cells_of_a_workbook_as_a_person_sees_them(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_uploaded_files() -> None:
    small = SimpleUploadedFile("roster.csv", TEXT.encode())
    with TemporaryUploadedFile("roster.csv", "text/csv", len(TEXT), None) as large:
        large.write(TEXT.encode())
        assert read(large) == WANTED
    assert read(small) == WANTED
    small.seek(0)
    assert small.read(2) == TEXT.encode()[:2]


def test_the_name_of_a_file_says_nothing() -> None:
    workbook = xlsx_file([["工号", "姓名"], ["1", "青辰"]])
    assert read(SimpleUploadedFile("roster.csv", workbook.read())) == [(2, ["1", "青辰"])]


CASES = Path(os.environ.get("GRADUS_CASES", "../shared/cases"))


QUESTIONS = (Column("kind", ("题型",), required=True), Column("stem", ("题干",), required=True))


@pytest.mark.skipif(not CASES.is_dir(), reason="GRADUS_CASES is not here")
def test_real_files_in_two_encodings_give_the_same_rows() -> None:
    folder = CASES / "spreadsheets"
    plain = read(io.BytesIO((folder / "hotline-exam.csv").read_bytes()), QUESTIONS)
    chinese = read(io.BytesIO((folder / "hotline-exam.gb18030.csv").read_bytes()), QUESTIONS)
    assert len(plain) == 10
    assert plain == chinese
