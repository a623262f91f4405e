"""A ZIP archive from a stranger: looked through by its list of contents before one byte of it is unpacked.

Refused are names that lead out (`..`, absolute, drive letters, links), names that meet (twice, or but for
case), too many parts, too much inside, too high a ratio, parts that share bytes, archives within, and what is
encrypted. What a part says of its own size is not believed either: reading stops there.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.imports.errors import DamagedArchive, DangerousArchive

END, END_64 = b"PK\x05\x06", b"PK\x06\x06"
END_SIZE, LONGEST_COMMENT = 22, 65_535
ENTRY = 46 + 512  # bytes of the list of contents that one part may take
CHUNK = 2**16
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DRIVE = re.compile(r"^[A-Za-z]:")
UNSEEN = re.compile(r"[\x00-\x1f\x7f]")
RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".jar", ".zst", ".cab", ".iso")
MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold, in parts and in bytes."""

    parts: int = 20_000
    packed: int = 256 * 2**20
    unpacked: int = 512 * 2**20
    part: int = 128 * 2**20
    ratio: int = 100
    ratio_from: int = 2**20
    depth: int = 20


class Archive:
    """The parts of an archive that was looked through, by their names with / between the folders."""

    def __init__(self, opened: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
        self._opened, self._parts = opened, parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def size(self, name: str) -> int:
        return self._parts[name].file_size

    def read(self, name: str, *, limit: int) -> bytes:
        """A part as a whole; raises DangerousArchive where it is larger than the caller can hold."""
        if self.size(name) > limit:
            raise DangerousArchive(f"{name}: {self.size(name) // 2**20} MB")
        return b"".join(self._chunks(name))

    def unpack(self, folder: Path) -> None:
        """Every part below a folder that is empty; no name leads out of it, whatever lies there."""
        root = folder.resolve()
        for name in self:
            target = (root / name).resolve()
            if not target.is_relative_to(root):
                raise DangerousArchive(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                for chunk in self._chunks(name):
                    file.write(chunk)

    def _chunks(self, name: str) -> Iterator[bytes]:
        part = self._parts[name]
        left = part.file_size
        try:
            with self._opened.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise DangerousArchive(name)
                    if left + len(chunk) == part.file_size and chunk.startswith(MAGIC):
                        raise DangerousArchive(name)
                    yield chunk
        except BROKEN:
            raise DamagedArchive(name) from None


@contextmanager
def opened(file: BinaryIO, *, limits: Limits | None = None) -> Iterator[Archive]:
    """The archive, once its list of contents has been found harmless; raises FileError where it is not."""
    limits = limits or Limits()
    _check_end(file, limits)
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN:
        raise DamagedArchive from None
    with archive:
        yield Archive(archive, _checked(archive.infolist(), limits))


def _check_end(file: BinaryIO, limits: Limits) -> None:
    """How long the list of contents is, before it is read: 100,000 names fill the memory."""
    size = file.seek(0, io.SEEK_END)
    if size > limits.packed:
        raise DangerousArchive(f"{size // 2**20} MB")
    file.seek(max(0, size - END_SIZE - LONGEST_COMMENT - 76))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(END)
    if at < 0:
        raise DamagedArchive
    count, length = int.from_bytes(tail[at + 10 : at + 12], "little"), tail[at + 12 : at + 16]
    if count > limits.parts or int.from_bytes(length, "little") > limits.parts * ENTRY:
        raise DangerousArchive(f"{count} parts")
    if END_64 in tail or length == b"\xff" * 4:
        raise DangerousArchive("ZIP64")


def _checked(parts: list[zipfile.ZipInfo], limits: Limits) -> dict[str, zipfile.ZipInfo]:
    if len(parts) > limits.parts:
        raise DangerousArchive(f"{len(parts)} parts")
    if sum(part.file_size for part in parts) > limits.unpacked:
        raise DangerousArchive(f"{sum(part.file_size for part in parts) // 2**20} MB")
    _check_overlaps(parts)
    found: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for part in parts:
        name = _name(part, limits)
        _check_part(part, limits)
        if part.is_dir():
            continue
        folded = _folded(name)
        if folded in seen:
            raise DangerousArchive(name)
        seen.add(folded)
        found[name] = part
    _check_folders(seen)
    return found


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _name(part: zipfile.ZipInfo, limits: Limits) -> str:
    """The name, if it stays below the folder it is unpacked into, on any system."""
    raw = part.orig_filename
    name = raw.replace("\\", "/")
    segments = name.rstrip("/").split("/")
    leads_out = name.startswith("/") or DRIVE.match(name) or ".." in segments
    if leads_out or UNSEEN.search(raw) or len(segments) > limits.depth:
        raise DangerousArchive(raw)
    for segment in segments:
        is_strange = not segment or segment == "." or segment[-1] in " ." or RESERVED.match(segment)
        if is_strange or ":" in segment or len(segment.encode()) > 255:
            raise DangerousArchive(raw)
    return name


def _check_part(part: zipfile.ZipInfo, limits: Limits) -> None:
    kind = stat.S_IFMT(part.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise DangerousArchive(f"{part.filename}: link")
    if part.flag_bits & 0x1 or part.compress_type not in METHODS:
        raise DangerousArchive(f"{part.filename}: encrypted")
    if part.filename.lower().endswith(ARCHIVES):
        raise DangerousArchive(part.filename)
    if part.file_size > limits.part:
        raise DangerousArchive(f"{part.filename}: {part.file_size // 2**20} MB")
    if part.file_size > limits.ratio_from and part.file_size > limits.ratio * max(part.compress_size, 1):
        raise DangerousArchive(f"{part.filename} 1:{part.file_size // max(part.compress_size, 1)}")


def _check_folders(files: set[str]) -> None:
    """Nothing is both a file and a folder with files in it."""
    for name in files:
        parents = name.split("/")[:-1]
        if any("/".join(parents[: at + 1]) in files for at in range(len(parents))):
            raise DangerousArchive(name)


def _check_overlaps(parts: list[zipfile.ZipInfo]) -> None:
    """Each part has bytes of its own: a bomb lets a thousand parts point at the same."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise DangerousArchive(part.filename)
        end = part.header_offset + 30 + part.compress_size
