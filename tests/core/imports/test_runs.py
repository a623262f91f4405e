"""From file to report: all or nothing, and the dry run takes the same path."""

import datetime
import hashlib
import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from core.imports import Column, Outcome, Row, TableImport, cells
from core.models import Counter, ImportRun
from tests.core.imports.files import HEADER, Roster, csv_file, xlsx_file

pytestmark = pytest.mark.django_db
GOOD = HEADER + "1,青辰,2017-09-01\n2,夏羽,\n3,欧阳沐美,2018年1月5日\n"


def series() -> list[str]:
    return list(Counter.objects.order_by("series").values_list("series", flat=True))


def test_import() -> None:
    roster = Roster()
    outcome = roster.run(csv_file(GOOD))
    assert outcome.as_json() == {
        "dry_run": False,
        "written": True,
        "rows": 3,
        "added": 3,
        "changed": 0,
        "unchanged": 0,
        "also": {"departments": 2},
        "errors_total": 0,
        "errors": [],
        "warnings_total": 0,
        "warnings": [],
    }
    assert series() == ["1", "2", "3"]
    assert roster.values == [
        {"number": "1", "name": "青辰", "hired_on": datetime.date(2017, 9, 1)},
        {"number": "2", "name": "夏羽"},
        {"number": "3", "name": "欧阳沐美", "hired_on": datetime.date(2018, 1, 5)},
    ]


def test_dry_run_reports_the_same_and_writes_nothing() -> None:
    dry = Roster().run(csv_file(GOOD), dry_run=True)
    assert series() == []
    wet = Roster().run(csv_file(GOOD))
    assert dry.as_json() | {"dry_run": False, "written": True} == wet.as_json()
    assert [change.as_json() for change in dry.added] == [
        {"row": 2, "text": "青辰"},
        {"row": 3, "text": "夏羽"},
        {"row": 4, "text": "欧阳沐美"},
    ]


def test_again_changes_nothing() -> None:
    Roster().run(csv_file(GOOD))
    outcome = Roster().run(csv_file(GOOD))
    assert (len(outcome.added), len(outcome.changed), outcome.unchanged) == (0, 0, 3)


def test_one_error_in_the_last_row_undoes_all() -> None:
    outcome = Roster().run(csv_file(GOOD + "4,姬如,2018-02-30\n"))
    assert series() == []
    assert (len(outcome.added), outcome.unchanged, outcome.also) == (0, 0, {})
    with override("en"):
        assert outcome.as_json()["errors"] == [
            {
                "place": "Row 5, 入职日期",
                "row": 5,
                "column": "入职日期",
                "found": "2018-02-30",
                "expected": "a date such as 2017-09-01",
                "remedy": "Write year, month and day in this order.",
            }
        ]


def test_every_error_is_told_with_row_and_column() -> None:
    text = HEADER + ",青辰,2017-09-01\n2,,x\n123456789,夏羽,\n4,a,b,c\n2,b,\n2,c,\n"
    outcome = Roster().run(csv_file(text.replace("4,a,b,c", "4,a,,c")))
    assert [(error.row, error.column, error.found) for error in outcome.errors] == [
        (2, "工号", ""),
        (3, "姓名", ""),
        (3, "入职日期", "x"),
        (4, "工号", "123456789"),
        (5, "", "c"),
        (7, "工号", "2"),
    ]


def test_error_of_the_whole_undoes_all() -> None:
    outcome = Roster().run(csv_file(HEADER + "0,青辰,\n"))
    assert series() == []
    assert [str(error) for error in outcome.errors] == [str(outcome.errors.first[0])]
    assert outcome.errors.first[0].row is None


def test_an_import_is_logged_and_a_dry_run_is_not() -> None:
    file = SimpleUploadedFile("名单/roster.csv", GOOD.encode())
    Roster().run(file, dry_run=True)
    Roster().run(io.BytesIO(b""))
    Roster().run(file)
    assert list(ImportRun.objects.values_list("kind", "file_name", "file_sha256", "by_name", "counts")) == [
        (
            "tests.roster",
            "roster.csv",
            hashlib.sha256(GOOD.encode()).hexdigest(),
            "system",
            {"rows": 3, "added": 3, "changed": 0, "unchanged": 0, "also": {"departments": 2}},
        )
    ]


