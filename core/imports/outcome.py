"""What an import did, or would do: counts, a few lines to look at, errors and warnings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports.errors import FileError, Text

# A file with more errors than this is mended by its sender in one go anyway; memory stays bounded.
SHOWN = 500
FOUND = 80


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in which cell; `row` is the number that the spreadsheet program shows.

    Of a file that is no table, `row` is a line, `column` what stands there, and `at` says the place in words.
    """

    row: int | None
    column: str
    found: Text
    expected: Text
    remedy: Text = ""
    at: Text = ""

    def __str__(self) -> str:
        return " ".join(str(part) for part in (self.sentence, self.remedy) if part)

    @property
    def place(self) -> Text:
        if self.at:
            return self.at
        if self.row is None:
            return self.column or _("File")
        if not self.column:
            return format_lazy(_("Row {row}"), row=self.row)
        return format_lazy(_("Row {row}, {column}"), row=self.row, column=self.column)

    @property
    def sentence(self) -> Text:
        if not self.found:
            return format_lazy(_("{place}: expected {expected}."), place=self.place, expected=self.expected)
        return format_lazy(
            _("{place}: found “{found}”, expected {expected}."),
            place=self.place,
            found=self.found,
            expected=self.expected,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "place": str(self.place),
            "row": self.row,
            "column": str(self.column),
            "found": str(self.found),
            "expected": str(self.expected),
            "remedy": str(self.remedy),
        }

    @classmethod
    def of_file(cls, error: FileError) -> "RowError":
        return cls(error.row, error.column, error.found, error.expected, error.remedy)


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a file holds and an import does not take: where, of what, and why."""

    place: Text
    what: Text
    feature: Text
    why: Text

    def __str__(self) -> str:
        return f"{self.place}: {self.feature}: {self.why}"

    def as_json(self) -> dict[str, Any]:
        return {name: str(getattr(self, name)) for name in ("place", "what", "feature", "why")}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the report: what happened to whom."""

    row: int
    text: Text

    def as_json(self) -> dict[str, Any]:
        return {"row": self.row, "text": str(self.text)}


class Lines:
    """A list that keeps its first lines and counts them all."""

    def __init__(self) -> None:
        self.first: list[Any] = []
        self.total = 0

    def append(self, line: Any) -> None:
        self.total += 1
        if len(self.first) < SHOWN:
            self.first.append(line)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.first)

    def __len__(self) -> int:
        return self.total

    @property
    def left_out(self) -> int:
        return self.total - len(self.first)

    def as_json(self) -> list[Any]:
        return [line.as_json() for line in self.first]


@dataclass
class Outcome:
    """The report of one import; the dry run has the same."""

    dry_run: bool = False
    rows: int = 0
    unchanged: int = 0
    added: Lines = field(default_factory=Lines)
    changed: Lines = field(default_factory=Lines)
    errors: Lines = field(default_factory=Lines)
    warnings: Lines = field(default_factory=Lines)
    dropped: Lines = field(default_factory=Lines)
    also: Counter[str] = field(default_factory=Counter)
    labels: dict[str, Text] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not self.errors.total

    @property
    def written(self) -> bool:
        return self.ok and not self.dry_run

    @property
    def counts(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "added": len(self.added),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "also": dict(self.also),
        }

    def add(self, row: int, text: Text) -> None:
        self.added.append(Change(row, text))

    def change(self, row: int, text: Text) -> None:
        self.changed.append(Change(row, text))

    def leave(self) -> None:
        self.unchanged += 1

    def count(self, what: str, number: int = 1, *, label: Text = "") -> None:
        """Count what came along with the rows (departments made, leavers), with a label for readers."""
        self.also[what] += number
        self.labels[what] = label or what

    @property
    def also_labelled(self) -> list[tuple[Text, int]]:
        return [(self.labels[what], number) for what, number in self.also.items()]

    def error(
        self, row: int | None, column: str, found: Text, expected: Text, remedy: Text = "", *, at: Text = ""
    ) -> None:
        self.errors.append(RowError(row, column, _short(found), expected, remedy, at))

    def warn(
        self, row: int | None, column: str, found: Text, expected: Text, remedy: Text = "", *, at: Text = ""
    ) -> None:
        self.warnings.append(RowError(row, column, _short(found), expected, remedy, at))

    def drop(self, place: Text, what: Text, feature: Text, why: Text) -> None:
        self.dropped.append(Dropped(place, _short(what), _short(feature), why))

    def refuse(self, error: FileError) -> None:
        self.errors.append(RowError.of_file(error))

    def as_json(self) -> dict[str, Any]:
        return {
            "dry_run": self.dry_run,
            "written": self.written,
            **self.counts,
            "errors_total": len(self.errors),
            "errors": self.errors.as_json(),
            "warnings_total": len(self.warnings),
            "warnings": self.warnings.as_json(),
        }

    def as_lines(self) -> Iterable[Text]:
        """The report for a terminal."""
        yield format_lazy(
            _("{rows} rows read: {added} to add, {changed} to change, {unchanged} left as they are.")
            if self.dry_run
            else _("{rows} rows read: {added} added, {changed} changed, {unchanged} left as they are."),
            rows=self.rows,
            added=len(self.added),
            changed=len(self.changed),
            unchanged=self.unchanged,
        )
        yield from (f"{label}: {number}" for label, number in self.also_labelled)
        yield from (str(line) for line in self.warnings)
        if self.dropped:
            yield _("Not taken:")
        yield from (str(line) for line in self.dropped)
        if self.dropped.left_out:
            yield format_lazy(_("… and {count} more lines."), count=self.dropped.left_out)
        yield from (str(line) for line in self.errors)
        if self.errors.left_out:
            yield format_lazy(_("… and {count} more errors."), count=self.errors.left_out)
        if not self.ok:
            yield _("Nothing was written.")


def _short(found: Text) -> Text:
    return found[: FOUND - 1] + "…" if isinstance(found, str) and len(found) > FOUND else found
