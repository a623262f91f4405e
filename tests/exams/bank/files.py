"""Question files of our own, made in memory."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

HEADER = (
    "题号", "题型", "题干", "选项A", "选项B", "选项C", "选项D", "正确答案", "分值", "解析", "难度", "等级"
)  # fmt: skip
GOOD = {
    "题号": "1",
    "题型": "单选",
    "题干": "来电铃响几声之内应当接起？",
    "选项A": "三声",
    "选项B": "五声",
    "选项C": "七声",
    "正确答案": "A",
    "分值": "5",
}


def row(**cells: str) -> dict[str, str]:
    """A good row, with some of its cells otherwise."""
    return GOOD | cells


def csv_file(
    rows: Sequence[Mapping[str, str]], *, header: Sequence[str] = HEADER, encoding: str = "utf-8"
) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def xlsx_file(rows: Sequence[Sequence[Any]]) -> io.BytesIO:
    workbook, file = Workbook(), io.BytesIO()
    for cells in rows:
        workbook.active.append(cells)
    workbook.save(file)
    file.seek(0)
    return file
