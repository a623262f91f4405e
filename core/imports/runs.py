"""One import from file to report: an app says what its columns are, what to check and what to write."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.domain.audit import actor
from core.imports.columns import Column, Header
from core.imports.errors import CellError, FileError, Text
from core.imports.outcome import Lines, Outcome
from core.imports.tables import Table
from core.models import ImportRun

ROWS = 100_000
CHUNK = 2**16


@dataclass(slots=True)
class Row:
    """One row: its checked values by key, and what stood in its cells."""

    number: int
    values: dict[str, Any]
    found: dict[str, str]
    header: Header
    outcome: Outcome
    ok: bool = True

    def __getitem__(self, key: str) -> Any:
        """The checked value; None for a blank cell and for a column that the file does not have."""
        return self.values.get(key)

    def has(self, key: str) -> bool:
        """Whether the file has this column at all."""
        return key in self.header.places

    def error(self, key: str, expected: Text, remedy: Text = "") -> None:
        """Report this cell; the row will not be written, and nothing else either."""
        self.ok = False
        self.outcome.error(self.number, self.header.title(key), self.found.get(key, ""), expected, remedy)

    def warn(self, key: str, expected: Text, remedy: Text = "") -> None:
        """Mention this cell; the row is taken all the same."""
        self.outcome.warn(self.number, self.header.title(key), self.found.get(key, ""), expected, remedy)


class TableImport:
    """Rows, checkers, report; all or nothing; the dry run takes the same path and is rolled back.

    A subclass names its `kind` (for the log of imports) and its `columns`, and fills `check`, `write` and
    `finish`. Rows are not kept: what must be compared between rows, the subclass remembers in the smallest
    form that will do.
    """

    kind: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    limit: ClassVar[int] = ROWS
    batch: ClassVar[int] = 500

    def __init__(self, *, by: Any = None) -> None:
        self.by = by
        self.outcome = Outcome()

    def check(self, row: Row) -> None:
        """Look at a row whose cells are right each for itself; tell what is wrong by `row.error`."""

    def write(self, rows: list[Row]) -> None:
        """Write rows that passed, and count them by `self.outcome.add`, `change` and `leave`."""

    def finish(self) -> None:
        """Look at the whole, after the last row; errors here still undo everything."""

    def run(self, file: BinaryIO, *, dry_run: bool = False) -> Outcome:
        """Import the file, and say what was done or would be done; a bad file is a report too."""
        self.outcome = Outcome(dry_run=dry_run)
        try:
            table = Table(file, self.columns, limit=self.limit)
            with transaction.atomic():
                self._take(table)
                if self.outcome.written:
                    self._log(file)
                else:
                    transaction.set_rollback(True)
        except FileError as error:
            self.outcome.refuse(error)
        if not self.outcome.ok:
            _forget(self.outcome)
        return self.outcome

    def _take(self, table: Table) -> None:
        self._mention_unknown(table.header)
        rows = self._checked(table)
        while batch := list(islice(rows, self.batch)):
            if self.outcome.ok:
                self.write(batch)
        self.finish()

    def _log(self, file: BinaryIO) -> None:
        ImportRun.objects.create(
            kind=self.kind,
            file_name=Path(str(getattr(file, "name", ""))).name[:255],
            file_sha256=_sha256(file),
            counts=self.outcome.counts,
            **actor(self.by),
        )

    def _mention_unknown(self, header: Header) -> None:
        for title in header.unknown:
            self.outcome.warn(
                header.row, title, "", _("a column that is known here"), _("This column is left out.")
            )

    def _checked(self, table: Table) -> Iterator[Row]:
        """The rows that pass; those that fail are in the report."""
        for number, cells in table:
            self.outcome.rows += 1
            row = self._row(number, cells, table.header)
            if row.ok:
                self.check(row)
            if row.ok:
                yield row

    def _row(self, number: int, cells: list[str], header: Header) -> Row:
        found = {key: cells[place] if place < len(cells) else "" for key, place in header.places.items()}
        row = Row(number, {}, found, header, self.outcome)
        self._check_strays(row, cells)
        for column in self.columns:
            if row.has(column.key):
                _check_cell(row, column)
        return row

    def _check_strays(self, row: Row, cells: list[str]) -> None:
        titles = row.header.titles
        strays = [cell for at, cell in enumerate(cells) if cell and not (at < len(titles) and titles[at])]
        if strays:
            row.ok = False
            self.outcome.error(
                row.number,
                "",
                ", ".join(strays),
                format_lazy(
                    _("cells under the {count} named columns only"), count=len([*filter(None, titles)])
                ),
                _("Name the column, remove what is too much, or put quotation marks around the cell."),
            )


def _check_cell(row: Row, column: Column) -> None:
    found = row.found[column.key]
    if found:
        try:
            row.values[column.key] = column.check(found)
        except CellError as error:
            row.error(column.key, error.expected, error.remedy)
    elif not column.may_be_blank:
        row.error(column.key, _("a cell that is filled in"), _("Fill it in, or remove the row."))


def _forget(outcome: Outcome) -> None:
    """With errors nothing is written, so nothing may be reported as added."""
    outcome.added, outcome.changed, outcome.unchanged = Lines(), Lines(), 0
    outcome.also.clear()


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
