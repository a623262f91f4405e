"""A table of marks or chosen options as other programs write it: what its first row and its columns are.

Nothing is declared: header or none, a column of names, one of counts, one of totals, and the questions are
told by their names or by what stands in them. What is guessed is said in the report; the caller may say it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports import xlsx_rows
from core.imports.errors import EmptyFile, FileError, Text, TooManyRows, UnknownEncoding
from core.imports.outcome import RowError
from core.imports.sources import encoding_of, is_workbook
from core.text import clean, fold, narrow

LIMIT = 200_000
DELIMITERS = (",", ";", "\t", "，", "|")
LOOKED_AT = 50
MISSING = {"", "na", "n/a", "nan", "null", "none", "-", "--", ".", "?", "缺", "缺考", "未答"}
NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)", re.ASCII)
TRUTHS = {"true": 1.0, "false": 0.0, "√": 1.0, "✓": 1.0, "×": 0.0, "✗": 0.0}
OPTION = re.compile(r"[A-Za-z1-9]|[A-Ja-j]{1,8}|([A-Ja-j1-9][/|+&、; ])+[A-Ja-j1-9]", re.ASCII)
OPTION_WORDS = {"true", "false", "yes", "no", "对", "错", "是", "否", "√", "×", "正确", "错误"}
COUNTS = {"freq", "frequency", "frequencies", "count", "counts", "n", "weight", "weights", "wt", "obs",
          "times", "人数", "频数", "频次", "次数", "数量", "频率"}  # fmt: skip
PEOPLE = {"", "id", "person", "personid", "name", "student", "studentid", "candidate", "examinee",
          "respondent", "subject", "employee", "employeenumber", "number", "no", "nr", "user", "userid",
          "rowname", "工号", "姓名", "编号", "学号", "考号", "序号", "员工", "考生", "学生"}  # fmt: skip
TOTALS = {"total", "totalscore", "sum", "score", "grade", "总分", "得分", "成绩", "合计"}
KEY_ROWS = {"key", "answer", "answers", "correct", "答案", "标准答案", "正确答案"}
MOST_ROWS = {"max", "maximum", "points", "most", "满分", "分值"}


class NoQuestions(FileError):
    expected = _("at least one column of marks")
    remedy = _("If the file holds chosen options, give their key with --key.")


@dataclass
class Table:
    """The grid with the role of each column: the questions, the people's names, the counts."""

    header: list[str]
    has_header: bool
    rows: list[tuple[int, list[str]]]
    questions: list[int] = field(default_factory=list)
    people: int | None = None
    counts: int | None = None
    ignored: list[int] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    def name(self, column: int) -> str:
        """The header's word, else the place as a spreadsheet program counts."""
        return self.header[column] or str(column + 1)

    def column(self, place: int) -> list[str]:
        return [cells[place] for _row, cells in self.rows]


def read(file: BinaryIO, *, has_key: bool, header: bool | None = None, counts: str = "") -> Table:
    """The table of a file; `header` and `counts` (a column's name or number, `last`, `none`) end guessing.

    Raises FileError where there is no table in it; rows of odd length are listed in `errors`.
    """
    rows = grid(file)
    is_value = is_option if has_key else is_mark
    names = _header(rows, is_value, header)
    table = _squared(rows[1:] if names is not None else rows, names)
    if not table.rows:
        raise EmptyFile
    _give_roles(table, is_value, counts)
    return _unpacked(table) if _is_packed(table) else table


def grid(file: BinaryIO) -> list[tuple[int, list[str]]]:
    """The rows with their number in the file; a line of empty cells is one of them, but not at the end."""
    source = xlsx_rows.rows_of(file, limit=LIMIT) if is_workbook(file) else _text_rows(file)
    rows = [(number, [clean(narrow(cell)) for cell in cells]) for number, cells in source]
    rows = [(number, cells) for number, cells in rows if any(cells) or len(cells) > 1]
    while rows and not any(rows[-1][1]):
        rows.pop()
    if not rows:
        raise EmptyFile
    if len(rows) > LIMIT:
        raise TooManyRows(LIMIT, row=rows[LIMIT][0])
    return rows


def is_missing(cell: str) -> bool:
    return cell.casefold() in MISSING


