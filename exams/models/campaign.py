from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import Outcome
from exams.models.attempt import Attempt
from exams.models.sitting import Sitting
from people.enums import Role
from people.models import Employee
from people.models.chain import with_reports
from records.models import AudienceMember

if TYPE_CHECKING:
    from people.models import User

WHOLE = (Role.HR, Role.AUDITOR, Role.TRAINER)


def usual_reminders() -> list[int]:
    return [7, 2]


def sees_everybody(user: "User") -> bool:
    """Who runs or audits tests sees all results of a campaign; a manager those below her."""
    return user.is_superuser or user.has_role(*WHOLE)


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user: "User", *, on: date | None = None) -> Self:
        """All for those who run or audit tests; for a manager those in which people below her are invited."""
        if sees_everybody(user):
            return self
        own = user.as_employee
        if own is None or not user.leads:
            return self.none()
        below = with_reports(own.pk, on=on or timezone.localdate())
        invited = AudienceMember.objects.filter(
            snapshot=models.OuterRef("sitting__audience"), employee__in=below
        ).exclude(employee=own)
        return self.filter(models.Exists(invited))

    def unopened(self) -> Self:
        return self.filter(opened_at=None)

    def unreported(self) -> Self:
        return self.filter(reports=None)


class Campaign(models.Model):
    """A quarterly test as it is run: its sitting, whom to remind when, its make-ups, its closing report.

    Exam, audience and window stand in the sitting. Who is invited is written down anew at `opened_at`.
    """

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="campaign")
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    remind_days = models.JSONField(_("reminders, days before the end"), default=usual_reminders, blank=True)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    made_at = models.DateTimeField(_("planned"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-sitting__opens_at", "-pk"]

    def __str__(self) -> str:
        return str(self.sitting)

    def get_absolute_url(self) -> str:
        return reverse("exams:campaign", args=[self.pk])


class MakeUp(models.Model):
    """A sitting for those who failed a campaign's test or missed it."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="make_ups")
    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="makes_up")

    class Meta:
        verbose_name = _("make-up")
        verbose_name_plural = _("make-ups")

    def __str__(self) -> str:
        return str(self.sitting)


class ReportQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(campaign__in=Campaign.objects.visible_to(user).values("pk"))


class CampaignReport(AppendOnly):
    """How a campaign stood at a moment, frozen: nothing that happens later changes it.

    What comes later (papers marked, a regrade) is in the next edition.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("edition"))
    as_of = models.DateTimeField(_("as of"))
    closed_at = models.DateTimeField(_("closed"))
    pass_mark = models.DecimalField(_("pass mark"), max_digits=4, decimal_places=3)
    rule = models.JSONField(_("for whom"), help_text=_("The audience's rule as it read"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("closing report")
        verbose_name_plural = _("closing reports")
        ordering = ["campaign_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="an_edition_is_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} #{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("exams:campaign_report", args=[self.campaign_id, self.number])


class LineQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User", *, on: date | None = None) -> Self:
        """All for those who run or audit tests; for a manager those below her, herself left out."""
        if sees_everybody(user):
            return self
        seen = Employee.objects.visible_to(user, on=on).exclude(user=user)
        return self.filter(employee__in=seen.values("pk"))


class CampaignLine(AppendOnly):
    """One invited person in a report: what came of it, where she was posted, her points by topic.

    `topics` is `[[topic, points earned, points], …]` of the attempt that counts.
    """

    report = models.ForeignKey(CampaignReport, on_delete=models.PROTECT, related_name="lines")
    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="campaign_lines")
    department = models.CharField(_("department"), max_length=500, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True, blank=True)
    attempt = models.ForeignKey(
        Attempt, on_delete=models.PROTECT, null=True, blank=True, related_name="campaign_lines"
    )
    topics = models.JSONField(default=list, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a closing report")
        verbose_name_plural = _("lines of a closing report")
        ordering = ["report_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "employee"], name="a_report_names_a_person_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.employee_id}"


class CampaignPrint(AppendOnly):
    """A report on paper, in a language: made once, in the private storage."""

    report = models.ForeignKey(CampaignReport, on_delete=models.PROTECT, related_name="prints")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("printed report")
        verbose_name_plural = _("printed reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "language"], name="a_report_is_printed_once_a_language")
        ]

    def __str__(self) -> str:
        return self.path
