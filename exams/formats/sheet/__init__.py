"""Questions in a spreadsheet, one row each."""

from exams.formats.sheet.reading import read
from exams.formats.sheet.writing import write

__all__ = ["read", "write"]
