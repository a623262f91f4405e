from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import texts
from exams.enums import SittingKind
from exams.models.exam import Exam
from people.enums import Role
from people.models import Employee
from records.models import AudienceMember, AudienceSnapshot

if TYPE_CHECKING:
    from people.models import User


class SittingQuerySet(models.QuerySet):
    def offered_to(self, employee: Employee) -> Self:
        invited = AudienceMember.objects.filter(snapshot=models.OuterRef("audience"), employee=employee)
        return self.filter(models.Exists(invited))

    def visible_to(self, user: "User") -> Self:
        """All for those who run or audit tests; else what is offered to the person."""
        if user.is_superuser or user.has_role(Role.HR, Role.AUDITOR, Role.TRAINER):
            return self
        own = user.as_employee
        return self.offered_to(own) if own else self.none()

    def open(self, at: datetime) -> Self:
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class Sitting(models.Model):
    """An exam offered to an audience, as it was on a day, from one moment to another."""

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("exam"))
    kind = models.CharField(_("kind"), max_length=20, choices=SittingKind, default=SittingKind.QUARTERLY)
    titles = models.JSONField(
        _("titles"), default=dict, blank=True, help_text=_("By language. Empty: the exam's own title.")
    )
    audience = models.ForeignKey(
        AudienceSnapshot, on_delete=models.PROTECT, related_name="sittings", verbose_name=_("audience")
    )
    opens_at = models.DateTimeField(_("opens"))
    due_at = models.DateTimeField(
        _("due"), null=True, blank=True, help_text=_("A target: what is handed in later is marked as late.")
    )
    closes_at = models.DateTimeField(_("closes"))
    late_entry = models.PositiveSmallIntegerField(
        _("late entry, minutes"),
        null=True,
        blank=True,
        help_text=_("So long after the opening one may still start. Empty: until the close."),
    )
    room_code = models.CharField(
        _("room code"),
        max_length=20,
        blank=True,
        help_text=_("Asked at the start; whoever runs the test says it in the room."),
    )
    addresses = models.TextField(
        _("address ranges"),
        blank=True,
        help_text=_("One a line, as 10.1.0.0/16: a start is taken from these alone. Empty: from everywhere."),
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["closes_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_sitting_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=models.Q(due_at=None)
                | models.Q(due_at__gt=models.F("opens_at"), due_at__lte=models.F("closes_at")),
                name="a_sitting_is_due_while_it_is_open",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("exams:sitting", args=[self.pk])

    @property
    def title(self) -> str:
        return self.titled()

    def titled(self, language: str | None = None) -> str:
        """The title in a language (the active one): its own, else the exam's."""
        return texts.pick(self.titles, language) or texts.pick(self.exam.titles, language) or self.exam.code

    @property
    def is_practice(self) -> bool:
        """Practice never draws what is reserved for exams."""
        return self.kind == SittingKind.PRACTICE

    def is_offered_to(self, employee: Employee) -> bool:
        return AudienceMember.objects.filter(snapshot=self.audience_id, employee=employee).exists()

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at
