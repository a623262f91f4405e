"""The rows of a table, each cell checked: what the columns say is told to the report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports.columns import Column, Header
from core.imports.errors import CellError, Text
from core.imports.outcome import Outcome
from core.imports.tables import Table


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


def rows_of(file: BinaryIO, columns: Sequence[Column], *, outcome: Outcome, limit: int) -> Iterator[Row]:
    """Every row that is not blank, also those that are wrong: their errors stand in the report already."""
    table = Table(file, columns, limit=limit)
    _mention_unknown(table.header, outcome)
    for number, cells in table:
        outcome.rows += 1
        yield _row(number, cells, table.header, columns, outcome)


def _mention_unknown(header: Header, outcome: Outcome) -> None:
    for title in header.unknown:
        outcome.warn(header.row, title, "", _("a column that is known here"), _("This column is left out."))


def _row(number: int, cells: list[str], header: Header, columns: Sequence[Column], outcome: Outcome) -> Row:
    found = {key: cells[place] if place < len(cells) else "" for key, place in header.places.items()}
    row = Row(number, {}, found, header, outcome)
    _check_strays(row, cells)
    for column in columns:
        if row.has(column.key):
            _check_cell(row, column)
    return row


def _check_strays(row: Row, cells: list[str]) -> None:
    titles = row.header.titles
    strays = [cell for at, cell in enumerate(cells) if cell and not (at < len(titles) and titles[at])]
    if strays:
        row.ok = False
        row.outcome.error(
            row.number,
            "",
            ", ".join(strays),
            format_lazy(_("cells under the {count} named columns only"), count=len([*filter(None, titles)])),
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
