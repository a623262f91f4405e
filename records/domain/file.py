"""One person's training file as it is read: each booking with what was said about it later."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from people.models import Employee
from records import evidence
from records.models import Entry


@dataclass
class Line:
    """A booking, the later lines about it (oldest first), and where its evidence is shown to the reader."""

    entry: Entry
    address: str | None
    later: list[Entry] = field(default_factory=list)

    @property
    def is_reversed(self) -> bool:
        return any(entry.reverses_id for entry in self.later)

    @property
    def last_day(self) -> date | None:
        """The last valid day as it was last said."""
        said = [entry.valid_until for entry in self.later if entry.about_id]
        return said[-1] if said else self.entry.valid_until


def lines(employee: Employee, *, reader: Any) -> list[Line]:
    """Every line of a person's file that the reader may see, newest first, in one query."""
    entries = list(Entry.objects.visible_to(reader).filter(employee=employee).order_by("booked_at", "pk"))
    later: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if key := entry.reverses_id or entry.about_id:
            later[key].append(entry)
    made = [
        Line(entry, evidence.address(entry, reader), later.get(entry.pk, []))
        for entry in entries
        if entry.is_booking
    ]
    return sorted(made, key=lambda line: (line.entry.on, line.entry.pk), reverse=True)


def total_hours(lines: Iterable[Line]) -> Decimal:
    return sum((line.entry.hours or Decimal(0) for line in lines if not line.is_reversed), Decimal(0))
