"""A roster of 20,000 people is imported in one pass, and needs hardly more memory than one of 2,000."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from openpyxl import Workbook
from pytest_django import DjangoDbBlocker

from people.models import Employee
from tests.databases import ROOT, Template

HEADER = ("工号", "姓名", "邮箱", "部门", "岗位", "入职日期", "直接上级工号", "语言")
TARGET = 1.2
Write = Callable[[Path, int], Path]
# The command in a process of its own, which says at its end how much memory it held at its peak. (What
# getrusage says is no less than what the process held that started it.)
COMMAND = """
import sys
from pathlib import Path
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "import_people", sys.argv[1]])
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def rows(people: int) -> list[tuple[str, ...]]:
    return [
        (
            f"{number:06d}",
            f"测试员{number}",
            f"p{number}@example.com",
            f"事业部{number % 20}/客服{number % 200}部",
            f"岗位{number % 30}",
            "2020-03-02",
            f"{number // 10:06d}" if number >= 10 else "",
            "中文",
        )
        for number in range(1, people + 1)
    ]


def as_csv(path: Path, people: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows(people)])
    return path


def as_xlsx(path: Path, people: int) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADER, *rows(people)]:
        sheet.append(row)
    book.save(path)
    return path


def address(name: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def peak(file: Path, database: str) -> int:
    """The memory of one import, in KB."""
    env = os.environ | {"DATABASE_URL": address(database), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-c", COMMAND, str(file)]
    ran = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    return int(ran.stdout.splitlines()[-1])


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_memory_of_a_roster(
    database_template: Template, tmp_path: Path, django_db_blocker: DjangoDbBlocker, write: Write
) -> None:
    held = {}
    for people in (2_000, 20_000):
        with django_db_blocker.unblock(), database_template.copied(tmp_path) as name:
            held[people] = peak(write(tmp_path / f"{people}", people), name)
            assert Employee.objects.count() == people
    ratio = held[20_000] / held[2_000]
    print(f"\nroster {write.__name__}: {held} KB, ratio {ratio:.2f}, at most {TARGET}")
    assert ratio <= TARGET
