from collections.abc import Iterable, Sequence
from datetime import date

from certification.models import Requirement
from certification.requirements.base import Span, Words, counting, day, sentence
from core.text import percent
from records.enums import Result
from records.models import Entry


class EvidenceKind:
    """A requirement that one line of the training file can meet. Subclasses say which line and in which
    words."""

    name: str
    entry_kind: str
    renewable = True

    met: Words
    missing: Words
    lapsed: Words

    def counts(self, requirement: Requirement, entry: Entry) -> bool:
        raise NotImplementedError

    def spans(self, requirement: Requirement, entries: Iterable[Entry]) -> list[Span]:
        found = counting(requirement, entries, self.entry_kind)
        return sorted(
            (Span(entry.on, entry.ends_on, entry) for entry in found if self.counts(requirement, entry)),
            key=lambda span: (span.met_from, span.entry.pk),
        )

    def met_text(self, requirement: Requirement, span: Span) -> Words:
        return sentence(self.met, title=requirement, day=day(span.met_from))

    def unmet_text(
        self, requirement: Requirement, entries: Sequence[Entry], spans: Sequence[Span], on: date
    ) -> Words:
        past = [span.met_until for span in spans if span.met_until and span.met_until < on]
        if past:
            return sentence(self.lapsed, title=requirement, day=day(max(past)))
        tried = [entry for entry in counting(requirement, entries, self.entry_kind) if entry.on <= on]
        if tried:
            return self.short_text(requirement, max(tried, key=lambda entry: (entry.on, entry.pk)))
        return sentence(self.missing, title=requirement)

    def short_text(self, requirement: Requirement, entry: Entry) -> Words:
        """Something was done, but not enough."""
        return sentence(self.missing, title=requirement)

    def address(self, requirement: Requirement) -> str:
        return ""

    def opens_on(self, requirement: Requirement, spans: Sequence[Span], on: date) -> date | None:
        return None


class ScoredKind(EvidenceKind):
    """A result with a score: it must be a pass, and reach the least score where the rule has one."""

    failed: Words
    failed_with_score: Words
    too_low: Words

    def counts(self, requirement: Requirement, entry: Entry) -> bool:
        return entry.result == Result.PASSED and _enough(requirement, entry)

    def short_text(self, requirement: Requirement, entry: Entry) -> Words:
        facts = {"title": requirement, "day": day(entry.on)}
        if entry.score is None:
            return sentence(self.failed, **facts)
        if requirement.min_score is None:
            return sentence(self.failed_with_score, score=percent(entry.score), **facts)
        return sentence(
            self.too_low, score=percent(entry.score), least=percent(requirement.min_score), **facts
        )


def _enough(requirement: Requirement, entry: Entry) -> bool:
    return requirement.min_score is None or (entry.score is not None and entry.score >= requirement.min_score)
