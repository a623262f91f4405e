from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.enums import CertificateStatus
from core.models import AppendOnly, AppendOnlyQuerySet
from people.models import Employee
from records.models import Entry

if TYPE_CHECKING:
    from people.models import User

SOURCE = "certification.award"


class AwardQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user).values("pk"))

    def with_ledger(self) -> Self:
        """`ends_on`: the last valid day as the ledger has it now, be it ended or extended since.
        `line`: the key of the award's booking there, None if that was reversed.
        `is_renewed`: whether a later award of the same level has taken its place."""
        lines = Entry.objects.bookings().with_end().filter(source=_source(models.OuterRef("pk")), seq=0)
        later = Award.objects.filter(
            employee=models.OuterRef("employee"),
            level=models.OuterRef("level"),
            sequence__gt=models.OuterRef("sequence"),
            revocation=None,
        )
        return self.select_related("revocation").annotate(
            ends_on=models.Subquery(lines.values_list(models.F("ends_on"))[:1]),
            line=models.Subquery(lines.values("pk")[:1]),
            is_renewed=models.Exists(later),
        )

    def in_force(self, on: date) -> Self:
        valid = models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        return self.with_ledger().filter(valid, on__lte=on, line__isnull=False)

    def ending(self, on: date, until: date) -> Self:
        """Valid on a day, not renewed, and at an end by another."""
        return self.in_force(on).filter(ends_on__lte=until, is_renewed=False)

    def expired(self, on: date) -> Self:
        return self.with_ledger().filter(revocation=None, ends_on__lt=on, is_renewed=False)

    def revoked(self) -> Self:
        return self.with_ledger().filter(revocation__isnull=False)

    def on_reversed_evidence(self) -> Self:
        """Awards that stood on a line which was reversed afterwards, for an approver: nobody has revoked or
        upheld them since, and no line of the same source says as much for the same day."""
        shaken = AwardFinding.objects.filter(
            ~models.Exists(_said_again()), ~models.Exists(_upheld()), entry__reversal__isnull=False
        )
        return self.with_ledger().filter(revocation=None, pk__in=shaken.values("award"))

    def without_document(self) -> Self:
        """Awards whose certificate waits to be made."""
        return self.with_ledger().filter(certificate__file=None)


def _source(pk: models.expressions.Combinable) -> Concat:
    key = Cast(pk, models.CharField())
    return Concat(models.Value(f"{SOURCE}:"), key, output_field=models.CharField())


def _said_again() -> models.QuerySet[Entry]:
    """A line that took the place of a reversed one of a finding, and is as good: nobody has to decide."""
    outer = models.OuterRef
    as_high = models.Q(score__gte=outer("entry__score")) | models.Q(score=None)
    return Entry.objects.bookings().filter(
        as_high, source=outer("entry__source"), on=outer("entry__on"), result=outer("entry__result")
    )


def _upheld() -> "models.QuerySet[Upholding]":
    """A decision to keep the award of a finding, after its line was reversed."""
    since = models.OuterRef("entry__reversal__booked_at")
    return Upholding.objects.filter(award=models.OuterRef("award"), at__gte=since)


class Award(AppendOnly):
    """A level that somebody has reached: by which rule, on which day, until when. Renewals count on from 0.

    Whether it still holds is read from the ledger, where its line is booked, ended and extended.
    """

    personal = ("by_name",)

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="awards")
    level = models.ForeignKey("certification.Level", on_delete=models.PROTECT, related_name="awards")
    rule = models.ForeignKey("certification.RuleVersion", on_delete=models.PROTECT, related_name="awards")
    sequence = models.PositiveSmallIntegerField(default=0)
    on = models.DateField(_("reached on"))
    valid_until = models.DateField(_("last valid day"), null=True, blank=True)
    awarded_at = models.DateTimeField(_("awarded"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    ends_on: date | None  # these three only where `with_ledger` read them
    line: int | None
    is_renewed: bool

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "level", "sequence"], name="a_level_is_awarded_once_for_each_renewal"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("on")),
                name="an_award_holds_for_a_day_at_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.level_id} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("certification:award", args=[self.pk])

    @staticmethod
    def address(key: int, user: "User") -> str:
        """Where the evidence behind an award's line is shown; the page itself asks who may see it."""
        return reverse("certification:award", args=[key])

    def status(self, on: date) -> CertificateStatus:
        """How it stands on a day: withdrawn first, then a renewal in its place, then its end."""
        if self.line is None or hasattr(self, "revocation"):
            return CertificateStatus.REVOKED
        if self.is_renewed:
            return CertificateStatus.SUPERSEDED
        if self.ends_on and self.ends_on < on:
            return CertificateStatus.EXPIRED
        return CertificateStatus.VALID

    @property
    def source(self) -> str:
        return f"{SOURCE}:{self.pk}"

    @property
    def entry(self) -> Entry:
        """The award's own line in the ledger."""
        return Entry.objects.get(source=self.source, seq=0)


class AwardFinding(AppendOnly):
    """What an award stood on: a requirement, the sentence that was true then, and the line that proved it."""

    personal = ("text",)

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="findings")
    requirement = models.ForeignKey("certification.Requirement", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("records.Entry", on_delete=models.PROTECT, related_name="award_findings")
    met_from = models.DateField()
    text = models.TextField()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["award", "requirement__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["award", "requirement"], name="an_award_has_one_finding_a_requirement"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Revocation(AppendOnly):
    """An award withdrawn by a person, with the reason that its holder is told. `on` is the first day
    without it."""

    personal = ("reason", "by_name")

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="revocation")
    on = models.DateField(_("revoked on"))
    reason = models.CharField(_("reason"), max_length=200)
    revoked_at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("revocation")
        verbose_name_plural = _("revocations")

    def __str__(self) -> str:
        return f"{self.award_id} {self.on}"


class Upholding(AppendOnly):
    """An award kept by a person although what it stood on was reversed, with the reason."""

    personal = ("reason", "by_name")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="upholdings")
    reason = models.CharField(_("reason"), max_length=200)
    at = models.DateTimeField(_("decided"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("decision to keep an award")
        verbose_name_plural = _("decisions to keep awards")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.award_id} {self.at:%Y-%m-%d}"
