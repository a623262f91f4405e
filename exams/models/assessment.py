from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from courses.models import Criterion, RubricVersion, Scenario
from exams.enums import Refused
from people.enums import Role
from people.models import Employee

if TYPE_CHECKING:
    from people.models import User

# The share of the points from which an observed performance counts as passed. A requirement may ask for more.
PASS_MARK = Decimal("0.7")


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The assessor's and the planner's; one's own and those of people below; all for HR and auditors."""
        if user.is_superuser or user.has_role(Role.HR, Role.AUDITOR):
            return self
        whose = models.Q(employee__in=Employee.objects.visible_to(user).values("pk"))
        return self.filter(whose | models.Q(assessor=user) | models.Q(by_id=user.pk))

    def open(self) -> Self:
        """Planned or begun, and neither submitted nor called off."""
        return self.filter(submitted_at=None, called_off_at=None)

    def planned(self) -> Self:
        return self.open().filter(started_at=None)

    def begun(self) -> Self:
        return self.open().exclude(started_at=None)

    def submitted(self) -> Self:
        return self.exclude(submitted_at=None)


class Assessment(models.Model):
    """An observed performance: who shows what to whom, by the rubric as it was at the start.

    `scenario` is the one first written under its code; each reader sees it in her language. What happened is
    told by moments (started, submitted, called off); a submitted one is only reversed, in the training file.
    """

    personal = ("remark", "by_name")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="assessments")
    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )
    planned_on = models.DateField(_("planned for"), null=True, blank=True, help_text=_("Empty: on the spot"))
    booked_at = models.DateTimeField(_("planned"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("planned by"), max_length=150, blank=True)
    rubric_version = models.ForeignKey(
        RubricVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="assessments"
    )
    pass_mark = models.DecimalField(_("pass mark"), max_digits=4, decimal_places=3, default=PASS_MARK)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    called_off_at = models.DateTimeField(_("called off"), null=True, blank=True)
    remark = models.TextField(_("overall comment"), blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["planned_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "scenario", "assessor"],
                condition=models.Q(submitted_at=None, called_off_at=None),
                name="one_open_assessment_a_person_scenario_and_assessor",
            ),
            models.CheckConstraint(
                condition=models.Q(started_at=None, rubric_version=None)
                | models.Q(started_at__isnull=False, rubric_version__isnull=False),
                name="an_assessment_begun_has_its_rubric",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None) | models.Q(submitted_at__gte=models.F("started_at")),
                name="an_assessment_is_submitted_after_its_start",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None) | models.Q(called_off_at=None),
                name="an_assessment_is_submitted_or_called_off",
            ),
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=0, pass_mark__lte=1),
                name="an_assessment_is_passed_by_a_fraction",
            ),
        ]
        indexes = [
            models.Index(fields=["assessor", "submitted_at"], name="assessment_by_assessor"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.scenario_id} {self.assessor_id}"

    def get_absolute_url(self) -> str:
        return reverse("assess:result" if self.submitted_at else "assess:sheet", args=[self.pk])

    @property
    def source(self) -> str:
        """What the training file calls it."""
        return f"exams.assessment:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None and self.called_off_at is None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """What it is scored by, in the reader's language; nothing before the start."""
        return self.rubric_version.rows() if self.rubric_version else ()


class CriterionScore(AppendOnly):
    """A level chosen, or a comment written, for a criterion. Its highest `seq` is the one that counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    criterion = models.CharField(_("criterion"), max_length=60)
    seq = models.PositiveIntegerField(_("sequence"))
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("saved"))

    personal = ("comment",)

    class Meta:
        verbose_name = _("criterion score")
        verbose_name_plural = _("criterion scores")
        ordering = ["assessment_id", "criterion", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion", "seq"], name="a_score_is_saved_once_for_its_sequence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion} #{self.seq}"


class RefusedScore(AppendOnly):
    """A score that arrived and does not count: from a stale window, or after the end. Kept, not counted."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="refused_scores")
    criterion = models.CharField(_("criterion"), max_length=60)
    seq = models.PositiveIntegerField(_("sequence"))
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Refused)
    at = models.DateTimeField(_("arrived"))

    personal = ("comment",)

    class Meta:
        verbose_name = _("refused score")
        verbose_name_plural = _("refused scores")
        ordering = ["assessment_id", "at"]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion} #{self.seq} {self.reason}"
