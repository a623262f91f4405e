"""WeasyPrint kept warm: one font configuration, parsed style sheets and pictures for a process's life.

Importing this module costs half a second; `core.pdf.rendering` does it when the first document is asked for.
"""

import functools
import logging
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from core.pdf.errors import MissingGlyph, RefusedResource, WrongFont
from core.pdf.fetcher import ASSETS, PackagedOnly
from core.pdf.fonts import families, font_files, only_our_fonts

PICTURES = 64
LOGGER = logging.getLogger("weasyprint")
NOTDEF = ".notdef"
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class Press:
    """Prints one document at a time: the font configuration is not made for threads."""

    def __init__(self) -> None:
        with only_our_fonts():
            self.fonts = FontConfiguration()
        self.fetcher = PackagedOnly()
        self.pictures: dict[str, Any] = {}
        self.sheets: dict[str, CSS] = {}
        self.lock = threading.Lock()

    def print(self, html: str, *, stylesheets: Sequence[str], variant: str | None) -> bytes:
        with self.lock, _no_complaint(), warnings.catch_warnings():
            # WeasyPrint leaves its colour profile to the garbage collector.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                return self._print(html, [self._sheet(name) for name in stylesheets], variant)
            except FatalURLFetchingError as error:
                raise RefusedResource from error
            finally:
                self._forget_pictures()

    def _print(self, html: str, sheets: list[CSS], variant: str | None) -> bytes:
        document = HTML(string=html, base_url=ASSETS, url_fetcher=self.fetcher)
        return document.write_pdf(
            stylesheets=sheets,
            font_config=self.fonts,
            cache=self.pictures,
            pdf_variant=variant,
            finisher=_only_our_fonts_inside,
        )

    def _sheet(self, name: str) -> CSS:
        """A style sheet parsed once; without the same font configuration its @font-face would be lost."""
        if name not in self.sheets:
            self.sheets[name] = CSS(url=ASSETS + name, url_fetcher=self.fetcher, font_config=self.fonts)
        return self.sheets[name]

    def _forget_pictures(self) -> None:
        """Each certificate has its own QR code: what is kept stays small."""
        if len(self.pictures) > PICTURES:
            self.pictures.clear()


def press() -> Press:
    """The press of this process, for the fonts that are set."""
    return _press(font_files())


@functools.lru_cache(maxsize=1)
def _press(_files: object) -> Press:
    return Press()


class _Complaints(logging.Handler):
    """Collects WeasyPrint's own words about characters that no font has, and about what it could not load."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.boxes: list[str] = []
        self.failures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith(NOTDEF):
            self.boxes.append(record.getMessage())
        elif record.levelno >= logging.ERROR:
            self.failures.append(record.getMessage())


@contextmanager
def _no_complaint() -> Iterator[None]:
    """The second guard: a box in place of a character is an error, and so is a part that was left out."""
    complaints = _Complaints()
    LOGGER.addHandler(complaints)
    try:
        yield
    finally:
        LOGGER.removeHandler(complaints)
    if complaints.boxes:
        raise MissingGlyph from ValueError(complaints.boxes[0])
    if complaints.failures:
        raise RefusedResource from ValueError(complaints.failures[0])


def _only_our_fonts_inside(_document: Any, pdf: Any) -> None:
    """The third guard: the fonts named in the finished document (/ABCDEF+LXGW-WenKai-Bold) are ours."""
    ours = tuple(name.replace(" ", "-") + "-" for name in families())
    for item in pdf.objects:
        name = item.get("BaseFont", b"").decode() if isinstance(item, dict) else ""
        if name and not f"{name.partition('+')[2]}-".startswith(ours):
            raise WrongFont from ValueError(name)
