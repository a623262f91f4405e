"""Tables that people send: CSV and XLSX, checked row by row, taken all or not at all.

An app's `imports.py` declares a `TableImport` with its `Column`s and checkers;
everything about files is here.
"""

from core.imports import cells
from core.imports.columns import Column
from core.imports.errors import CellError, FileError
from core.imports.outcome import Dropped, Outcome, RowError
from core.imports.rows import Row, rows_of
from core.imports.runs import FileImport, TableImport

__all__ = [
    "CellError",
    "Column",
    "Dropped",
    "FileError",
    "FileImport",
    "Outcome",
    "Row",
    "RowError",
    "TableImport",
    "cells",
    "rows_of",
]
