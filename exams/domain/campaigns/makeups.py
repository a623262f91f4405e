"""Make-ups: for those who failed a campaign's test or missed it, once it has ended, with other questions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exams.domain import papers
from exams.domain.campaigns import campaigns, outcomes
from exams.domain.campaigns.outcomes import Standing
from exams.domain.delivery import sittings
from exams.enums import Outcome, SittingKind
from exams.errors import CampaignNotOver, NobodyChosen, PaperCannotBeFilled
from exams.models import Campaign, MakeUp, Sitting
from people.models import Employee

CHOSEN = (Outcome.FAILED, Outcome.ABSENT)


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked again; `chosen` to begin with for who failed or was absent."""

    employee: Employee
    outcome: Outcome

    @property
    def chosen(self) -> bool:
        return self.outcome in CHOSEN


def candidates(campaign: Campaign, *, at: datetime) -> list[Candidate]:
    """Whoever works here and has not passed, neither in the test nor in a make-up of it."""
    standing = {one.employee: one for one in _standings(campaign.sitting, at)}
    for made in MakeUp.objects.filter(campaign=campaign).select_related("sitting__exam"):
        for one in _standings(made.sitting, at):
            if one.outcome in (Outcome.PASSED, Outcome.UNMARKED):
                standing[one.employee] = one
    open_to = [one for one in standing.values() if one.outcome not in (Outcome.PASSED, Outcome.LEFT)]
    people = Employee.objects.in_bulk([one.employee for one in open_to])
    found = [Candidate(people[one.employee], one.outcome) for one in open_to]
    return sorted(found, key=lambda one: (not one.chosen, one.employee.sort_key, one.employee.number))


def offer(
    *,
    campaign: Campaign,
    employees: Collection[int],
    opens_at: datetime,
    closes_at: datetime,
    by: Any,
    at: datetime,
) -> Sitting:
    """Set a make-up for some of the candidates.

    Raises CampaignNotOver, NobodyChosen or PaperCannotBeFilled.
    """
    if not campaigns.is_over(campaign, at=at):
        raise CampaignNotOver
    chosen = {one.employee.pk for one in candidates(campaign, at=at)} & set(employees)
    if not chosen:
        raise NobodyChosen
    original = campaign.sitting
    with transaction.atomic():
        sitting = sittings.offer(
            exam=original.exam,
            audience=original.audience.audience,
            opens_at=opens_at,
            closes_at=closes_at,
            kind=SittingKind.MAKE_UP,
            titles={get_language() or "": _("%(title)s: make-up") % {"title": original.title}},
            named=chosen,
            by=by,
            at=at,
        )
        MakeUp.objects.create(campaign=campaign, sitting=sitting)
    return sitting


def _standings(sitting: Sitting, at: datetime) -> list[Standing]:
    day = timezone.localdate(at)
    return outcomes.of(sitting, employed_on=day, on=day, known_at=at)


def repetition(campaign: Campaign) -> papers.Repetition | str:
    """How many of a make-up's questions people would know from the test; or why no paper can be filled."""
    sitting = campaign.sitting
    try:
        return papers.overlap(exam=sitting.exam, earlier=sitting)
    except PaperCannotBeFilled as refusal:
        return str(refusal)
