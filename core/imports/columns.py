"""The columns a file may have, and how its header is matched with them."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.imports import cells
from core.imports.errors import DuplicateColumn, MissingColumn, NoHeader

# What templates add to a header: "*工号", "工号（必填）", "Name (required):".
DECORATION = re.compile(r"\((?:必填|选填|可选|必填项|required|optional)\)|[*:\s]")
SHOWN = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key in our code, the names it goes by in files, and what its cells hold."""

    key: str
    aliases: Sequence[str]
    required: bool = False
    blank: bool | None = None
    check: Callable[[str], Any] = field(default_factory=cells.text)

    @property
    def may_be_blank(self) -> bool:
        return not self.required if self.blank is None else self.blank

    @property
    def names(self) -> set[str]:
        return {plain_header(name) for name in (self.key, *self.aliases)}


@dataclass(frozen=True, slots=True)
class Header:
    """A header row as found: which cell belongs to which column, and which belong to none."""

    row: int
    titles: tuple[str, ...]
    places: dict[str, int]

    @property
    def unknown(self) -> list[str]:
        taken = set(self.places.values())
        return [title for at, title in enumerate(self.titles) if title and at not in taken]

    def title(self, key: str) -> str:
        return self.titles[self.places[key]] if key in self.places else key


def plain_header(title: str) -> str:
    folded = unicodedata.normalize("NFKC", title).casefold().replace("_", " ")
    return DECORATION.sub("", folded)


def recognised(titles: Sequence[str], columns: Sequence[Column]) -> int:
    """How many of the columns these titles name."""
    found = {plain_header(title) for title in titles}
    return sum(1 for column in columns if column.names & found)


def match(row: int, titles: Sequence[str], columns: Sequence[Column]) -> Header:
    """The header made of these titles, or the error that says what is wrong with them."""
    shown = ", ".join(title for title in titles if title)[:SHOWN]
    if not recognised(titles, columns):
        raise NoHeader(shown, row=row, aliases=[column.aliases[0] for column in columns if column.required])
    header = Header(row, tuple(titles), _places(row, titles, columns))
    for column in columns:
        if column.required and column.key not in header.places:
            raise MissingColumn(shown, row=row, aliases=column.aliases)
    return header


def _places(row: int, titles: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    keys = {name: column.key for column in columns for name in column.names}
    places: dict[str, int] = {}
    seen: set[str] = set()
    for at, title in enumerate(titles):
        plain = plain_header(title)
        key = keys.get(plain)
        if plain and (plain in seen or key in places):
            raise DuplicateColumn(title, row=row, column=title)
        seen.add(plain)
        if key:
            places[key] = at
    return places
