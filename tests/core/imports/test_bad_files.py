"""Every bad file gets its own clear refusal."""

import io
import zipfile

import pytest

from core.imports import errors
from core.imports.tables import Record, Table
from tests.core.imports.files import COLUMNS, csv_file, with_part, xlsx_file

GOOD = [["工号", "姓名"], ["1", "青辰"]]
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


def read(file: io.BytesIO, limit: int = 1_000) -> list[Record]:
    return list(Table(file, COLUMNS, limit=limit))


def refusal(file: io.BytesIO, limit: int = 1_000) -> errors.FileError:
    with pytest.raises(errors.FileError) as caught:
        read(file, limit)
    return caught.value


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", errors.EmptyFile),
        (b"\xef\xbb\xbf", errors.EmptyFile),
        (b" \r\n\n\t", errors.EmptyFile),
        (b",,,\n,,\n", errors.EmptyFile),
        ("工号,姓名\n".encode(), errors.EmptyFile),
        ("工号,姓名\n,\n".encode(), errors.EmptyFile),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", errors.WrongType),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", errors.WrongType),
        (b"GIF89a\x01\0", errors.WrongType),
        (b"%PDF-1.7\n", errors.WrongType),
        (b"\x1f\x8b\x08", errors.WrongType),
        (b"<html><table><tr><td>1", errors.WrongType),
        (b"  <?xml version='1.0'?><Workbook/>", errors.WrongType),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), errors.OldWorkbook),
        ("工号,姓名\n1,青\0辰\n".encode(), errors.NulBytes),
        ("工号,姓名\n1,青\0辰\n".encode("utf-16"), errors.NulBytes),
        ("工号,姓名\n1,青辰\n".encode("utf-16-le"), errors.NulBytes),
        ("工号,姓名\n".encode() + b"1,\xff\xff\n", errors.UnknownEncoding),
        ("工号,姓名\n1,青辰\n".encode("utf-16") + b"\x00", errors.UnknownEncoding),
        ("工號,姓名\n1,青辰\n".encode("big5"), errors.NoHeader),
        (b"1,2,3\n4,5,6\n", errors.NoHeader),
        ("姓名,部门\n青辰,人资部\n".encode(), errors.MissingColumn),
        ("工号,姓名,工号\n1,青辰,1\n".encode(), errors.DuplicateColumn),
        ("工号,姓名,员工编号\n1,青辰,1\n".encode(), errors.DuplicateColumn),
        ("工号,姓名,备注,备注\n1,青辰,,\n".encode(), errors.DuplicateColumn),
        ('工号,姓名\n1,"青辰\n2,夏羽\n'.encode(), errors.BrokenQuotes),
        ('工号,姓名\n1,"青"辰\n'.encode(), errors.BrokenQuotes),
    ],
)
def test_refused(content: bytes, kind: type[errors.FileError]) -> None:
    assert type(refusal(io.BytesIO(content))) is kind


def test_a_refusal_says_where_and_how_to_mend_it() -> None:
    missing = refusal(csv_file("\n姓名,部门\n青辰,人资部\n"))
    assert (missing.row, missing.column, missing.found) == (2, "工号", "姓名, 部门")
    assert "工号 / 员工编号 / Employee number" in str(missing.expected)
    assert refusal(csv_file("工号,姓名\n1,青\0辰\n")).row == 2
    assert refusal(csv_file('工号,姓名\n1,青辰\n2,"夏羽\n')).row == 3
    twice = refusal(csv_file("工号,姓名,员工编号\n1,青辰,1\n"))
    assert (twice.row, twice.column) == (1, "员工编号")


