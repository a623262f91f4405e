import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from people.models import Employee, Posting

pytestmark = pytest.mark.django_db
FILE = Path(__file__).resolve().parent.parent / "files" / "roster.csv"


def test_a_roster_from_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_people", FILE)
    assert capsys.readouterr().out.splitlines()[:3] == [
        "6 rows read: 6 added, 0 changed, 0 left as they are.",
        "Departments made: 4",
        "Positions made: 4",
    ]


def test_a_dry_run_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_people", FILE, "--dry-run", "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["dry_run"], report["written"], report["added"]) == (True, False, 6)
    assert Employee.objects.count() == 0


def test_the_day_from_which_changes_count(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    call_command("import_people", FILE)
    moved = tmp_path / "moved.csv"
    moved.write_text("工号,姓名,部门\n0104,李静,质检部\n")
    call_command("import_people", moved, "--from", "2026-10-01")
    days = Posting.objects.filter(employee__number="0104").order_by("pk").values_list("from_day", flat=True)
    assert [day.isoformat() for day in days] == [
        "2021-04-06", "2026-10-01",
    ]  # fmt: skip


def test_a_refused_file_ends_with_all_its_errors_and_code_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("工号,姓名,部门,入职日期\n1,,客服部,2020-03-02\n1,李静,客服部,soon\n")
    with pytest.raises(SystemExit) as ended:
        call_command("import_people", bad)
    assert ended.value.code == 1
    order = "Write year, month and day in this order."
    assert capsys.readouterr().out.splitlines() == [
        "2 rows read: 0 added, 0 changed, 0 left as they are.",
        "Row 2, 姓名: expected a cell that is filled in. Fill it in, or remove the row.",
        f"Row 3, 入职日期: found “soon”, expected a date such as 2017-09-01. {order}",
        "Nothing was written.",
    ]


def test_a_missing_file_is_one_sentence() -> None:
    with pytest.raises(CommandError, match=r"nowhere\.csv: No such file or directory"):
        call_command("import_people", Path("nowhere.csv"))
