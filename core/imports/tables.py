"""A file read as a table: its header matched with the declared columns, its rows one at a time."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import BinaryIO

from core.imports import csv_rows, xlsx_rows
from core.imports.columns import Column, Header, match, recognised
from core.imports.errors import EmptyFile, TooManyRows
from core.imports.sources import is_workbook
from core.text import clean

# A title or a note may stand above the header.
HEADER_WITHIN = 10
Record = tuple[int, list[str]]


class Table:
    """Opens at once (so that a bad file is refused at once) and streams its records."""

    def __init__(self, file: BinaryIO, columns: Sequence[Column], *, limit: int) -> None:
        self.limit = limit
        source = (
            xlsx_rows.rows_of(file, limit=limit) if is_workbook(file) else csv_rows.rows_of(file, columns)
        )
        records = _filled(source)
        first = list(islice(records, HEADER_WITHIN))
        if not first:
            raise EmptyFile
        at = max(range(len(first)), key=lambda index: recognised(first[index][1], columns))
        self.header: Header = match(*first[at], columns)
        self._records = chain(first[at + 1 :], records)

    def __iter__(self) -> Iterator[Record]:
        """The records below the header that are not blank."""
        number = None
        for count, (number, cells) in enumerate(self._records, start=1):
            if count > self.limit:
                raise TooManyRows(self.limit, row=number)
            yield number, cells
        if number is None:
            raise EmptyFile


def _filled(source: Iterator[Record]) -> Iterator[Record]:
    for number, record in source:
        cells = [clean(cell) for cell in record]
        if any(cells):
            yield number, cells
