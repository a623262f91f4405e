"""5,000 questions are imported in one pass, and need hardly more memory than 500, in every format."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from openpyxl import Workbook
from pytest_django import DjangoDbBlocker

from exams.models import Question
from tests.databases import ROOT, Template

HEADER = ("题号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "正确答案", "分值", "解析", "难度")
TARGET = 1.3
Write = Callable[[Path, int], Path]
# The command in a process of its own, which says at its end how much memory it held at its peak.
COMMAND = """
import sys
from pathlib import Path
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "import_questions", sys.argv[1], "--topic", "T"])
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""
ITEM = """<assessmentItem identifier="i{n}" title="i{n}" adaptive="false" timeDependent="false">
<responseDeclaration identifier="R" cardinality="single" baseType="identifier">
<correctResponse><value>a</value></correctResponse></responseDeclaration>
<itemBody><p>{stem}</p><choiceInteraction responseIdentifier="R" maxChoices="1">{choices}</choiceInteraction>
</itemBody></assessmentItem>"""


def stem(number: int) -> str:
    return f"第{number}题：顾客来电说订单{number}晚到了三天，第一句话说什么？"


def options(number: int) -> list[str]:
    return [f"{words}（{number}）" for words in ("先道歉，再查单", "先问姓名", "转给主管", "请他再等等")]


def rows(questions: int) -> list[tuple[str, ...]]:
    return [
        (f"{number:05d}", "单选", stem(number), *options(number), "A", "2", f"第{number}条：先道歉。", "中")
        for number in range(1, questions + 1)
    ]


def as_csv(path: Path, questions: int) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows(questions)])
    return path


def as_xlsx(path: Path, questions: int) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [HEADER, *rows(questions)]:
        sheet.append(row)
    book.save(path)
    return path


def as_gift(path: Path, questions: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, questions + 1):
            right, *wrong = options(number)
            answers = "".join(f"\n\t~{words}" for words in wrong)
            file.write(f"::{number:05d}::{stem(number)}{{\n\t={right}{answers}\n\t####先道歉。\n}}\n\n")
    return path


def as_moodle(path: Path, questions: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("<quiz>")
        for number in range(1, questions + 1):
            answers = "".join(
                f'<answer fraction="{0 if at else 100}" format="plain_text"><text>{words}</text></answer>'
                for at, words in enumerate(options(number))
            )
            file.write(
                f'<question type="multichoice"><name><text>{number:05d}</text></name>'
                f'<questiontext format="plain_text"><text>{stem(number)}</text></questiontext>'
                f"<single>true</single>{answers}</question>\n"
            )
        file.write("</quiz>")
    return path


def as_qti(path: Path, questions: int) -> Path:
    manifest = io.StringIO()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(1, questions + 1):
            choices = "".join(
                f'<simpleChoice identifier="{letter}">{words}</simpleChoice>'
                for letter, words in zip("abcd", options(number), strict=True)
            )
            package.writestr(f"{number}.xml", ITEM.format(n=number, stem=stem(number), choices=choices))
            manifest.write(f'<resource type="imsqti_item_xmlv2p2" href="{number}.xml"/>')
        package.writestr(
            "imsmanifest.xml", f"<manifest><resources>{manifest.getvalue()}</resources></manifest>"
        )
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


@pytest.mark.parametrize("write", [as_csv, as_xlsx, as_gift, as_moodle, as_qti])
def test_memory_of_an_import(
    database_template: Template, tmp_path: Path, django_db_blocker: DjangoDbBlocker, write: Write
) -> None:
    held = {}
    for questions in (500, 5_000):
        with django_db_blocker.unblock(), database_template.copied(tmp_path) as name:
            held[questions] = peak(write(tmp_path / f"{questions}", questions), name)
            assert Question.objects.count() == questions
    ratio = held[5_000] / held[500]
    print(f"\nquestions {write.__name__}: {held} KB, ratio {ratio:.2f}, at most {TARGET}")
    assert ratio <= TARGET
