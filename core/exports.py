"""Tables that people take away: XLSX and CSV that a spreadsheet program opens as they are, and never runs."""

import codecs
import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
BLANKS = " \u00a0\u3000"
# What XML cannot hold, and what Excel would not open.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
CELL_LIMIT = 32_767
SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
WIDTHS = range(8, 49)
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

Cell = str | int | float | Decimal | bool | datetime.date | None


def safe_text(value: Any) -> str:
    """The text, with a ' before it where a spreadsheet program would take it for a formula."""
    text = FORBIDDEN.sub("", str(value))[: CELL_LIMIT - 1]
    return f"'{text}" if text.lstrip(BLANKS).startswith(FORMULA) or text.startswith(FORMULA) else text


class Sheet(NamedTuple):
    """A table of a workbook."""

    title: str
    header: Sequence[Any]
    rows: Iterable[Sequence[Any]]


def as_xlsx(header: Sequence[Any], rows: Iterable[Sequence[Any]], *, title: str = "") -> bytes:
    """A workbook of one sheet: header frozen, dates as dates, texts as texts."""
    return as_book([Sheet(title, header, rows)])


def as_book(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets, each as in `as_xlsx`."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book.create_sheet(SHEET_NAME.sub(" ", sheet.title)[:31] or None), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(page: Any, sheet: Sheet) -> None:
    page.freeze_panes = "A2"
    for place, name in enumerate(sheet.header, start=1):
        page.column_dimensions[_letters(place)].width = _width(str(name))
    page.append([_header_cell(page, name) for name in sheet.header])
    for row in sheet.rows:
        page.append([_cell(page, _plain(value)) for value in row])


def as_csv(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([safe_text(name) for name in header])
    for row in rows:
        writer.writerow([_written(_plain(value)) for value in row])
    return codecs.BOM_UTF8 + text.getvalue().encode()


def as_download(content: bytes, name: str) -> HttpResponse:
    """The file under its name, to be saved and not shown."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    kind = TYPES[name.rpartition(".")[2]]
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=kind, headers=headers)


def _plain(value: Any) -> Cell:
    """A number, a day, a moment in the company's zone, or a text that is safe."""
    if isinstance(value, datetime.datetime):
        return timezone.make_naive(value) if timezone.is_aware(value) else value
    if value is None or isinstance(value, bool | int | float | Decimal | datetime.date):
        return value
    return safe_text(value)


def _cell(sheet: Any, value: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, datetime.datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _header_cell(sheet: Any, name: Any) -> Any:
    from openpyxl.styles import Font

    cell = _cell(sheet, safe_text(name))
    cell.font = Font(bold=True)
    return cell


def _written(value: Cell) -> str:
    if value is None:
        return ""
    return value.isoformat(" ", "minutes") if isinstance(value, datetime.datetime) else str(value)


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(place)


def _width(name: str) -> int:
    """Room for the header, in which a Chinese character takes two places."""
    places = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name)
    return min(max(places + 4, WIDTHS.start), WIDTHS.stop)
