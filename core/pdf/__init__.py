"""Documents: HTML templates printed as PDF, with our own fonts only and without a single empty box."""

from core.pdf.errors import MissingGlyph, RefusedResource, UnprintableText, WrongFont
from core.pdf.fonts import missing_fonts
from core.pdf.printable import check_printable
from core.pdf.rendering import render

__all__ = [
    "MissingGlyph",
    "RefusedResource",
    "UnprintableText",
    "WrongFont",
    "check_printable",
    "missing_fonts",
    "render",
]
