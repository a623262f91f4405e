"""What can be wrong with a file as a whole, and with one cell, in words for the person who sent it."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class CellError(Exception):
    """A cell holds something else than its column asks for."""

    def __init__(self, expected: Text, remedy: Text = "") -> None:
        super().__init__(expected)
        self.expected = expected
        self.remedy = remedy


class FileError(Exception):
    """A file that cannot be read as a table; nothing of it is taken."""

    expected: Text = ""
    remedy: Text = ""

    def __init__(self, found: Text = "", *, row: int | None = None, column: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.row = row
        self.column = column


class EmptyFile(FileError):
    expected = _("a file with a header row and at least one row below it")
    remedy = _("Check that the file was saved, and that it is the right one.")


class FileTooLarge(FileError):
    remedy = _("Split the file, or remove pictures and sheets that are not needed.")

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{-(-size // 2**20)} MB")
        self.expected = format_lazy(_("a file of at most {limit} MB"), limit=limit // 2**20)


class WrongType(FileError):
    expected = _("a CSV or XLSX file")
    remedy = _("Open it in the spreadsheet program and save it as XLSX or CSV (UTF-8).")


class OldWorkbook(WrongType):
    expected = _("an XLSX file without a password")
    remedy = _("Open it in the spreadsheet program, take off the password, and save it as XLSX.")


class DamagedWorkbook(FileError):
    expected = _("a complete XLSX file")
    remedy = _("The file is damaged or was cut off on its way: save it again and send it once more.")


class DangerousWorkbook(FileError):
    expected = _("an XLSX file of usual size inside")
    remedy = _("Copy the cells into a new workbook and save that.")


class DamagedArchive(FileError):
    expected = _("a complete ZIP archive")
    remedy = _("The file is damaged or was cut off on its way: pack it again and send it once more.")


class DangerousArchive(FileError):
    expected = _("a ZIP archive of plain files, each below its folder, of usual number and size")
    remedy = _("Unpack it, take out links, archives and odd names, and pack it again.")


class DamagedXml(FileError):
    expected = _("complete XML")
    remedy = _("The file is damaged or was cut off on its way: export it again and send it once more.")


class DangerousXml(FileError):
    expected = _("XML without a document type, without entities, and not nested too deep")
    remedy = _("Take <!DOCTYPE …> out of the file, or export it by another program.")


class UnknownEncoding(FileError):
    expected = _("text in UTF-8 or GB18030 (the encoding of Chinese Excel)")
    remedy = _("Save the file as “CSV UTF-8” or as XLSX.")


class NulBytes(FileError):
    expected = _("text without NUL bytes")
    remedy = _("The file is damaged or not a table: save it again as “CSV UTF-8” or as XLSX.")


class BrokenQuotes(FileError):
    expected = _("quotation marks that open and close around a cell")
    remedy = _("Look for a quotation mark without its partner in this row, or save the file as XLSX.")


class NoHeader(FileError):
    remedy = _(
        "Put the names of the columns into the first row. If they stand there and look garbled, "
        "save the file as “CSV UTF-8” or as XLSX."
    )

    def __init__(self, found: Text, *, row: int | None, aliases: Sequence[str]) -> None:
        super().__init__(found, row=row)
        self.expected = format_lazy(_("a header row with columns such as {names}"), names=", ".join(aliases))


class MissingColumn(FileError):
    remedy = _("Add the column, or name it in one of these ways.")

    def __init__(self, found: Text, *, row: int | None, aliases: Sequence[str]) -> None:
        super().__init__(found, row=row, column=aliases[0])
        self.expected = format_lazy(_("a column named {names}"), names=" / ".join(aliases))


class DuplicateColumn(FileError):
    expected = _("each column once")
    remedy = _("Remove or rename one of the two columns.")


class TooManyRows(FileError):
    remedy = _("Split the file into smaller ones.")

    def __init__(self, limit: int, *, row: int | None = None) -> None:
        super().__init__(_("more rows"), row=row)
        self.expected = format_lazy(_("at most {limit} rows"), limit=limit)
