"""Files of our own to import, made in memory."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from core.imports import Column, Row, TableImport, cells
from core.models import Counter

COLUMNS = (
    Column(
        "number",
        ("工号", "员工编号", "Employee number"),
        required=True,
        check=cells.text(max_length=8, plain=True),
    ),
    Column("name", ("姓名", "Name"), required=True),
    Column("hired_on", ("入职日期", "Hired on"), check=cells.day()),
    Column("manager", ("直接上级工号", "Manager")),
)
HEADER = "工号,姓名,入职日期\n"


class Roster(TableImport):
    """A counter a row stands for whatever an app writes."""

    kind = "tests.roster"
    columns = COLUMNS
    limit = 1_000
    batch = 2

    def __init__(self, *, by: Any = None) -> None:
        super().__init__(by=by)
        self.seen: dict[str, int] = {}
        self.values: list[dict[str, Any]] = []

    def check(self, row: Row) -> None:
        first = self.seen.setdefault(row["number"], row.number)
        if first != row.number:
            row.error("number", f"a number that no other row has (row {first} has it)")

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            self.values.append(row.values)
            counter, made = Counter.objects.get_or_create(series=row["number"], defaults={"last": row.number})
            if made:
                self.outcome.add(row.number, row["name"])
            elif counter.last == row.number:
                self.outcome.leave()
            else:
                self.outcome.change(row.number, row["name"])

    def finish(self) -> None:
        self.outcome.count("departments", 2, label="部门")
        if "0" in self.seen:
            self.outcome.error(None, "", "0", "a roster without number 0")


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def xlsx_file(rows: Sequence[Sequence[Any]], *, hidden_first: bool = False) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    if hidden_first:
        sheet.append(["not", "this"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("名单")
        book.active = 1
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def with_part(file: io.BytesIO, name: str, content: bytes) -> io.BytesIO:
    """The same archive with one part replaced or added."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    changed.seek(0)
    return changed
