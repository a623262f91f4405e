"""What one person's certification screen shows: the steps of a scheme, and what the next one asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from certification.domain.findings import entries_of, judge, rules_in_force
from certification.models import Award, Level, RuleVersion, Scheme
from certification.requirements import Finding
from people.models import Employee
from records.models import Entry


@dataclass(frozen=True)
class Step:
    """One level as it stands for a person: reached or not, and what it asks, or asks anew where a renewal
    is open."""

    level: Level
    award: Award | None  # the one that is valid today
    findings: Sequence[Finding]
    is_renewing: bool = False

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
        return max(
            (step for step in self.steps if step.award), key=lambda step: step.level.rank, default=None
        )

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


def ladders(employee: Employee, *, on: date) -> list[Ladder]:
    """Every scheme with its steps, in a number of queries that does not grow with either."""
    schemes = Scheme.objects.prefetch_related("levels__scheme")
    levels = [level for scheme in schemes for level in scheme.levels.all()]
    rules = rules_in_force(levels, on=on)
    entries = entries_of(employee)
    awards = {
        award.level_id: award
        for award in Award.objects.in_force(on).filter(employee=employee).select_related("certificate__file")
    }
    return [
        Ladder(
            scheme,
            [
                _step(level, rules.get(level.pk), entries, awards.get(level.pk), on=on)
                for level in scheme.levels.all()
            ],
        )
        for scheme in schemes
    ]


def _step(
    level: Level, rule: RuleVersion | None, entries: Sequence[Entry], award: Award | None, *, on: date
) -> Step:
    since = rule.renewal_opens(award.ends_on) if rule and award and award.ends_on else None
    is_renewing = since is not None and since <= on
    findings = (
        judge(list(rule.requirements.all()), entries, on=on, since=since if is_renewing else None)
        if rule
        else []
    )
    return Step(level, award, findings, is_renewing)
