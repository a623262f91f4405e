from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.formats import date_format
from django.utils.functional import Promise, lazy

from certification.models import Requirement
from records.models import Entry

Words = str | Promise


@dataclass(frozen=True)
class Span:
    """From when until when a requirement is met (None: for good), and the line that says so."""

    met_from: date
    met_until: date | None
    entry: Entry

    def covers(self, on: date) -> bool:
        return self.met_from <= on and (self.met_until is None or on <= self.met_until)


@dataclass(frozen=True)
class Finding:
    """The answer to one requirement on a day. The text is what everybody reads, in the reader's language."""

    requirement: Requirement
    met: bool
    text: Words
    evidence: Entry | None = None
    on: date | None = None
    until: date | None = None
    opens_on: date | None = None  # the day on which time alone will have met it
    is_begun: bool = False  # something about it stands in the file, but not enough
    address: str = ""  # where it is done, if that is here


class Kind(Protocol):
    """How one kind of requirement reads the training file. A kind is pure: lines in, spans and sentences
    out."""

    renewable: bool  # whether a renewal asks for it anew

    @property
    def name(self) -> str:
        """The kind that a requirement's row names."""
        ...

    def spans(self, requirement: Requirement, entries: Iterable[Entry]) -> list[Span]:
        """Every span in which the requirement is met, earliest first."""
        ...

    def met_text(self, requirement: Requirement, span: Span) -> Words: ...

    def unmet_text(
        self, requirement: Requirement, entries: Sequence[Entry], spans: Sequence[Span], on: date
    ) -> Words:
        """Why not, which dates, what next."""
        ...

    def address(self, requirement: Requirement) -> str:
        """Where the person does it; empty where there is no such page."""
        ...

    def opens_on(self, requirement: Requirement, spans: Sequence[Span], on: date) -> date | None: ...


def sentence(template: Words, **facts: object) -> Words:
    """A sentence that is put together only when read, so that it is in the reader's language."""
    return _format(template, **facts)


def day(value: date) -> Words:
    """A date as the reader writes it."""
    return _date(value, "DATE_FORMAT")


_date = lazy(date_format, str)
_format = lazy(lambda template, **facts: str(template).format(**facts), str)


def lines(requirement: Requirement, entries: Iterable[Entry], kind: str) -> list[Entry]:
    """The lines that speak of the requirement's subject."""
    return [entry for entry in entries if entry.kind == kind and entry.subject == requirement.subject]


def counting(requirement: Requirement, entries: Iterable[Entry], kind: str) -> list[Entry]:
    """Those of them that ever count. A line that ended before its own day never did: of several attempts at
    an exam, the one that its rule leaves out."""
    found = lines(requirement, entries, kind)
    return [entry for entry in found if entry.ends_on is None or entry.ends_on >= entry.on]
