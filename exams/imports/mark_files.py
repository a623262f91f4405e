"""Raw marks, or chosen options with their key, from a file that any program may have written."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports.errors import FileError, Text
from core.imports.outcome import RowError
from exams.imports.mark_tables import (
    KEY_ROWS,
    MOST_ROWS,
    Table,
    grid,
    is_missing,
    is_option,
    mark_of,
    plain,
    read,
)

PEOPLE_LIMIT = 1_000_000
BETWEEN = re.compile(r"[\s,;、+&]+")
OR = re.compile(r"[/|]")

Answer = tuple[str, ...]


@dataclass
class MarkFile:
    """People × questions. A row stands for `counts` people; None is a mark that is missing."""

    names: list[str]
    marks: list[list[float | None]]
    counts: list[int]
    most: list[float]
    most_given: bool
    has_header: bool
    ignored: list[str] = field(default_factory=list)
    count_column: str = ""
    blanks: int = 0
    chosen: list[list[Answer | None]] | None = None
    keys: list[list[Answer]] | None = None
    errors: list[RowError] = field(default_factory=list)


class WrongKey(FileError):
    remedy = _("Give one key for each question, in the order of the file or with the names of its columns.")

    def __init__(self, found: Text, expected: Text) -> None:
        super().__init__(found)
        self.expected = expected


@dataclass(frozen=True)
class Key:
    """Right options by question; several that count each by itself, or one that asks for several at once."""

    names: list[str] | None
    right: list[list[Answer]]


def open_marks(
    file: BinaryIO,
    *,
    key: BinaryIO | None = None,
    header: bool | None = None,
    counts: str = "",
    most: Sequence[float] = (),
    blank_is_zero: bool | None = None,
) -> MarkFile:
    """Read a file of marks, or with a key one of chosen options. Raises FileError; cells are in `errors`.

    In a file of marks a blank is a question that was not asked, in one of options one left open: 0 points;
    `blank_is_zero` says otherwise. Without `most`, the greatest mark found is the greatest possible.
    """
    table = read(file, has_key=key is not None, header=header, counts=counts)
    found = MarkFile(
        names=[table.name(place) for place in table.questions],
        marks=[],
        counts=[],
        most=[],
        most_given=bool(most),
        has_header=table.has_header,
        ignored=[table.name(place) for place in table.ignored],
        count_column="" if table.counts is None else table.name(table.counts),
        errors=table.errors,
    )
    told = _told_rows(table)
    if key is not None:
        found.keys = _keys(_read_key(key, len(table.questions)), found.names, table.has_header)
        _take_options(table, found, blank_is_zero is not False)
    else:
        _take_marks(table, found, bool(blank_is_zero))
    found.most = _most(found, most or told.get("most", ()))
    _check_most(table, found)
    return found


def _told_rows(table: Table) -> dict[str, list[float]]:
    """Take the row out that states the greatest marks: 满分, max."""
    told: dict[str, list[float]] = {}
    for row, cells in list(table.rows):
        if table.people is not None and plain(cells[table.people]) in MOST_ROWS:
            told["most"] = [mark_of(cells[place]) or 1.0 for place in table.questions]
            table.rows.remove((row, cells))
    return told


def _take_marks(table: Table, found: MarkFile, blank_is_zero: bool) -> None:
    empty = 0.0 if blank_is_zero else None
    for row, cells in table.rows:
        if (count := _count(table, found, row, cells)) is None:
            continue
        asked = [cells[place] for place in table.questions]
        found.blanks += count * sum(map(is_missing, asked))
        found.counts.append(count)
        found.marks.append(
            [
                empty if is_missing(cell) else _mark(found, row, found.names[at], cell)
                for at, cell in enumerate(asked)
            ]
        )


def _mark(found: MarkFile, row: int, name: str, cell: str) -> float | None:
    value = mark_of(cell)
    if value is None:
        remedy = _(
            "Correct the cell, or leave it empty. If the file holds chosen options, give the key with --key."
        )
        found.errors.append(RowError(row, name, cell[:80], _("a number of points, or nothing"), remedy))
    return value


def _take_options(table: Table, found: MarkFile, blank_is_zero: bool) -> None:
    keys = found.keys or []
    found.chosen = []
    for row, cells in table.rows:
        if (count := _count(table, found, row, cells)) is None:
            continue
        chosen = [None if is_missing(cells[place]) else answer_of(cells[place]) for place in table.questions]
        found.blanks += count * chosen.count(None)
        found.counts.append(count)
        found.chosen.append(chosen)
        left_open = 0.0 if blank_is_zero else None
        found.marks.append(
            [left_open if answer is None else float(answer in keys[at]) for at, answer in enumerate(chosen)]
        )


def answer_of(cell: str) -> Answer:
    """The options of an answer as they are compared, in capitals and in order: "c, a" and "AC" are alike."""
    parts = [part for part in BETWEEN.split(cell.upper()) if part]
    if len(parts) == 1 and re.fullmatch("[A-J]{2,8}", parts[0]):
        parts = list(parts[0])
    if all(len(part) == 1 for part in parts):
        return tuple(sorted(set(parts)))
    return ("".join(parts),)


def _count(table: Table, found: MarkFile, row: int, cells: Sequence[str]) -> int | None:
    """For how many people a row stands; None where its cell is no whole number."""
    if table.counts is None:
        return 1
    cell = cells[table.counts]
    value = mark_of(cell)
    if value is not None and value >= 0 and value.is_integer() and sum(found.counts) + value <= PEOPLE_LIMIT:
        return int(value)
    expected = format_lazy(_("a whole number of people, {limit} in all at most"), limit=PEOPLE_LIMIT)
    remedy = _("Correct the count; if the column holds something else, say which holds counts with --counts.")
    found.errors.append(RowError(row, table.name(table.counts), cell[:80], expected, remedy))
    return None


def _most(found: MarkFile, given: Sequence[float]) -> list[float]:
    """The greatest possible marks: as told (one for all, or one each), else the greatest found, and 1 for
    questions on which nobody scored."""
    width = len(found.names)
    if given:
        found.most_given = True
        if len(given) not in (1, width):
            raise WrongMost(str(len(given)), width)
        return list(given) * width if len(given) == 1 else list(given)
    if found.keys:
        return [1.0] * width
    columns = zip(*found.marks, strict=True) if found.marks else [()] * width
    greatest = [max((mark for mark in column if mark is not None), default=0.0) for column in columns]
    return [mark if mark > 0 else 1.0 for mark in greatest]


class WrongMost(FileError):
    remedy = _("Give one greatest mark for all questions, or one for each.")

    def __init__(self, found: Text, width: int) -> None:
        super().__init__(found)
        self.expected = format_lazy(_("1 or {count} greatest marks"), count=width)


def _check_most(table: Table, found: MarkFile) -> None:
    """A mark above the greatest that was given is a mistake in the file, or in what was given."""
    if not found.most_given:
        return
    for (row, _cells), marks in zip(_counted(table, found), found.marks, strict=True):
        for name, mark, most in zip(found.names, marks, found.most, strict=True):
            if mark is not None and mark > most:
                expected = format_lazy(_("at most {most} points"), most=f"{most:g}")
                remedy = _("Correct the mark, or the greatest mark of this question.")
                found.errors.append(RowError(row, name, f"{mark:g}", expected, remedy))


def _counted(table: Table, found: MarkFile) -> Iterator[tuple[int, list[str]]]:
    wrong = {
        error.row for error in found.errors if table.counts is not None and error.column == found.count_column
    }
    return ((row, cells) for row, cells in table.rows if row not in wrong)


def _read_key(file: BinaryIO, width: int) -> Key:
    """A key beside its question's name on each line, in one line below the names, or in one line alone."""
    rows = [cells for _row, cells in grid(file)]
    while rows and all(not row[-1] for row in rows) and len(rows[0]) > 1:
        rows = [row[:-1] for row in rows]
    if len(rows) == 1 and len(rows[0]) == 1 and len(rows[0][0]) == width > 1:
        return Key(None, [[answer_of(letter)] for letter in rows[0][0]])
    if all(len(row) == 1 for row in rows):
        return Key(None, [_alternatives(row[0]) for row in _below_title(rows, 0)])
    if len(rows) <= 2 and (len(rows[0]) > 3 or width == len(rows[0]) or len(rows) < 2):
        return _lying(rows)
    body = _below_title(rows, 1)
    return Key([row[0] for row in body], [_alternatives(row[1]) if len(row) > 1 else [] for row in body])


