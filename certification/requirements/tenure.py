from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from certification.enums import RequirementKind
from certification.models import Requirement
from certification.requirements.base import Span, Words, day, sentence
from core.periods import add_months
from records.enums import EntryKind
from records.models import Entry


class TenureKind:
    """Months spent in the level below, or above it, without a gap. A renewal does not ask for them anew."""

    name = RequirementKind.TENURE
    renewable = False

    def spans(self, requirement: Requirement, entries: Iterable[Entry]) -> list[Span]:
        """A hold counts from the day on which it has lasted for the months asked."""
        served = (_after(span, requirement.months or 0) for span in holds(requirement, entries))
        return [span for span in served if span.met_until is None or span.met_from <= span.met_until]

    def met_text(self, requirement: Requirement, span: Span) -> Words:
        text = _("{months} months in “{title}” were complete on {day}.")
        return sentence(text, months=requirement.months, title=requirement, day=day(span.met_from))

    def unmet_text(
        self, requirement: Requirement, entries: Sequence[Entry], spans: Sequence[Span], on: date
    ) -> Words:
        facts = {"months": requirement.months, "title": requirement}
        current = [span for span in holds(requirement, entries) if span.covers(on)]
        if not current:
            return sentence(_("{months} months in “{title}” are asked for: reach that level first."), **facts)
        text = _("{months} months in “{title}” will be complete on {day}, if it stays valid.")
        return sentence(text, day=day(add_months(current[0].met_from, requirement.months or 0)), **facts)

    def address(self, requirement: Requirement) -> str:
        return ""

    def opens_on(self, requirement: Requirement, spans: Sequence[Span], on: date) -> date | None:
        return next((span.met_from for span in spans if span.met_from > on), None)


def _after(span: Span, months: int) -> Span:
    return Span(add_months(span.met_from, months), span.met_until, span.entry)


def holds(requirement: Requirement, entries: Iterable[Entry]) -> list[Span]:
    """The unbroken spans in which the level below or a higher one was held, renewals joined, earliest
    first."""
    joined: list[Span] = []
    for span in sorted(_holds(requirement, entries), key=lambda span: (span.met_from, span.entry.pk)):
        if joined and _touches(joined[-1], span):
            joined[-1] = Span(
                joined[-1].met_from, _later(joined[-1].met_until, span.met_until), joined[-1].entry
            )
        else:
            joined.append(span)
    return joined


def _holds(requirement: Requirement, entries: Iterable[Entry]) -> list[Span]:
    scheme, least = _scheme_and_rank(requirement.subject)
    held = [
        Span(entry.on, entry.ends_on, entry)
        for entry in entries
        if entry.kind == EntryKind.LEVEL and _is_at_least(entry.subject, scheme, least)
    ]
    return [span for span in held if span.met_until is None or span.met_from <= span.met_until]


def _scheme_and_rank(subject: str) -> tuple[str, int]:
    scheme, rank = subject.rsplit(":", 1)
    return scheme, int(rank)


def _is_at_least(subject: str, scheme: str, least: int) -> bool:
    own, rank = _scheme_and_rank(subject)
    return own == scheme and rank >= least


def _touches(before: Span, after: Span) -> bool:
    return before.met_until is None or after.met_from <= before.met_until + timedelta(days=1)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
