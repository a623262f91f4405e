"""The roster: people, where they work, to whom they report. `people.domain.roster` does what a row says."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports import CellError, Column, Outcome, Row, TableImport, cells
from core.imports.outcome import Lines
from core.text import clean
from people.domain import uploads
from people.domain.departments import DEPTH
from people.domain.roster import Roster, folded
from people.models import Department, RosterUpload

# What the columns are called in files.
NUMBER = ("工号", "员工工号", "员工编号", "编号", "职工号", "Employee number", "Employee ID", "Number")
NAME = ("姓名", "员工姓名", "中文名", "Name", "Full name")
LATIN_NAME = ("英文名", "英文姓名", "拼音", "外文名", "Latin name", "English name")
EMAIL = ("邮箱", "电子邮箱", "电子邮件", "邮件", "邮箱地址", "E-mail", "Email", "Mail")
DEPARTMENT = ("部门", "所属部门", "部门名称", "所在部门", "Department")
PARENT = ("上级部门", "父部门", "所属上级部门", "Parent department")
POSITION = ("岗位", "职位", "职务", "岗位名称", "Position", "Job title")
HIRED_ON = ("入职日期", "入职时间", "入职日", "Hired on", "Hire date")
LEFT_ON = ("离职日期", "离职时间", "最后工作日", "Left on", "Last day", "Leaving date")
MANAGER = (
    "直接上级工号",
    "上级工号",
    "直属上级工号",
    "直接上级",
    "直属上级",
    "主管工号",
    "经理工号",
    "Manager number",
    "Manager",
)
LANGUAGE = ("语言", "界面语言", "Language")

SIGN_IN_NAME = re.compile(r"[\w.@+-]+")
LANGUAGES = {
    "zh-hans": ("简体中文", "中文", "简体", "汉语", "普通话", "Chinese", "zh-Hans", "zh-CN", "zh"),
    "zh-hant": ("繁體中文", "繁体中文", "繁體", "繁体", "Traditional Chinese", "zh-Hant", "zh-TW", "zh-HK"),
    "en": ("English", "英文", "英语", "en"),
}


def number() -> Callable[[str], str]:
    """An employee number is text, zeros in front included, and the sign-in name too."""
    shortened = cells.text(max_length=32, plain=True)

    def check(found: str) -> str:
        value = shortened(found)
        if not SIGN_IN_NAME.fullmatch(value):
            raise CellError(_("letters, digits and . - + @ _ only"), _("Leave out blanks and other signs."))
        return value

    return check


def path() -> Callable[[str], tuple[str, ...]]:
    """A department: its name, or the names from the top down with / between them."""
    limit = Department.name.field.max_length or 0

    def check(found: str) -> tuple[str, ...]:
        names = tuple(clean(name) for name in found.replace("／", "/").split("/"))
        if not all(names):
            raise CellError(_("a name on each side of every /"))
        if len(names) > DEPTH:
            raise CellError(
                format_lazy(_("at most {limit} names, one below the other"), limit=DEPTH),
                format_lazy(_("Leave levels out: it has {length}."), length=len(names)),
            )
        if any(len(name) > limit for name in names):
            raise CellError(format_lazy(_("names of at most {limit} characters"), limit=limit))
        return names

    return check


class RosterImport(TableImport):
    """`on` is the day from which a changed department, position or manager counts."""

    kind = "roster"
    columns = (
        Column("number", NUMBER, required=True, check=number()),
        Column("name", NAME, required=True, check=cells.text(max_length=150)),
        Column("latin_name", LATIN_NAME, check=cells.text(max_length=150)),
        Column("email", EMAIL, check=cells.email()),
        Column("department", DEPARTMENT, blank=False, check=path()),
        Column("parent", PARENT, check=path()),
        Column("position", POSITION, check=cells.text(max_length=120)),
        Column("hired_on", HIRED_ON, blank=False, check=cells.day()),
        Column("left_on", LEFT_ON, check=cells.day()),
        Column("manager", MANAGER, check=number()),
        Column("language", LANGUAGE, check=cells.choice(LANGUAGES)),
    )

    def __init__(self, *, by: Any = None, on: date | None = None, at: datetime | None = None) -> None:
        super().__init__(by=by)
        self.at = at or timezone.now()
        self.on = on or timezone.localdate(self.at)
        self.roster: Roster | None = None

    def run(self, file: BinaryIO, *, dry_run: bool = False) -> Outcome:
        self.roster = None
        self._numbers: dict[str, int] = {}
        self._emails: dict[str, int] = {}
        return super().run(file, dry_run=dry_run)

    def check(self, row: Row) -> None:
        self._refuse_twice(row, "number", self._numbers, folded(row["number"]))
        self._refuse_twice(row, "email", self._emails, row["email"])
        if row["manager"] and folded(row["manager"]) == folded(row["number"]):
            row.error("manager", _("the number of another person"), _("Nobody is her own manager."))
        if row["left_on"] and row["hired_on"] and row["left_on"] < row["hired_on"]:
            row.error(
                "left_on",
                format_lazy(_("a day that is not before the first one, {day}"), day=row["hired_on"]),
            )

    @staticmethod
    def _refuse_twice(row: Row, key: str, seen: dict[str, int], value: str | None) -> None:
        if value and (first := seen.setdefault(value, row.number)) != row.number:
            row.error(
                key, _("a value that no other row has"), format_lazy(_("Row {row} has it too."), row=first)
            )

    def write(self, rows: list[Row]) -> None:
        if self.roster is None:
            self.roster = Roster(outcome=self.outcome, by=self.by, on=self.on, at=self.at)
        self.roster.take(rows)

    def finish(self) -> None:
        if self.roster and self.outcome.ok:
            self.roster.finish()

    # What the report has beside core's

    @property
    def left(self) -> Lines:
        """Who leaves by this file."""
        return self.roster.left if self.roster and self.outcome.ok else Lines()

    @property
    def absent(self) -> Lines:
        """Who is in the system, but not in the file: nobody touches them."""
        return self.roster.absent if self.roster and self.outcome.ok else Lines()

    def as_json(self) -> dict[str, Any]:
        return self.outcome.as_json() | {"left": list(self.left), "absent": list(self.absent)}


class UploadedRoster(RosterImport):
    """On SQLite nobody else writes while a file is looked at: what a screen takes is done in seconds."""

    limit = 20_000


def check(upload: RosterUpload, *, by: Any) -> RosterImport:
    """What the uploaded file would do today."""
    roster = UploadedRoster(by=by, on=upload.on)
    with _opened(upload) as file:
        roster.run(file, dry_run=True)
    return roster


def apply(upload: RosterUpload, *, by: Any, at: datetime) -> RosterImport | None:
    """Import the uploaded file, once: None for who comes second. What is refused by now may come again."""
    roster = UploadedRoster(by=by, on=upload.on, at=at)
    with transaction.atomic():
        if not uploads.claim(upload, at=at):
            return None
        with _opened(upload) as file:
            roster.run(file)
        if roster.outcome.ok:
            uploads.done(upload, result=roster.outcome.counts)
        else:
            transaction.set_rollback(True)
    return roster


@contextmanager
def _opened(upload: RosterUpload) -> Iterator[BinaryIO]:
    """The stored file under the name it came with."""
    with upload.file.open("rb") as stored:
        yield cast(BinaryIO, File(stored.file, name=upload.file_name))
