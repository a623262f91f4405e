"""Which format a file of questions has, by what stands in it; and the items it holds."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from core.imports import Outcome
from core.imports.columns import recognised
from core.imports.csv_rows import DELIMITERS
from core.imports.errors import FileTooLarge
from core.imports.lines import lines_of
from core.imports.sources import CSV_BYTES, ZIP
from core.imports.xlsx_guard import WORKBOOK
from exams.enums import ExchangeFormat
from exams.formats import aiken, gift, moodle, qti, sheet
from exams.formats.draft import Item
from exams.formats.errors import OldQti, UnknownFormat
from exams.formats.sheet.columns import COLUMNS

START = 2**14
ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
PROLOG = re.compile(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>", re.DOTALL)
ITEM = {b"assessmentItem", b"qti-assessment-item"}
ANSWER = re.compile(r"^\s*ANSWER\s*[:：]\s*[A-ZＡ-Ｚ]", re.MULTILINE)
OPTION = re.compile(r"^\s*A[.)]\s", re.MULTILINE)
BRACES = re.compile(r"(?<!\\)\{[^}]*(?<!\\)\}|^::|^\$CATEGORY:", re.MULTILINE)
ITEM_SIZE = 4 * 2**20


def items_of(file: BinaryIO, form: str, *, outcome: Outcome, limit: int) -> Iterator[Item]:
    """What the file holds, read once and in order. Raises FileError where it is not of this format."""
    if form == ExchangeFormat.AUTO:
        form = recognise(file)
    if form == ExchangeFormat.SPREADSHEET:
        yield from sheet.read(file, outcome=outcome, limit=limit)
    elif form == ExchangeFormat.GIFT:
        yield from gift.read(lines_of(file))
    elif form == ExchangeFormat.AIKEN:
        yield from aiken.read(lines_of(file))
    elif form == ExchangeFormat.MOODLE_XML:
        _check_size(file)
        yield from moodle.read(file)
    else:
        yield from _qti(file)


def _qti(file: BinaryIO) -> Iterator[Item]:
    if _start(file).startswith(ZIP):
        yield from qti.read(file)
        return
    size = _check_size(file, ITEM_SIZE)
    yield from qti.read_item(file.read(size), Path(str(getattr(file, "name", "") or "item.xml")).name)


def _check_size(file: BinaryIO, limit: int = CSV_BYTES) -> int:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > limit:
        raise FileTooLarge(size, limit)
    return size


def _start(file: BinaryIO) -> bytes:
    file.seek(0)
    start = file.read(START)
    file.seek(0)
    return start


def recognise(file: BinaryIO) -> str:
    """The format by the file's first bytes; a table where nothing else is seen."""
    start = _start(file)
    if start.startswith(ZIP):
        return ExchangeFormat.SPREADSHEET if _is_workbook(file) else ExchangeFormat.QTI
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _xml(start)
    return _text(file)


def _is_workbook(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in islice(archive.NameToInfo, 10_000)}
    except (zipfile.BadZipFile, OSError, ValueError):
        return True
    finally:
        file.seek(0)
    return WORKBOOK in names


def _xml(start: bytes) -> str:
    found = ROOT.search(PROLOG.sub(b"", start.replace(b"\0", b"")))
    name = found[1] if found else b""
    if name == b"quiz":
        return ExchangeFormat.MOODLE_XML
    if name in ITEM:
        return ExchangeFormat.QTI
    if name == b"questestinterop":
        raise OldQti("QTI 1.2")
    if name in (b"html", b"table", b"svg", b""):
        return ExchangeFormat.SPREADSHEET
    raise UnknownFormat(f"<{name.decode('ascii', 'replace')}>")


def _text(file: BinaryIO) -> str:
    lines = [line for _number, line in islice(lines_of(file), 400)]
    if any(_is_header(line) for line in lines[:10]):
        return ExchangeFormat.SPREADSHEET
    text = "\n".join(lines)
    if ANSWER.search(text) and OPTION.search(text):
        return ExchangeFormat.AIKEN
    return (
        ExchangeFormat.GIFT if BRACES.search(text) or _is_named(file, ".gift") else ExchangeFormat.SPREADSHEET
    )


def _is_header(line: str) -> bool:
    return max(recognised(line.split(sign), COLUMNS) for sign in DELIMITERS) > 1


def _is_named(file: BinaryIO, ending: str) -> bool:
    return str(getattr(file, "name", "")).lower().endswith(ending)
