"""Archives of strangers: each hostile one is refused by its list of contents, and nothing lies outside."""

import io
import stat
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from core.imports.archives import Limits, opened
from core.imports.errors import DamagedArchive, DangerousArchive, FileError

MB = 2**20
Make = Callable[[], bytes]


def packed(*parts: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return file.getvalue()


def named(name: str) -> Make:
    return lambda: packed(("a.xml", b"<a/>"), (name, b"x"))


def raw_name(name: bytes) -> Make:
    """A name that the writer of archives would have changed."""
    marker = b"Q" * len(name)
    return lambda: packed((marker.decode(), b"x")).replace(marker, name)


def link(kind: int) -> Make:
    part = zipfile.ZipInfo("a.xml")
    part.create_system, part.external_attr = 3, (kind | 0o777) << 16
    return lambda: packed((part, b"/etc/passwd"))


def bomb() -> bytes:
    return packed(("a.xml", b"\0" * (40 * MB)))


def encrypted() -> bytes:
    content = bytearray(packed(("a.xml", b"x" * 100)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """Two names for the same bytes."""
    content = packed(("a.xml", b"x" * 5_000), ("b.xml", b"y"), method=zipfile.ZIP_STORED)
    second = content.index(b"PK\x01\x02", content.index(b"PK\x01\x02") + 1)
    return content[: second + 42] + struct.pack("<L", 10) + content[second + 46 :]


def many() -> bytes:
    return packed(*((f"{number}.xml", b"") for number in range(30)))


def hundred_thousand() -> bytes:
    """Said by the end of the archive alone."""
    content = packed(("a.xml", b"x"))
    at = content.rindex(b"PK\x05\x06")
    return content[: at + 8] + struct.pack("<HH", 60_000, 60_000) + content[at + 12 :]


def long_contents() -> bytes:
    content = packed(("a.xml", b"x"))
    at = content.rindex(b"PK\x05\x06")
    return content[: at + 12] + struct.pack("<L", 2**31) + content[at + 16 :]


HOSTILE: dict[str, Make] = {
    "up": named("../evil.xml"),
    "up inside": named("a/../../evil.xml"),
    "up and down": named("a/../b.xml"),
    "absolute": named("/etc/evil.xml"),
    "drive": named("C:/evil.xml"),
    "drive with backslash": raw_name(b"C:\\evil.xml"),
    "backslash": raw_name(b"..\\evil.xml"),
    "stream": named("a.xml:evil"),
    "control": raw_name(b"a\x01b.xml"),
    "dot": named("a/./b.xml"),
    "empty": named("a//b.xml"),
    "blank at the end": named("a /b.xml"),
    "device": named("aux.xml"),
    "deep": named("/".join(["a"] * 30) + "/b.xml"),
    "long": named("a" * 300 + ".xml"),
    "link": link(stat.S_IFLNK),
    "pipe": link(stat.S_IFIFO),
    "device file": link(stat.S_IFBLK),
    "case": lambda: packed(("a.xml", b"1"), ("A.XML", b"2")),
    "composed": lambda: packed(("\u00e9.xml", b"1"), ("e\u0301.xml", b"2")),
    "file and folder": lambda: packed(("a", b"1"), ("a/b.xml", b"2")),
    "bomb": bomb,
    "nested": named("inner.zip"),
    "nested tar": named("inner.tar.gz"),
    "encrypted": encrypted,
    "overlap": overlapping,
    "number": hundred_thousand,
    "contents": long_contents,
    "method": lambda: packed(("a.xml", b"x"), method=zipfile.ZIP_BZIP2),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_archives_are_refused(make: Make, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(DangerousArchive), opened(io.BytesIO(make())) as archive:
        archive.unpack(inside)
    assert list(tmp_path.rglob("*")) == [inside]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name() -> None:
    with pytest.raises(DangerousArchive), opened(io.BytesIO(packed(("a.xml", b"1"), ("a.xml", b"2")))):
        pass


@pytest.mark.parametrize("limits", [Limits(parts=29), Limits(packed=100), Limits(unpacked=9), Limits(part=9)])
def test_limits(limits: Limits) -> None:
    content = many() if limits.unpacked > 9 and limits.part > 9 else packed(("a.xml", b"x" * 10))
    with opened(io.BytesIO(content)) as archive:
        assert len(list(archive)) in (1, 30)
    with pytest.raises(DangerousArchive), opened(io.BytesIO(content), limits=limits):
        pass


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", b"PK\x05\x06", packed(("a.xml", b"x" * 99))[:-30], packed(("a.xml", b"x"))[:20]],
)
def test_damaged_archives(content: bytes) -> None:
    with pytest.raises(DamagedArchive), opened(io.BytesIO(content)) as archive:
        [archive.read(name, limit=MB) for name in archive]


def test_a_part_that_is_other_than_it_says() -> None:
    content = packed(("a.xml", b"x" * 1_000), method=zipfile.ZIP_STORED)
    broken = content.replace(b"x" * 1_000, b"y" * 1_000)
    with pytest.raises(DamagedArchive), opened(io.BytesIO(broken)) as archive:
        archive.read("a.xml", limit=MB)


def test_an_archive_under_another_name() -> None:
    inner = packed(("b.xml", b"x"))
    with pytest.raises(DangerousArchive), opened(io.BytesIO(packed(("a.png", inner)))) as archive:
        archive.read("a.png", limit=MB)


def test_a_part_larger_than_the_caller_can_hold() -> None:
    with opened(io.BytesIO(packed(("a.xml", b"x" * 100)))) as archive:
        assert (archive.size("a.xml"), "a.xml" in archive, "b.xml" in archive) == (100, True, False)
        with pytest.raises(DangerousArchive):
            archive.read("a.xml", limit=99)


def test_a_good_archive(tmp_path: Path) -> None:
    parts = {"imsmanifest.xml": b"<m/>", "题/一.xml": b"<a/>" * 1_000, "x\\y.png": b"\x89PNG"}
    file = io.BytesIO(packed(*parts.items()))
    with opened(file) as archive:
        archive.unpack(tmp_path)
    found = {
        str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert found == {name.replace("\\", "/"): content for name, content in parts.items()}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"mine")
    with opened(io.BytesIO(packed(("a.xml", b"x")))) as archive, pytest.raises(FileExistsError):
        archive.unpack(tmp_path)
    assert (tmp_path / "a.xml").read_bytes() == b"mine"


def test_a_link_that_lies_there_leads_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a").symlink_to(outside)
    with opened(io.BytesIO(packed(("a/b.xml", b"x")))) as archive, pytest.raises(DangerousArchive):
        archive.unpack(inside)
    assert list(outside.iterdir()) == []


def test_a_bomb_costs_no_memory() -> None:
    content = bomb()
    tracemalloc.start()
    with pytest.raises(FileError), opened(io.BytesIO(content)) as archive:
        list(archive)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MB
    assert len(zlib.compress(b"")) < len(content) < MB
