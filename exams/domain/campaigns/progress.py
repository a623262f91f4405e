"""How a campaign stands while it runs: numbers now, of the people whom a reader sees."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from exams.domain.campaigns import campaigns
from exams.models import Attempt, Campaign
from exams.models.campaign import sees_everybody
from people.models import Employee, User
from records.models import AudienceMember


@dataclass(frozen=True)
class Progress:
    invited: int
    handed_in: int
    begun: int
    waiting: int


def with_numbers(found: QuerySet[Campaign], reader: User) -> QuerySet[Campaign]:
    """Campaigns with how many people the reader sees were `invited`, and how many have `taken` the test."""
    members = AudienceMember.objects.filter(snapshot=OuterRef("sitting__audience"))
    attempts = Attempt.objects.filter(sitting=OuterRef("sitting")).exclude(handed_in_at=None)
    if not sees_everybody(reader):
        seen = Employee.objects.visible_to(reader).exclude(user=reader).values("pk")
        members, attempts = members.filter(employee__in=seen), attempts.filter(employee__in=seen)
    counted = members.order_by().values("snapshot").annotate(n=Count("pk"))
    taken = attempts.order_by().values("sitting").annotate(n=Count("employee", distinct=True))
    return found.annotate(invited=_number(counted), taken=_number(taken)).select_related("sitting__exam")


def of(campaign: Campaign, reader: User, *, at: datetime) -> Progress:
    people = _people(campaign, reader, at)
    attempts = Attempt.objects.filter(sitting=campaign.sitting_id, employee__in=people.values("pk"))
    gone = attempts.exclude(handed_in_at=None).values("employee").distinct().count()
    begun = attempts.values("employee").distinct().count()
    invited = people.count()
    return Progress(invited, gone, begun - gone, invited - begun)


def waiting(campaign: Campaign, reader: User, *, at: datetime) -> QuerySet[Employee]:
    """Whom the reader sees of those who have not begun."""
    late = campaigns.not_begun(campaign.sitting, at=at)
    return late.filter(pk__in=_people(campaign, reader, at).values("pk")).order_by("sort_key", "number")


def _people(campaign: Campaign, reader: User, at: datetime) -> QuerySet[Employee]:
    """The invited who still work here, as far as the reader sees them."""
    invited = AudienceMember.objects.filter(snapshot=campaign.sitting.audience_id).values("employee")
    here = Employee.objects.employed(timezone.localdate(at)).filter(pk__in=invited)
    return here if sees_everybody(reader) else here.visible_to(reader).exclude(user=reader)


def _number(counted: QuerySet) -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)