def test_bad_file_is_a_report_too() -> None:
    outcome = Roster().run(io.BytesIO(b""))
    assert outcome.as_json()["errors_total"] == 1
    assert not outcome.written


def test_a_file_that_breaks_in_its_last_row_writes_nothing() -> None:
    outcome = Roster().run(csv_file(GOOD + '4,"姬如\n'))
    assert series() == []
    assert [error.row for error in outcome.errors] == [5]


def test_unknown_columns_and_nameless_cells() -> None:
    outcome = Roster().run(csv_file("工号,爱好,姓名\n1,棋,青辰\n"))
    assert [(warning.row, warning.column) for warning in outcome.warnings] == [(1, "爱好")]
    assert outcome.written
    outcome = Roster().run(csv_file("工号,,姓名\n1,棋,青辰\n2,,夏羽\n"))
    assert [(error.row, error.found) for error in outcome.errors] == [(2, "棋")]


def test_texts_of_the_report_follow_the_reader() -> None:
    outcome = Roster().run(csv_file(HEADER + "1,青辰,x\n"))
    with override("en"):
        assert str(outcome.errors.first[0]) == (
            "Row 2, 入职日期: found “x”, expected a date such as 2017-09-01. "
            "Write year, month and day in this order."
        )
        assert [str(line) for line in outcome.as_lines()] == [
            "1 rows read: 0 added, 0 changed, 0 left as they are.",
            str(outcome.errors.first[0]),
            "Nothing was written.",
        ]


def test_a_blank_cell_differs_from_a_missing_column() -> None:
    seen: list[tuple[bool, bool]] = []

    class Looking(Roster):
        def check(self, row: Row) -> None:
            seen.append((row.has("hired_on"), row.has("manager")))
            row.warn("manager", "somebody")

    outcome = Looking().run(csv_file(HEADER + "1,青辰,\n"))
    assert seen == [(True, False)]
    assert [warning.column for warning in outcome.warnings] == ["manager"]


def test_a_required_column_may_have_blanks_where_it_says_so() -> None:
    class Loose(Roster):
        columns = (
            Column("number", ("工号",), required=True),
            Column("name", ("姓名",), required=True, blank=True),
        )

    assert Loose().run(csv_file("工号,姓名\n1,\n")).written


def test_workbook_and_csv_give_the_same_report() -> None:
    rows = [["工号", "姓名", "入职日期"], [1, "青辰", datetime.date(2017, 9, 1)], ["002", None, 42979]]
    by_workbook = Roster().run(xlsx_file(rows), dry_run=True)
    by_text = Roster().run(csv_file(HEADER + "1,青辰,2017-09-01\n002,,42979\n"), dry_run=True)
    assert by_workbook.as_json() == by_text.as_json()


def test_a_file_full_of_errors_keeps_its_report_small() -> None:
    outcome = Roster().run(csv_file(HEADER + "1,青辰,x\n" * 900))
    assert len(outcome.errors) == 900
    assert len(outcome.as_json()["errors"]) == 500
    assert outcome.errors.left_out == 400


class Streaming(TableImport):
    """Keeps nothing, as far as the machinery goes."""

    kind = "tests.stream"
    columns = (
        Column("number", ("工号",), required=True),
        Column("hired_on", ("入职日期",), check=cells.day()),
    )

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            self.outcome.add(row.number, row["number"])


def peak(rows: int) -> int:
    lines = "".join(f"{number},2017-09-01,{number:0>40}\n" for number in range(rows))
    file = csv_file("工号,入职日期,备注\n" + lines)
    tracemalloc.start()
    outcome: Outcome = Streaming().run(file)
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert outcome.rows == rows
    return highest


def test_memory_does_not_grow_with_the_rows() -> None:
    peak(10)
    assert peak(20_000) <= 1.2 * peak(2_000)