def test_too_many_rows() -> None:
    text = "工号,姓名\n" + "1,青辰\n" * 11
    assert refusal(csv_file(text), limit=10).row == 12
    assert len(read(csv_file(text), limit=11)) == 11
    assert type(refusal(xlsx_file([GOOD[0]] + [GOOD[1]] * 11), limit=10)) is errors.TooManyRows
    assert type(refusal(xlsx_file([GOOD[0]] + [GOOD[1]] * 100), limit=10)) is errors.TooManyRows


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.imports.sources.CSV_BYTES", 2**20)
    refused = refusal(csv_file("工号,姓名\n" + "1,青辰\n" * 200_000))
    assert type(refused) is errors.FileTooLarge
    assert "1 MB" in str(refused.expected)


@pytest.mark.parametrize("kept", [30, 1_000, -200, -30])
def test_truncated_workbook(kept: int) -> None:
    content = xlsx_file(GOOD).getvalue()[:kept]
    assert type(refusal(io.BytesIO(content))) is errors.DamagedWorkbook


def test_a_flipped_byte_in_a_workbook() -> None:
    file = with_part(xlsx_file(GOOD), SHEET, SPREADSHEET % (b"<row r='1'/>" * 500))
    with zipfile.ZipFile(file) as archive:
        at = archive.getinfo(SHEET).header_offset + 40
    content = bytearray(file.getvalue())
    content[at + 20] ^= 0xFF
    assert type(refusal(io.BytesIO(bytes(content)))) is errors.DamagedWorkbook


def archive(**parts: bytes) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    file.seek(0)
    return file


def test_another_kind_of_archive() -> None:
    assert type(refusal(archive(**{"word/document.xml": b"<w/>"}))) is errors.WrongType
    assert type(refusal(archive(**{"xl/workbook.xml": b"<workbook/>"}))) is errors.DamagedWorkbook


def test_a_bomb_by_ratio() -> None:
    bomb = with_part(xlsx_file(GOOD), "xl/media/zeros.bin", bytes(30 * 2**20))
    assert type(refusal(bomb)) is errors.DangerousWorkbook


def test_a_bomb_by_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.imports.xlsx_guard.UNPACKED", 2**20)
    bomb = with_part(xlsx_file(GOOD), "xl/media/zeros.bin", bytes(2 * 2**20))
    assert type(refusal(bomb)) is errors.DangerousWorkbook


def test_a_bomb_by_number_of_parts() -> None:
    parts = {f"xl/{number}": b"" for number in range(2_100)}
    assert type(refusal(archive(**{"xl/workbook.xml": b""}, **parts))) is errors.DangerousWorkbook


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice() -> None:
    file = xlsx_file(GOOD)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(SHEET, SPREADSHEET % b"")
    file.seek(0)
    assert type(refusal(file)) is errors.DangerousWorkbook


def test_a_bomb_by_one_far_cell() -> None:
    cell = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert type(refusal(with_part(xlsx_file(GOOD), SHEET, SPREADSHEET % cell))) is errors.TooManyRows
    cell = b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'
    assert type(refusal(with_part(xlsx_file(GOOD), SHEET, SPREADSHEET % cell))) is errors.DangerousWorkbook


def test_far_cells_with_nothing_but_a_format_do_no_harm() -> None:
    cells = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c>'
    cells += b'<c r="B1" t="str"><v>number</v></c></row>'
    cells += b'<row r="2"><c r="A2"><v>7</v></c><c r="B2"><v>8</v></c></row>'
    cells += b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(with_part(xlsx_file(GOOD), SHEET, SPREADSHEET % cells)) == [(2, ["7", "8"])]


def test_a_bomb_by_a_shared_string() -> None:
    shared = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%s</t></si></sst>'
    )
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 900))
    file = with_part(xlsx_file(GOOD), SHEET, SPREADSHEET % rows)
    file = with_part(file, "xl/sharedStrings.xml", shared % (b"0123456789abcdef" * 25_000))
    assert type(refusal(file)) is errors.DangerousWorkbook


def test_a_document_type() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SPREADSHEET % b"&b;"
    assert type(refusal(with_part(xlsx_file(GOOD), SHEET, bomb))) is errors.DangerousWorkbook
