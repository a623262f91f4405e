"""Rows of the first visible sheet of an XLSX file, its cells as the texts a person sees."""

import datetime
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from core.imports.errors import DamagedWorkbook
from core.imports.xlsx_guard import look_through

MIDNIGHT = datetime.time(0)


def rows_of(file: BinaryIO, *, limit: int) -> Iterator[tuple[int, list[str]]]:
    """Every row with its number in the spreadsheet program, blank ones included."""
    sheet = look_through(file, limit=limit)
    if not sheet.rows:
        return
    reader, first_column = _open(file)
    for number, row in enumerate(reader.iter_rows(), start=1):
        yield (
            number,
            [
                sheet.broken.get((number, column)) or as_text(cell)
                for column, cell in enumerate(row, start=first_column)
            ],
        )


def as_text(cell: Any) -> str:
    """A number without the ".0" it is stored with, a date as 2017-09-01, anything else as it stands."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == MIDNIGHT else cell.isoformat(" ", "seconds")
    return str(cell)


def _number(value: float) -> str:
    """With the 15 digits that spreadsheet programs keep: 0.1 + 0.2 is 0.3."""
    if not math.isfinite(value):
        return str(value)
    plain = format(Decimal(f"{value:.15g}"), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _open(file: BinaryIO) -> tuple[Any, int]:
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        workbook = CalamineWorkbook.from_filelike(file)
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
                reader = workbook.get_sheet_by_name(sheet.name)
                return reader, (reader.start or (0, 0))[1] + 1
    except (CalamineError, OSError, ValueError):
        pass
    raise DamagedWorkbook
