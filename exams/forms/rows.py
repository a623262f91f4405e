"""Parts of a question of which there are several: accepted forms, pairs, steps, gaps.

Rows that are left empty are passed over; the page shows one more than are filled, and moves them up and down.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

Cells = Mapping[str, Callable[[], forms.Field]]
SECOND = "second_"


@dataclass(frozen=True)
class RowsOf:
    """What the rows of a form are: field names are `name_number_cell`, of the second language `second_…`."""

    name: str
    title: Any
    help: Any
    cells: Cells
    most: int = 10
    least: int = 1

    def field_name(self, number: int, cell: str) -> str:
        if cell.startswith(SECOND):
            return f"{SECOND}{self.name}_{number}_{cell.removeprefix(SECOND)}"
        return f"{self.name}_{number}_{cell}"

    def add_to(self, form: forms.Form) -> None:
        for number in range(1, self.most + 1):
            for cell, make in self.cells.items():
                form.fields[self.field_name(number, cell)] = make()

    def initial(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            self.field_name(number, cell): value
            for number, row in enumerate(rows, start=1)
            for cell, value in row.items()
        }

    def filled(self, data: Mapping[str, Any]) -> list[tuple[int, dict[str, Any]]]:
        """The rows in which something was typed, with their numbers."""
        rows = [
            (number, {cell: data.get(self.field_name(number, cell)) for cell in self.cells})
            for number in range(1, self.most + 1)
        ]
        main = next(iter(self.cells))
        return [(number, row) for number, row in rows if row[main]]


@dataclass(frozen=True)
class Group:
    """Rows as the template draws them."""

    rows: RowsOf
    form: forms.Form

    @property
    def title(self) -> Any:
        return self.rows.title

    @property
    def help(self) -> Any:
        return self.rows.help

    @property
    def name(self) -> str:
        return self.rows.name

    def lines(self) -> Iterator[tuple[int, bool, list[BoundField]]]:
        """Number, whether it is shown at once, and the fields of each row."""
        shown = max(self.rows.least, self._last() + 1)
        for number in range(1, self.rows.most + 1):
            yield number, number <= shown, self._fields(number, second=False)

    def second_lines(self) -> list[list[BoundField]]:
        """The fields of the second language, of rows that are in use."""
        last = max(self._last(), self.rows.least)
        lines = [self._fields(number, second=True) for number in range(1, last + 1)]
        return [line for line in lines if line]

    def _fields(self, number: int, *, second: bool) -> list[BoundField]:
        return [
            self.form[self.rows.field_name(number, cell)]
            for cell in self.rows.cells
            if cell.startswith(SECOND) == second
        ]

    def _last(self) -> int:
        return max(
            (
                number
                for number in range(1, self.rows.most + 1)
                if any(
                    field.errors or (field.value() and not isinstance(field.field, forms.ChoiceField))
                    for field in self._fields(number, second=False) + self._fields(number, second=True)
                )
            ),
            default=0,
        )


def line(label: Any, *, limit: int = 1_000, **options: Any) -> Callable[[], forms.CharField]:
    return lambda: forms.CharField(label=label, max_length=limit, required=False, **options)


def share(label: Any) -> Callable[[], forms.DecimalField]:
    """Per cent of the points; full where it is left empty."""
    return lambda: forms.DecimalField(
        label=label,
        min_value=0,
        max_value=100,
        max_digits=8,
        decimal_places=5,
        required=False,
        widget=forms.NumberInput(attrs={"placeholder": "100", "step": "any"}),
    )
