"""QTI 2.1, 2.2 and 3.0: packages with a manifest, or one item alone."""

from exams.formats.qti.package import read, read_item
from exams.formats.qti.writing import write

__all__ = ["read", "read_item", "write"]
