"""What kind of file it is, judged by its first bytes and never by its name."""

import codecs
import io
from typing import BinaryIO

from core.imports.errors import (
    EmptyFile,
    FileTooLarge,
    NulBytes,
    OldWorkbook,
    UnknownEncoding,
    WrongType,
)

CSV_BYTES = 64 * 2**20
XLSX_BYTES = 32 * 2**20
CHUNK = 2**16
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0"
PICTURES_AND_SUCH = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"%PDF", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf",
    b"{\\rtf", b"\x7fELF", b"MZ", b"SQLite format 3",
)  # fmt: skip
MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<svg")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")


def is_workbook(file: BinaryIO) -> bool:
    """Whether to read the file as XLSX; raises where it is neither that nor text."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    start = file.read(512)
    file.seek(0)
    if not size or not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise EmptyFile
    if start.startswith(OLE):
        raise OldWorkbook(_extension(start))
    workbook = start.startswith(ZIP)
    _check_size(size, XLSX_BYTES if workbook else CSV_BYTES)
    if not workbook:
        _check_text(start)
    return workbook


def encoding_of(file: BinaryIO) -> str:
    """The first encoding in which the whole file can be read; memory stays at one chunk."""
    file.seek(0)
    if file.read(2) in UTF16:
        return "utf-16"
    _refuse_nul(file)
    for encoding in ENCODINGS:
        if _decodes(file, encoding):
            return encoding
    raise UnknownEncoding


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise FileTooLarge(size, limit)


def _check_text(start: bytes) -> None:
    if start.startswith(PICTURES_AND_SUCH) or start.lstrip().lower().startswith(MARKUP):
        raise WrongType(_extension(start))


def _extension(start: bytes) -> str:
    """The readable letters a file of another kind begins with: PNG, %PDF, GIF89a."""
    letters = start[:12].decode("ascii", "ignore")
    return "".join(letter for letter in letters if letter.isprintable()).strip()


def _refuse_nul(file: BinaryIO) -> None:
    file.seek(0)
    row = 1
    while chunk := file.read(CHUNK):
        at = chunk.find(b"\0")
        if at >= 0:
            raise NulBytes(row=row + chunk.count(b"\n", 0, at))
        row += chunk.count(b"\n")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