def _lying(rows: list[list[str]]) -> Key:
    *names, right = rows
    if right and plain(right[0]) in KEY_ROWS and not is_option(right[0]):
        names, right = [row[1:] for row in names], right[1:]
    return Key(names[0] if names else None, [_alternatives(cell) for cell in right])


def _below_title(rows: list[list[str]], column: int) -> list[list[str]]:
    first = rows[0][column] if column < len(rows[0]) else ""
    return rows if is_option(first) and plain(first) not in KEY_ROWS else rows[1:]


def _alternatives(cell: str) -> list[Answer]:
    return [answer_of(part) for part in OR.split(cell) if part.strip()]


def _keys(key: Key, names: list[str], has_header: bool) -> list[list[Answer]]:
    """The key of each question of the file: by name where both have names, else in order."""
    if any(not right for right in key.right):
        place = next(at for at, right in enumerate(key.right) if not right)
        shown = key.names[place] if key.names else str(place + 1)
        raise WrongKey(format_lazy(_("no right option for {name}"), name=shown), _("a right option for each"))
    if key.names and has_header:
        by_name = dict(zip(map(plain, key.names), key.right, strict=False))
        if missing := [name for name in names if plain(name) not in by_name]:
            raise WrongKey(", ".join(key.names)[:80], format_lazy(_("a key for {name}"), name=missing[0]))
        return [by_name[plain(name)] for name in names]
    if len(key.right) != len(names):
        expected = format_lazy(_("{count} keys, one for each question"), count=len(names))
        raise WrongKey(str(len(key.right)), expected)
    return key.right