def mark_of(cell: str) -> float | None:
    """The points a cell states: 1, 0.5, 0,5, TRUE; None if it states none."""
    if NUMBER.fullmatch(cell):
        return float(cell.replace(",", "."))
    return TRUTHS.get(cell.casefold())


def is_mark(cell: str) -> bool:
    return mark_of(cell) is not None


def is_option(cell: str) -> bool:
    return bool(OPTION.fullmatch(cell)) or cell.casefold() in OPTION_WORDS


def plain(name: str) -> str:
    """A name as names are compared: width, case, blanks and underscores set aside."""
    return re.sub(r"[\s_.\-]", "", fold(name))


def _text_rows(file: BinaryIO) -> list[tuple[int, list[str]]]:
    encoding = encoding_of(file)
    file.seek(0)
    try:
        lines = io.StringIO(file.read().decode(encoding).lstrip("\ufeff")).readlines()
    except UnicodeDecodeError:
        raise UnknownEncoding from None
    split = _splitter(lines)
    return [
        (number, split(line)) for number, line in enumerate(lines, start=1) if not line.startswith("sep=")
    ]


def _splitter(lines: Sequence[str]) -> Callable[[str], list[str]]:
    """By the delimiter under which most lines have the same number of cells; else by blanks."""
    looked_at = [line for line in lines if line.strip()][:LOOKED_AT]
    best = max(DELIMITERS, key=lambda delimiter: _evenness(looked_at, delimiter), default=",")
    if _evenness(looked_at, best)[1] > 1:
        return lambda line: _cells(line, best)
    return lambda line: [cell.strip('"') for cell in line.split()]


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    widths = Counter(len(_cells(line, delimiter)) for line in lines)
    width, alike = widths.most_common(1)[0] if widths else (1, 0)
    return (alike / len(lines), width) if width > 1 else (0.0, 1)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])


def _header(
    rows: Sequence[tuple[int, list[str]]], is_value: Callable[[str], bool], told: bool | None
) -> list[str] | None:
    first, below = rows[0][1], [cells for _row, cells in rows[1 : LOOKED_AT + 1]]
    if told is None:
        told = bool(below) and _names_columns(first, below, is_value)
    return first if told else None


def _names_columns(first: list[str], below: list[list[str]], is_value: Callable[[str], bool]) -> bool:
    """Whether the first row names the columns: half of those that hold values below hold none in it, or it
    counts 1, 2, 3 …"""
    if len(first) == len(below[0]) - 1:
        return True
    held = [place for place in range(len(first)) if _is_valued(_at(below, place), is_value)]
    odd = [place for place in held if not is_value(first[place]) and not is_missing(first[place])]
    return (bool(odd) and 2 * len(odd) >= len(held)) or _counts_up(first, below)


def _counts_up(first: list[str], below: list[list[str]]) -> bool:
    """Whether the first row counts 1, 2, 3 … beyond what any row below holds in the same places."""
    places = [place for place, cell in enumerate(first) if cell.isdecimal()]
    if len(places) < 3 or [first[place] for place in places] != [str(at + 1) for at in range(len(places))]:
        return False
    held = [int(cell) for place in places for cell in _at(below, place) if cell.isdecimal()]
    return 2 * len(places) > len(first) and len(places) > max(held, default=0)


