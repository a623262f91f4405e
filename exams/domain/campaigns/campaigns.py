"""A campaign's life: planned, opened, reminded of, closed. What is due is owed by `tend`, and done once.

Nothing waits for it: the sitting opens and closes by its own window. `open_due` writes down anew who is
invited on the day of opening; until then the snapshot of the day of planning stands.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from core.domain import audit, jobs
from core.periods import closing_time, last_day
from exams.domain.delivery import sittings, terms
from exams.domain.taking.answers import GRACE
from exams.enums import SittingKind
from exams.errors import CampaignOpened
from exams.models import Attempt, Campaign, Exam, Sitting
from notices.domain import notices
from people.models import Employee, Posting, User
from records.domain import audiences
from records.models import Audience


def plan(
    *,
    exam: Exam,
    audience: Audience,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    remind_days: Collection[int],
    by: Any,
    at: datetime,
    follows: Campaign | None = None,
) -> Campaign:
    """Set a quarterly test. Of one that follows another there is one: a second call gives it.

    Raises PaperCannotBeFilled.
    """
    with transaction.atomic():
        if follows:
            Campaign.objects.select_for_update().get(pk=follows.pk)
            if there := Campaign.objects.filter(follows=follows).first():
                return there
        sitting = sittings.offer(
            exam=exam,
            audience=audience,
            opens_at=opens_at,
            closes_at=closes_at,
            kind=SittingKind.QUARTERLY,
            titles={get_language() or "": title} if title else {},
            by=by,
            at=at,
        )
        return Campaign.objects.create(
            sitting=sitting,
            follows=follows,
            remind_days=sorted(set(remind_days), reverse=True),
            opened_at=at if opens_at <= at else None,
            made_at=at,
            **audit.actor(by),
        )


def replan(
    campaign: Campaign,
    *,
    audience: Audience,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    remind_days: Collection[int],
    by: Any,
    at: datetime,
) -> None:
    """Another window, audience or title, as long as it has not opened. Raises CampaignOpened."""
    with transaction.atomic():
        locked = Campaign.objects.select_for_update().select_related("sitting").get(pk=campaign.pk)
        sitting = locked.sitting
        if locked.opened_at or sitting.opens_at <= at:
            raise CampaignOpened
        was = f"{sitting.opens_at.isoformat()} – {sitting.closes_at.isoformat()}"
        sitting.audience = audiences.snapshot(audience, on=timezone.localdate(opens_at), at=at)
        sitting.titles = {get_language() or "": title} if title else {}
        sitting.opens_at, sitting.closes_at = opens_at, closes_at
        sitting.save(update_fields=["audience", "titles", "opens_at", "closes_at"])
        locked.remind_days = sorted(set(remind_days), reverse=True)
        locked.opened_at = at if opens_at <= at else None
        locked.save(update_fields=["remind_days", "opened_at"])
        jobs.postpone("exams.announce", key=sitting.pk, at=max(opens_at, at))
        now = f"{opens_at.isoformat()} – {closes_at.isoformat()}"
        audit.record(by=by, verb="replanned", obj=locked, at=at, was=was, now=now, audience=audience.name)


def tend(*, at: datetime) -> None:
    """Open what opens, owe reminders and closing reports. Twice, late or never, the next call mends it."""
    open_due(at=at)
    running = Campaign.objects.filter(sitting__opens_at__lte=at, sitting__closes_at__gt=at)
    for campaign in running.select_related("sitting"):
        owe_reminder(campaign, at=at)
    for campaign in (
        Campaign.objects.unreported().filter(sitting__closes_at__lte=at).select_related("sitting")
    ):
        if is_over(campaign, at=at):
            jobs.owe("exams.close_campaign", key=campaign.pk)


def open_due(*, at: datetime) -> None:
    for campaign in Campaign.objects.unopened().filter(sitting__opens_at__lte=at):
        write_down_invited(campaign, at=at)


def write_down_invited(campaign: Campaign, *, at: datetime) -> None:
    """Who the audience is on the day of opening, once. Whoever has begun stays invited."""
    with transaction.atomic():
        if not Campaign.objects.filter(pk=campaign.pk, opened_at=None).update(opened_at=at):
            return
        sitting = Sitting.objects.select_related("audience__audience").get(pk=campaign.sitting_id)
        begun = Attempt.objects.filter(sitting=sitting).values_list("employee", flat=True)
        day = timezone.localdate(sitting.opens_at)
        snapshot = audiences.renew(sitting.audience.audience, on=day, at=at, kept=list(begun))
        Sitting.objects.filter(pk=sitting.pk).update(audience=snapshot)


def reminder_due(campaign: Campaign, *, at: datetime) -> int | None:
    """The reminder that is due, by its days before the end; of several the last, none before the opening."""
    sitting = campaign.sitting
    due = [
        days
        for days in campaign.remind_days
        if sitting.opens_at < sitting.closes_at - timedelta(days=days) <= at < sitting.closes_at
    ]
    return min(due, default=None)


def owe_reminder(campaign: Campaign, *, at: datetime) -> None:
    days = reminder_due(campaign, at=at)
    if days is not None:
        jobs.owe("exams.remind", key=f"{campaign.pk}:{days}", campaign=campaign.pk, days=days)


def remind(campaign: Campaign, *, days: int, at: datetime) -> None:
    """Tell everybody who has not taken the test, and their managers how many these are: once each."""
    sitting = campaign.sitting
    if not sitting.is_open(at):
        return
    late, key = not_begun(sitting, at=at), f"{campaign.pk}:{days}"
    sittings.tell(User.objects.filter(employee__in=late), sitting, kind="sitting_reminder", key=key)
    _tell_managers(campaign, late, key, at)


def not_begun(sitting: Sitting, *, at: datetime) -> QuerySet[Employee]:
    """The invited who still work here and have no attempt."""
    invited = Employee.objects.employed(timezone.localdate(at)).filter(
        audience_memberships__snapshot=sitting.audience_id
    )
    return invited.exclude(pk__in=Attempt.objects.filter(sitting=sitting).values("employee"))


def is_over(campaign: Campaign, *, at: datetime) -> bool:
    """Whether the test has ended for everybody: exceptions and the delivery of answers included."""
    sitting = campaign.sitting
    if terms.last_close(sitting) + GRACE > at:
        return False
    return not Attempt.objects.open().filter(sitting=sitting).exists()


def _tell_managers(campaign: Campaign, late: QuerySet[Employee], key: str, at: datetime) -> None:
    sitting = campaign.sitting
    below = Posting.objects.on(timezone.localdate(at)).filter(employee__in=late).exclude(manager=None)
    numbers = dict(below.values("manager").annotate(number=Count("pk")).values_list("manager", "number"))
    closes = f"{last_day(sitting.closes_at)} {closing_time(sitting.closes_at)}"
    told = [
        notices.Told(
            user,
            key,
            campaign.get_absolute_url(),
            {
                "title": sitting.titled(user.language),
                "closes": closes,
                "number": numbers[user.employee.pk],
            },
        )
        for user in User.objects.filter(employee__in=numbers).select_related("employee")
    ]
    notices.tell_all("team_reminder", told)
