"""Looks through a workbook before it is opened, so that no file can blow up the memory of the server.

The reader lays a sheet out as a full rectangle: one cell in the last corner would ask for 17 billion cells.
So sizes, ratios, text and the corner are checked first, by streaming over the parts that will be read.
"""

import posixpath
import re
import zipfile
import zlib
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from core.imports.errors import DamagedWorkbook, DangerousWorkbook, TooManyRows, WrongType

PARTS = 2_000
UNPACKED = 256 * 2**20
RATIO = 200
RATIO_FROM = 2**20
AREA = 6_000_000
WIDTH = 500
# Room above and between the data for a title, the header and notes.
SPARE_ROWS = 20
CHUNK = 2**18
NUMBERS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
SHARED = "xl/sharedStrings.xml"
UNREADABLE = (
    zipfile.BadZipFile, expat.ExpatError, zlib.error,
    EOFError, LookupError, NotImplementedError, OSError, TypeError, ValueError,
)  # fmt: skip


@dataclass
class Sheet:
    """What a look through a sheet's part tells: its corner, its text, its cells that show an error."""

    rows: int = 0
    columns: int = 0
    text: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)


def look_through(file: BinaryIO, sheet_name: str | None = None, *, limit: int) -> Sheet:
    """Check the workbook and the sheet that will be read (by default the first one that is shown)."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_archive(archive)
            part = _part(archive, sheet_name)
            return _check_sheet(archive, part, limit=limit)
    except UNREADABLE:
        raise DamagedWorkbook from None
    except RuntimeError:
        raise DangerousWorkbook("encrypted") from None
    finally:
        file.seek(0)


def _check_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename.lower() for part in parts}
    if WORKBOOK not in names:
        raise WrongType(", ".join(sorted(names))[:60])
    if len(parts) > PARTS or len(names) != len(parts):
        raise DangerousWorkbook(f"{len(parts)} parts")
    if sum(part.file_size for part in parts) > UNPACKED:
        raise DangerousWorkbook(f"{sum(part.file_size for part in parts) // 2**20} MB")
    for part in parts:
        if part.file_size > RATIO_FROM and part.file_size > RATIO * max(part.compress_size, 1):
            raise DangerousWorkbook(f"{part.filename} 1:{part.file_size // max(part.compress_size, 1)}")


def _part(archive: zipfile.ZipFile, sheet_name: str | None) -> str:
    """The name of the part that holds the sheet."""
    sheets: list[dict[str, str]] = []
    targets: dict[str, str] = {}

    def start_workbook(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            sheets.append(attributes)

    def start_relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            if targets.setdefault(attributes["Id"], attributes["Target"]) != attributes["Target"]:
                raise DangerousWorkbook(attributes["Id"])
            if (
                attributes["Type"].endswith("/sharedStrings")
                and _path(attributes["Target"]).lower() != SHARED.lower()
            ):
                raise DangerousWorkbook(attributes["Target"])

    _parse(archive, WORKBOOK, start_workbook)
    _parse(archive, RELATIONS, start_relation)
    for sheet in sheets:
        if sheet.get("name") == sheet_name or (
            sheet_name is None and sheet.get("state", "visible") == "visible"
        ):
            relation = next(value for key, value in sheet.items() if _local(key) == "id")
            return _path(targets[relation])
    raise DamagedWorkbook


def _check_sheet(archive: zipfile.ZipFile, part: str, *, limit: int) -> Sheet:
    lengths = _shared_lengths(archive)
    sheet = Sheet()
    reader = _CellReader(sheet, lengths, limit)
    _parse(archive, part, reader.start, reader.end, reader.characters)
    return sheet


def _shared_lengths(archive: zipfile.ZipFile) -> array:
    """How long each shared string is: a thousand cells may point at one of a megabyte."""
    lengths = array("L")

    def start(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "si":
            lengths.append(0)

    def characters(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    if SHARED.lower() in (name.lower() for name in archive.namelist()):
        _parse(archive, SHARED, start, characters=characters)
    return lengths


class _CellReader:
    """Follows rows and cells, and notes the corner of those that hold a value."""

    def __init__(self, sheet: Sheet, lengths: array, limit: int) -> None:
        self.sheet, self.lengths, self.limit = sheet, lengths, limit
        self.row = self.column = 0
        self.kind = ""
        self.value: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        if tag == "row":
            self.row, self.column = int(attributes.get("r", self.row + 1)), 0
        elif tag == "c":
            self._place(attributes.get("r"))
            self.kind = attributes.get("t", "")
        elif tag in ("v", "is"):
            self.value = []

    def characters(self, text: str) -> None:
        if self.value is not None:
            self.value.append(text)

    def end(self, tag: str) -> None:
        if _local(tag) in ("v", "is") and self.value is not None:
            self._note("".join(self.value))
            self.value = None

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        place = NUMBERS.fullmatch(reference)
        if place is None:
            raise ValueError(reference)
        self.row, self.column = int(place[2]), 0
        for letter in place[1]:
            self.column = self.column * 26 + ord(letter) - 64

    def _note(self, value: str) -> None:
        sheet = self.sheet
        sheet.rows, sheet.columns = max(sheet.rows, self.row), max(sheet.columns, self.column)
        sheet.text += self.lengths[int(value)] if self.kind == "s" else len(value)
        if self.kind == "e" and len(sheet.broken) < 1_000:
            sheet.broken[self.row, self.column] = value
        if sheet.rows > self.limit + SPARE_ROWS:
            raise TooManyRows(self.limit, row=sheet.rows)
        if sheet.columns > WIDTH or sheet.rows * sheet.columns > AREA or sheet.text > UNPACKED:
            raise DangerousWorkbook(f"{sheet.rows} × {sheet.columns}")


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    characters: Callable[[str], None] | None = None,
) -> None:
    """Stream a part through expat; a document type, hence an entity bomb, is refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    actual = {name.lower(): name for name in archive.namelist()}[part.lower()]
    with archive.open(actual) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk)
    parser.Parse(b"", True)


def _refuse_doctype(*_arguments: object) -> None:
    raise DangerousWorkbook("DOCTYPE")


def _path(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
