"""Awards: made when every finding is met, once; revoked by a person, with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone, translation

from certification.domain.certificates import issue, level_title
from certification.domain.findings import entries_of, judge, rules_in_force
from certification.domain.findings import finding as finding_of
from certification.errors import AlreadyRevoked, DecidesOnHerself, NothingToDecide
from certification.models import (
    Award,
    AwardFinding,
    Certificate,
    Level,
    Revocation,
    RuleVersion,
    Standing,
    Upholding,
)
from certification.requirements import Finding
from core.domain import audit, jobs
from core.periods import add_months, start_of
from notices.domain import notices
from people.models import Employee
from records.domain import ledger
from records.enums import EntryKind, Result
from records.models import Entry

DAY = timedelta(days=1)


def evaluate(employee: Employee, *, on: date, at: datetime | None = None) -> list[Award]:
    """Award every level whose findings are all met on a day; owe another look where only time is missing."""
    if not employee.is_employed(on):
        return []
    levels = list(Level.objects.of_levels().select_related("scheme"))
    rules = rules_in_force(levels, on=on)
    entries = entries_of(employee)
    made = [award(employee=employee, rule=rule, entries=entries, on=on, at=at) for rule in rules.values()]
    return [award for award in made if award]


def award(
    *,
    employee: Employee,
    rule: RuleVersion,
    entries: Sequence[Entry],
    on: date,
    at: datetime | None = None,
    by: Any = None,
) -> Award | None:
    """Make the award that the lines allow on a day; None if they do not, or if it is not yet to be renewed.

    It is dated by the day on which the last finding was met, so a late worker changes nothing. Of two
    callers at once both get the one award.
    """
    last = _last_award(employee, rule.level)
    since = _evidence_from(last, rule, entries)
    if since and on < since:
        return None
    found = judge(list(rule.requirements.all()), entries, on=on, since=since)
    if not found or not all(finding.met for finding in found):
        _look_again(employee, rule, found)
        return None
    reached = max(rule.from_day, *(finding.on or rule.from_day for finding in found))
    valid_until = add_months(reached, rule.active_months) if rule.active_months else None
    if (since and reached < since) or (valid_until and valid_until < on):
        return None
    award = Award(
        employee=employee,
        level=rule.level,
        rule=rule,
        sequence=last.sequence + 1 if last else 0,
        on=reached,
        valid_until=valid_until,
        awarded_at=at or timezone.now(),
        **audit.actor(by),
    )
    return _write(award, found, by=by)


def _last_award(employee: Employee, level: Level) -> Award | None:
    return Award.objects.with_ledger().filter(employee=employee, level=level).order_by("-sequence").first()


def _evidence_from(last: Award | None, rule: RuleVersion, entries: Sequence[Entry]) -> date | None:
    """From which day evidence counts for the next award of a level, be it held by an award or on paper.

    None if it was never held; after a revocation the next day; else the opening of the renewal window. The
    last award speaks for itself: it may be newer than the lines.
    """
    subject = rule.level.subject
    ends = [entry.ends_on for entry in entries if (entry.kind, entry.subject) == (EntryKind.LEVEL, subject)]
    ends += [last.ends_on] if last else []
    days = [rule.renewal_opens(end) if end else date.max for end in ends]
    if last and hasattr(last, "revocation"):
        days.append(evidence_after(last.revocation))
    return max(days, default=None)


def evidence_after(revocation: Revocation) -> date:
    """The first day whose evidence counts again after a level was withdrawn."""
    return revocation.on + DAY


def _write(award: Award, found: list[Finding], *, by: Any) -> Award:
    """The award, what it stood on, its certificate and its line in the ledger: all or nothing, and once."""
    try:
        with transaction.atomic():
            award.save()
            certificate = issue(award)
            with translation.override(certificate.language):
                _keep(award, found)
                _book(award, certificate, by=by)
    except IntegrityError:
        return Award.objects.get(employee=award.employee, level=award.level, sequence=award.sequence)
    return award


def evaluate_rule(rule: RuleVersion, *, on: date) -> None:
    """After a rule was published: look at everybody who meets all of it, as the projection has it."""
    asked = rule.requirements.count()
    met = (
        Employee.objects.employed(on)
        .filter(standings__in=Standing.objects.covering(on).filter(requirement__rule=rule))
        .annotate(met=models.Count("standings__requirement", distinct=True))
        .filter(met=asked)
    )
    for employee in met.select_related("user"):
        evaluate(employee, on=on)


def _keep(award: Award, found: list[Finding]) -> None:
    AwardFinding.objects.bulk_create(
        AwardFinding(
            award=award,
            requirement=finding.requirement,
            entry=finding.evidence,
            met_from=finding.on or award.on,
            text=str(finding.text),
        )
        for finding in found
    )


def _book(award: Award, certificate: Certificate, *, by: Any) -> None:
    level = award.level
    ledger.book(
        employee=award.employee,
        kind=EntryKind.LEVEL,
        subject=level.subject,
        title=level_title(level),
        on=award.on,
        result=Result.DONE,
        valid_until=award.valid_until,
        facts={
            "scheme": level.scheme.code,
            "level": level.rank,
            "rule_version": award.rule.number,
            "certificate": certificate.number,
        },
        source=award.source,
        at=award.awarded_at,
        by=by,
    )


def _look_again(employee: Employee, rule: RuleVersion, found: list[Finding]) -> None:
    """Where nothing but time is missing, owe another look on the day when it will have passed."""
    days = [finding.opens_on or date.max for finding in found if not finding.met]
    day = max(days, default=date.max)
    if day < date.max:
        jobs.owe(
            "certification.evaluate",
            key=f"{employee.pk}:{rule.pk}:{day}",
            at=start_of(day),
            employee=employee.pk,
        )


def revoke(award: Award, *, reason: str, by: Any, at: datetime | None = None) -> Revocation:
    """Withdraw an award from today on. Its holder is told the reason. Raises AlreadyRevoked."""
    at = at or timezone.now()
    today = timezone.localdate(at)
    with transaction.atomic():
        facts = {"on": today, "reason": reason, "revoked_at": at, **audit.actor(by)}
        revocation, created = Revocation.objects.get_or_create(award=award, defaults=facts)
        if not created:
            raise AlreadyRevoked
        line = Entry.objects.bookings().with_end().get(source=award.source, seq=0)
        ledger.end(line, on=min(today - DAY, line.ends_on or date.max), reason=reason, by=by, at=at)
        audit.record(by=by, verb="revoked", obj=award, reason=reason, at=at)
        _tell_revoked(award, revocation)
    return revocation


def _tell_revoked(award: Award, revocation: Revocation) -> None:
    if user := award.employee.user:
        certificate = award.certificate
        with translation.override(certificate.language):
            title = level_title(award.level)
        notices.tell(
            user,
            kind="award_revoked",
            key=award.pk,
            link=reverse("certification:mine"),
            title=title,
            number=certificate.number,
            reason=revocation.reason,
        )


def uphold(award: Award, *, reason: str, by: Any, at: datetime | None = None) -> Upholding:
    """Keep an award whose evidence was reversed. Raises NothingToDecide or DecidesOnHerself."""
    at = at or timezone.now()
    if award.employee == by.as_employee:
        raise DecidesOnHerself
    with transaction.atomic():
        if not Award.objects.on_reversed_evidence().filter(pk=award.pk).exists():
            raise NothingToDecide
        kept = Upholding.objects.create(award=award, reason=reason, at=at, **audit.actor(by))
        audit.record(by=by, verb="upheld", obj=award, reason=reason, at=at)
    return kept


@dataclass(frozen=True)
class Stood:
    """What an award stood on, and what is found today where that was reversed."""

    before: AwardFinding
    after: Finding | None


def stood_on(award: Award, *, on: date) -> list[Stood]:
    """Each finding of an award; beside one whose line was reversed, what the file says instead."""
    kept = list(award.findings.select_related("requirement__rule", "entry__reversal"))
    if not any(_is_shaken(finding) for finding in kept):
        return [Stood(finding, None) for finding in kept]
    entries = entries_of(award.employee)
    return [
        Stood(kept_one, finding_of(kept_one.requirement, entries, on=on) if _is_shaken(kept_one) else None)
        for kept_one in kept
    ]


def _is_shaken(kept: AwardFinding) -> bool:
    return hasattr(kept.entry, "reversal")
