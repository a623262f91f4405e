from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Employee

if TYPE_CHECKING:
    from people.models import User


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user).values("pk"))

    def covering(self, on: date) -> Self:
        return self.filter(models.Q(met_until=None) | models.Q(met_until__gte=on), met_from__lte=on)


class Standing(models.Model):
    """A projection: from when until when a requirement is met, and by which line. Rebuilt at will, never
    evidence."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="standings")
    requirement = models.ForeignKey(
        "certification.Requirement", on_delete=models.PROTECT, related_name="standings"
    )
    met_from = models.DateField()
    met_until = models.DateField(null=True, blank=True)
    entry = models.ForeignKey("records.Entry", on_delete=models.PROTECT, related_name="+")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(fields=["employee", "requirement", "entry"], name="a_line_stands_once")
        ]
        indexes = [models.Index(fields=["requirement", "met_from"], name="standing_by_requirement")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.requirement_id} {self.met_from} {self.met_until}"
