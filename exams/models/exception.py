from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import Factor
from exams.models.exam import LONGEST_MINUTES
from exams.models.sitting import Sitting
from people.enums import Role
from people.models import Employee

if TYPE_CHECKING:
    from people.models import User


class OverrideQuerySet(AppendOnlyQuerySet):
    def standing(self) -> list["Override"]:
        """The last row of each target of a sitting, in the order in which they were first made."""
        rows: Any = self.select_related("employee", "department", "snapshot__audience").order_by("pk")
        last: dict[tuple[int | None, ...], Override] = {}
        for row in rows:
            last[(row.sitting_id, *row.target)] = row
        return list(last.values())

    def concerning(self, employee: Employee) -> Self:
        """The person's own, and all of groups; whether she belongs to one is to be asked."""
        return self.filter(models.Q(employee=employee) | models.Q(employee=None))

    def by_others(self, employee: Employee) -> Self:
        """Without what the person made herself: no exception counts for who made it."""
        return self.exclude(by_id=employee.user_id) if employee.user_id else self


class Override(AppendOnly):
    """An exception from a sitting's terms, for a person or a group. An empty column leaves a field as it is;
    a later row of the same target replaces an earlier, so that an empty row takes it back."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="overrides")
    employee = models.ForeignKey(
        Employee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="overrides",
        verbose_name=_("person"),
    )
    department = models.ForeignKey(
        "people.Department",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="overrides",
        verbose_name=_("department"),
    )
    snapshot = models.ForeignKey(
        "records.AudienceSnapshot",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="overrides",
        verbose_name=_("audience"),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_MINUTES)],
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts in a sitting"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    reason = models.CharField(_("reason"), max_length=255)
    at = models.DateTimeField(_("since"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("reason", "by_name")

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["sitting_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(employee__isnull=False, department=None, snapshot=None)
                | models.Q(employee=None, department__isnull=False, snapshot=None)
                | models.Q(employee=None, department=None, snapshot__isnull=False),
                name="an_exception_is_for_one_person_or_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.employee_id or self.department_id or self.snapshot_id}"

    @property
    def target(self) -> tuple[int | None, int | None, int | None]:
        """For whom, whichever row says it: an audience has a snapshot for each."""
        return self.employee_id, self.department_id, self.snapshot.audience_id if self.snapshot else None

    @property
    def for_whom(self) -> str:
        return str(self.employee or self.department or (self.snapshot.audience if self.snapshot else ""))

    @property
    def changes_nothing(self) -> bool:
        """Whether it takes back what stood before."""
        return not any([self.opens_at, self.due_at, self.closes_at, self.minutes, self.attempts])


class ExtraTimeQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        """HR alone, and each person her own: why somebody needs time is nobody else's."""
        if user.is_superuser or user.has_role(Role.HR):
            return self
        own = user.as_employee
        return self.filter(employee=own) if own else self.none()

    def on(self, day: date) -> Self:
        """Rows whose dates cover a day; of a person's, the one recorded last counts."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=day), from_day__lte=day).order_by("pk")


class ExtraTime(AppendOnly):
    """What a person's limit is multiplied by in every exam, from one day to another.
    Of several rows for a day the last recorded counts; "no extra time" ends what stood."""

    employee = models.ForeignKey(
        Employee, on_delete=models.PROTECT, related_name="extra_time", verbose_name=_("person")
    )
    factor = models.CharField(_("extra time"), max_length=10, choices=Factor)
    from_day = models.DateField(_("from"))
    until = models.DateField(_("last valid day"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=255)
    at = models.DateTimeField(_("since"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("reason", "by_name")

    objects = ExtraTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("extra time")
        verbose_name_plural = _("extra time")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("from_day")),
                name="extra_time_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.factor}"
