from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly


class Audience(models.Model):
    """A named rule over departments, positions, hire date and levels held, these as the training file names
    them. An empty column asks nothing: an empty rule is all staff."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    departments = models.ManyToManyField("people.Department", blank=True, verbose_name=_("departments"))
    positions = models.ManyToManyField("people.Position", blank=True, verbose_name=_("positions"))
    hired_from = models.DateField(_("hired from"), null=True, blank=True)
    hired_until = models.DateField(_("hired until"), null=True, blank=True)
    levels = models.JSONField(
        _("levels held"),
        default=list,
        blank=True,
        help_text=_("Whoever holds one of these on the day. None named: it does not matter."),
    )

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AudienceSnapshot(AppendOnly):
    """Who an audience was on a day: taken when something is offered to it, and never moved afterwards."""

    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="snapshots")
    on = models.DateField(_("on"))
    taken_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.audience_id} {self.on}"


class AudienceMember(AppendOnly):
    snapshot = models.ForeignKey(AudienceSnapshot, on_delete=models.PROTECT, related_name="members")
    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, related_name="audience_memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "employee"], name="an_employee_stands_once_in_a_snapshot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.employee_id}"
