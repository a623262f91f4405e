"""What one person's certification screen shows: the steps of a scheme, and what the next one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from certification.domain.awards import evidence_after
from certification.domain.findings import judge, rules_in_force
from certification.enums import SchemeKind
from certification.models import Award, Level, Revocation, RuleVersion, Scheme
from certification.requirements import Finding
from people.models import Employee
from records.enums import EntryKind
from records.models import Entry


@dataclass(frozen=True)
class Step:
    """One level as it stands for a person: reached or not, and what it asks, or asks anew where a renewal
    is open."""

    level: Level
    line: Entry | None  # what says that it is held today, in the ledger
    award: Award | None  # where the line is an award's, and not from paper
    findings: Sequence[Finding]
    is_renewing: bool = False
    withdrawn: Revocation | None = None  # where the last award was, and nothing has come in its place

    @property
    def anew_from(self) -> date | None:
        """From which day evidence counts again for a level that was withdrawn."""
        return evidence_after(self.withdrawn) if self.withdrawn else None

    @property
    def met(self) -> int:
        return sum(finding.met for finding in self.findings)


@dataclass(frozen=True)
class Ladder:
    scheme: Scheme
    steps: Sequence[Step]

    @property
    def held(self) -> Step | None:
        """The highest step that is valid."""
        return max((step for step in self.steps if step.line), key=lambda step: step.level.rank, default=None)

    @property
    def next(self) -> Step | None:
        """The step held, while it is to be renewed; else the lowest above it that has a rule."""
        held = self.held
        if held and held.is_renewing:
            return held
        above = held.level.rank if held else 0
        return next((step for step in self.steps if step.level.rank > above and step.findings), None)

    @property
    def todo(self) -> Finding | None:
        """The one thing to do next: the first that is missing and that time alone will not bring."""
        missing = [finding for finding in self.next.findings if not finding.met] if self.next else []
        return min(missing, key=lambda finding: finding.opens_on is not None, default=None)


def ladders(employee: Employee, entries: Sequence[Entry], *, on: date) -> list[Ladder]:
    """Every scheme of levels with its steps, in a number of queries that does not grow with either."""
    schemes = Scheme.objects.filter(kind=SchemeKind.LEVELS).prefetch_related("levels__scheme")
    rules = rules_in_force([level for scheme in schemes for level in scheme.levels.all()], on=on)
    made = Award.objects.filter(employee=employee).select_related("certificate__file", "revocation")
    awards = {award.source: award for award in made}
    last = {award.level_id: award for award in sorted(awards.values(), key=lambda award: award.sequence)}

    def step(level: Level) -> Step:
        line, rule = _line(level, entries, on=on), rules.get(level.pk)
        if line is None and (withdrawn := getattr(last.get(level.pk), "revocation", None)):
            return _withdrawn(level, rule, entries, withdrawn, on=on)
        return _step(level, rule, entries, line, awards.get(line.source) if line else None, on=on)

    return [Ladder(scheme, [step(level) for level in scheme.levels.all()]) for scheme in schemes]


def _line(level: Level, entries: Sequence[Entry], *, on: date) -> Entry | None:
    """The line that holds a level on a day; of several the one that holds it longest."""
    valid = [
        entry
        for entry in entries
        if entry.kind == EntryKind.LEVEL
        and entry.subject == level.subject
        and entry.on <= on <= (entry.ends_on or date.max)
    ]
    return max(valid, key=lambda entry: entry.ends_on or date.max, default=None)


def _withdrawn(
    level: Level, rule: RuleVersion | None, entries: Sequence[Entry], revocation: Revocation, *, on: date
) -> Step:
    """What was done before the withdrawal does not count again."""
    asked = list(rule.requirements.all()) if rule else []
    findings = judge(asked, entries, on=on, since=evidence_after(revocation))
    return Step(level, None, None, findings, withdrawn=revocation)


def _step(
    level: Level,
    rule: RuleVersion | None,
    entries: Sequence[Entry],
    line: Entry | None,
    award: Award | None,
    *,
    on: date,
) -> Step:
    since = rule.renewal_opens(line.ends_on) if rule and line and line.ends_on else date.max
    is_renewing = since <= on
    asked = list(rule.requirements.all()) if rule else []
    findings = judge(asked, entries, on=on, since=since if is_renewing else None)
    return Step(level, line, award, findings, is_renewing)