def _at(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [cells[place] for cells in rows if place < len(cells)]


def _is_valued(cells: Sequence[str], is_value: Callable[[str], bool]) -> bool:
    """Whether most of the cells that are filled hold a value."""
    filled = [cell for cell in cells if not is_missing(cell)]
    return bool(filled) and 2 * sum(map(is_value, filled)) >= len(filled)


def _squared(rows: list[tuple[int, list[str]]], names: list[str] | None) -> Table:
    """Rows of one length; what is longer or shorter is an error, blank cells at the end are none."""
    usual = Counter(len(cells) for _row, cells in rows).most_common(1)
    width = usual[0][0] if usual else len(names or [])
    if names is not None:
        names = ["", *names] if len(names) == width - 1 else names
        width = max(width, len(names)) if not any(_beyond(cells, len(names)) for _r, cells in rows) else width
    table = Table((names or [])[:width] + [""] * (width - len(names or [])), names is not None, [])
    for number, cells in rows:
        if _beyond(cells, width) or len(cells) < width:
            table.errors.append(_odd_row(number, len(cells), width))
        else:
            table.rows.append((number, (cells + [""] * width)[:width]))
    return table


def _beyond(cells: Sequence[str], width: int) -> bool:
    return any(cells[width:])


def _odd_row(number: int, found: int, expected: int) -> RowError:
    return RowError(
        number,
        "",
        format_lazy(_("cells: {count}"), count=found),
        format_lazy(_("as many cells as in the other rows, {count}"), count=expected),
        _("Leave a missing mark empty between its commas, and put text with commas in quotation marks."),
    )


def _give_roles(table: Table, is_value: Callable[[str], bool], counts: str) -> None:
    names = [plain(name) for name in table.header]
    table.counts = _counts(table, names, counts)
    table.people = _people(table, names, is_value)
    for place, name in enumerate(names):
        if place in (table.counts, table.people):
            continue
        is_total = table.has_header and name in TOTALS | PEOPLE - {""}
        asked = not is_total and _is_valued(table.column(place), is_value)
        (table.questions if asked else table.ignored).append(place)
    if not table.questions and not _pack_of(table):
        raise NoQuestions(", ".join(table.rows[0][1])[:80], row=table.rows[0][0])


def _counts(table: Table, names: list[str], told: str) -> int | None:
    last = len(names) - 1
    if told:
        return None if told == "none" else last if told == "last" else _told(table, names, told)
    if table.has_header:
        named = [place for place, name in enumerate(names) if name in COUNTS]
        return named[-1] if named else None
    return last if last > 0 and _tells_counts(table, last) else None


def _told(table: Table, names: list[str], told: str) -> int:
    if plain(told) in names:
        return names.index(plain(told))
    if told.isdecimal() and 1 <= int(told) <= len(names):
        return int(told) - 1
    raise NoSuchColumn(told, header=[table.name(place) for place in range(len(names))])


class NoSuchColumn(FileError):
    remedy = _("Give its name or its number, or “last” or “none”.")

    def __init__(self, found: Text, *, header: Sequence[str]) -> None:
        super().__init__(found)
        self.expected = format_lazy(_("one of the columns {names}"), names=", ".join(header))


def _tells_counts(table: Table, last: int) -> bool:
    """Without a header: whole numbers beside rows of 0 and 1, or of letters, that are all different."""
    counts = table.column(last)
    if not all(cell.isdecimal() for cell in counts) or not any(int(cell) > 1 for cell in counts):
        return False
    patterns = [tuple(cells[:last]) for _row, cells in table.rows]
    simple = all(re.fullmatch(r"[01]+|[A-Za-z]+|", cell) for pattern in patterns for cell in pattern)
    return simple and len(set(patterns)) == len(patterns)


def _people(table: Table, names: list[str], is_value: Callable[[str], bool]) -> int | None:
    """The column that says who: by its name; without one, the first if it is all different and no marks."""
    if table.has_header:
        return next((place for place, name in enumerate(names) if name in PEOPLE and place == 0), None)
    first = table.column(0)
    running = [str(number) for number in range(1, len(first) + 1)]
    is_new = len(names) > 2 and len(set(first)) == len(first) > 2
    return 0 if is_new and (first == running or not _is_valued(first, is_value)) else None


def _pack_of(table: Table) -> int | None:
    """The one column of whole patterns: 01101, ABDCA."""
    places = table.questions or [place for place in table.ignored if place != table.people]
    if table.people == 0 and not places:
        places = [0]
    if len(places) != 1:
        return None
    cells = table.column(places[0])
    alike = len({len(cell) for cell in cells}) == 1 and len(cells[0]) > 1
    return places[0] if alike and all(re.fullmatch(r"[01]+|[A-Za-z.]+", cell) for cell in cells) else None


def _is_packed(table: Table) -> bool:
    return _pack_of(table) is not None


def _unpacked(table: Table) -> Table:
    """Each character of the patterns in a column of its own."""
    pack = _pack_of(table) or 0
    size = len(table.column(pack)[0])
    rows = [
        (row, [*cells[pack], *([cells[table.counts]] if table.counts is not None else [])])
        for row, cells in table.rows
    ]
    header = [str(number) for number in range(1, size + 1)] + [""] * (table.counts is not None)
    counts = None if table.counts is None else size
    return Table(header, table.has_header, rows, list(range(size)), None, counts, [], table.errors)
