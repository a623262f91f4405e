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
    level: Level
    award: Award | None  # the one that is valid today
    findings: Sequence[Finding]

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
        """The lowest step above it that has a rule."""
        above = self.held.level.rank if self.held else 0
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
        Ladder(scheme, [_step(level, rules, entries, awards, on=on) for level in scheme.levels.all()])
        for scheme in schemes
    ]


def _step(
    level: Level,
    rules: dict[int, RuleVersion],
    entries: Sequence[Entry],
    awards: dict[int, Award],
    *,
    on: date,
) -> Step:
    rule = rules.get(level.pk)
    findings = judge(list(rule.requirements.all()), entries, on=on) if rule else []
    return Step(level, awards.get(level.pk), findings)
