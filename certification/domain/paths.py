"""What stands before one person: her onboarding, and on each ladder the step above the one she holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models

from certification.domain.findings import judge
from certification.enums import SchemeKind
from certification.models import Level, RuleVersion, Scheme
from certification.requirements import Finding
from people.models import Employee
from records.enums import EntryKind
from records.models import Entry


@dataclass(frozen=True)
class Path:
    """A scheme as one person meets it. Nothing is left to do where `level` is None."""

    scheme: Scheme
    level: Level | None
    findings: Sequence[Finding]
    held: Level | None = None
    held_until: date | None = None  # None as well where the level held never ends

    @property
    def met(self) -> int:
        return sum(finding.met for finding in self.findings)

    @property
    def is_done(self) -> bool:
        return self.met == len(self.findings)


def new_since(on: date) -> date:
    """Whoever was hired on that day or later is a new hire."""
    return on - timedelta(days=settings.GRADUS_NEW_HIRE_DAYS)


def paths(employee: Employee, entries: Sequence[Entry], *, on: date) -> list[Path]:
    """Onboarding, if she is a new hire or was one and has not finished; then the ladders. Two queries."""
    climbed = []
    for rules in _by_scheme(on):
        scheme = rules[0].level.scheme
        path = (
            _ladder(rules, entries, on=on)
            if scheme.is_ladder
            else _onboarding(rules, employee, entries, on=on)
        )
        climbed += [path] if path else []
    return climbed


def _by_scheme(on: date) -> list[list[RuleVersion]]:
    """The rules in force, onboarding before the ladders, each from the lowest level up. `asked_since` is the
    first day on which a level had a rule."""
    first = RuleVersion.objects.filter(level=models.OuterRef("level")).order_by("from_day").values("from_day")
    rules = (
        RuleVersion.objects.in_force(on)
        .annotate(asked_since=models.Subquery(first[:1]))
        .select_related("level__scheme")
        .prefetch_related("requirements")
        .order_by("level__scheme__code", "level__rank")
    )
    schemes: dict[int, list[RuleVersion]] = {}
    for rule in rules:
        if rule.requirements.all():
            schemes.setdefault(rule.level.scheme_id, []).append(rule)
    return sorted(schemes.values(), key=lambda rules: rules[0].level.scheme.kind != SchemeKind.ONBOARDING)


def _onboarding(
    rules: Sequence[Any], employee: Employee, entries: Sequence[Entry], *, on: date
) -> Path | None:
    asked = [requirement for rule in rules for requirement in rule.requirements.all()]
    findings = judge(asked, entries, on=on)
    was_asked = employee.hired_on >= min(rule.asked_since for rule in rules)
    is_open = was_asked and not all(finding.met for finding in findings)
    if employee.hired_on < new_since(on) and not is_open:
        return None
    return Path(rules[0].level.scheme, rules[0].level, findings)


def _ladder(rules: Sequence[RuleVersion], entries: Sequence[Entry], *, on: date) -> Path:
    held, until = _held(rules, entries, on=on)
    above = [rule for rule in rules if held is None or rule.level.rank > held.rank]
    findings = judge(list(above[0].requirements.all()), entries, on=on) if above else []
    return Path(rules[0].level.scheme, above[0].level if above else None, findings, held, until)


def _held(
    rules: Sequence[RuleVersion], entries: Iterable[Entry], *, on: date
) -> tuple[Level | None, date | None]:
    """The highest level that is valid on a day, and its last valid day."""
    levels = {rule.level.subject: rule.level for rule in rules}
    lines = [
        entry
        for entry in entries
        if entry.kind == EntryKind.LEVEL and entry.subject in levels
        if entry.on <= on and (entry.ends_on is None or on <= entry.ends_on)
    ]
    if not lines:
        return None, None
    best = max(lines, key=lambda entry: (levels[entry.subject].rank, entry.ends_on or date.max))
    return levels[best.subject], best.ends_on
