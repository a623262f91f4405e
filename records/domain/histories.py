"""All that the training file says of a source: its bookings, what was reversed, what was ended."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from records.models import Entry


@dataclass
class History:
    """The lines of one source in the order they were written."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def in_force(self) -> list[Entry]:
        """The bookings that were not reversed."""
        return [entry for entry in self._standing if entry.is_booking]

    @property
    def standing(self) -> Entry | None:
        """The newest of them."""
        return self.in_force[-1] if self.in_force else None

    @property
    def next_seq(self) -> int:
        return self.entries[-1].seq + 1 if self.entries else 0

    def end(self, booking: Entry) -> Entry | None:
        """The ending or extension of a booking that was said last and stands."""
        said = self.ends(booking)
        return said[-1] if said else None

    def ends(self, booking: Entry) -> list[Entry]:
        """All endings and extensions of a booking that stand; the last one counts."""
        return [entry for entry in self._standing if entry.about_id == booking.pk]

    def last_day(self, booking: Entry) -> date | None:
        end = self.end(booking)
        return end.valid_until if end else booking.valid_until

    @property
    def _standing(self) -> list[Entry]:
        reversed_lines = {entry.reverses_id for entry in self.entries}
        return [
            entry for entry in self.entries if entry.pk not in reversed_lines and entry.reverses_id is None
        ]


def of(sources: Iterable[str]) -> dict[str, History]:
    """The history of each source, an empty one where nothing was booked, in one query."""
    found: dict[str, History] = defaultdict(History)
    for entry in Entry.objects.filter(source__in=list(sources)).order_by("source", "seq"):
        found[entry.source].entries.append(entry)
    return found
