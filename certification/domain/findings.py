"""What a level asks of somebody, and what the training file answers."""

from collections.abc import Sequence
from datetime import date, datetime

from certification.models import Level, Requirement, RuleVersion
from certification.requirements import KINDS, Finding, Span
from people.models import Employee
from records.models import Entry


def findings(
    employee: Employee, level: Level, *, on: date, known_at: datetime | None = None, since: date | None = None
) -> list[Finding]:
    """One finding a requirement of the rule that counts on a day, as known at a moment; none without a rule.

    `since` is for a renewal: evidence from before that day does not count again.
    """
    rule = level.rule_on(on, known_at)
    if rule is None:
        return []
    return judge(list(rule.requirements.all()), entries_of(employee, known_at), on=on, since=since)


def entries_of(employee: Employee, known_at: datetime | None = None) -> list[Entry]:
    """Every line of a person that was not reversed, each with `ends_on`."""
    return list(Entry.objects.bookings(known_at).with_end(known_at).filter(employee=employee))


def judge(
    requirements: Sequence[Requirement], entries: Sequence[Entry], *, on: date, since: date | None = None
) -> list[Finding]:
    """Pure: lines in, findings out."""
    return [finding(requirement, entries, on=on, since=since) for requirement in requirements]


def finding(
    requirement: Requirement, entries: Sequence[Entry], *, on: date, since: date | None = None
) -> Finding:
    kind = KINDS[requirement.kind]
    if since and kind.renewable:
        entries = [entry for entry in entries if entry.on >= since]
    spans = kind.spans(requirement, entries)
    current = [span for span in spans if span.covers(on)]
    if current:
        return _met(requirement, current)
    return Finding(
        requirement=requirement,
        met=False,
        text=kind.unmet_text(requirement, entries, spans, on),
        opens_on=kind.opens_on(requirement, spans, on),
        is_begun=any(entry.subject == requirement.subject for entry in entries),
        address=kind.address(requirement),
    )


def _met(requirement: Requirement, current: list[Span]) -> Finding:
    """Met since the first line that still counts, until the last one ends."""
    first = current[0]
    ends = [span.met_until or date.max for span in current]
    return Finding(
        requirement=requirement,
        met=True,
        text=KINDS[requirement.kind].met_text(requirement, first),
        evidence=first.entry,
        on=first.met_from,
        until=None if date.max in ends else max(ends),
    )


def rules_in_force(
    levels: Sequence[Level], *, on: date, known_at: datetime | None = None
) -> dict[int, RuleVersion]:
    """The rule of each level on a day with its requirements, in two queries for any number of levels."""
    rules = (
        RuleVersion.objects.in_force(on, known_at).filter(level__in=levels).prefetch_related("requirements")
    )
    return {rule.level_id: rule for rule in rules}
