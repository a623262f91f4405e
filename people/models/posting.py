from datetime import date
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet


class PostingQuerySet(AppendOnlyQuerySet):
    def on(self, day: date) -> Self:
        """The one posting of each employee in force on a day: the latest that began, as last corrected."""
        later = (
            Posting.objects.filter(employee=models.OuterRef("employee"), from_day__lte=day)
            .order_by("-from_day", "-pk")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(later))


class Posting(AppendOnly):
    """From a day on: department, position and manager of an employee. A later row of that day corrects it."""

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="postings")
    department = models.ForeignKey("people.Department", on_delete=models.PROTECT, related_name="postings")
    position = models.ForeignKey(
        "people.Position", on_delete=models.PROTECT, null=True, blank=True, related_name="postings"
    )
    manager = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, null=True, blank=True, related_name="reports_postings"
    )
    from_day = models.DateField(_("from"))
    booked_at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        indexes = [
            models.Index(fields=["employee", "-from_day", "-id"], name="posting_of_an_employee"),
            models.Index(fields=["manager"], name="posting_by_manager"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("employee")),
                name="nobody_is_her_own_manager",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.from_day}: {self.department_id}"
