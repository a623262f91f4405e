"""Rows of a CSV file, one at a time."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from core.imports.columns import Column, recognised
from core.imports.errors import BrokenQuotes, NulBytes, UnknownEncoding
from core.imports.sources import encoding_of

DELIMITERS = (",", ";", "\t", "，", "|")
LOOKED_AT = 2**16


def rows_of(file: BinaryIO, columns: Sequence[Column]) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number in the spreadsheet program, blank ones included."""
    encoding = encoding_of(file)
    file.seek(0)
    wrapper = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        delimiter = _delimiter(wrapper, columns)
        yield from _records(wrapper, delimiter)
    except UnicodeDecodeError:
        raise UnknownEncoding from None
    finally:
        if not file.closed:
            wrapper.detach()


def _records(lines: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    number = 0
    try:
        for number, record in enumerate(csv.reader(lines, delimiter=delimiter, strict=True), start=1):
            if any("\0" in cell for cell in record):
                raise NulBytes(row=number)
            if not (number == 1 and _is_excel_hint(record)):
                yield number, record
    except csv.Error:
        raise BrokenQuotes(row=number + 1) from None


def _delimiter(lines: io.TextIOWrapper, columns: Sequence[Column]) -> str:
    """The delimiter under which most of the declared columns are found at the top; comma if none."""
    start = lines.read(LOOKED_AT).splitlines()[:10]
    lines.seek(0)
    return max(DELIMITERS, key=lambda delimiter: _best(start, delimiter, columns))


def _best(start: Sequence[str], delimiter: str, columns: Sequence[Column]) -> int:
    return max((recognised(_cells(line, delimiter), columns) for line in start), default=0)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _is_excel_hint(record: Sequence[str]) -> bool:
    """Excel's own first line `sep=;`."""
    return ",".join(record).replace(",", "").strip().lower() in {"sep=", "sep=;", "sep=\t", "sep=|"}
