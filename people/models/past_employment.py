from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly


class PastEmployment(AppendOnly):
    """A time with the company that ended before the person was hired again; the present one is Employee's."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="past_employments")
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("last day"))
    booked_at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("past employment")
        verbose_name_plural = _("past employments")
        ordering = ["hired_on"]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.hired_on} - {self.left_on}"
