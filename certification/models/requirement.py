from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.enums import RequirementKind
from certification.models.titled import Titled
from core.models import AppendOnly


class Requirement(AppendOnly, Titled):
    """One line of a rule. It matches ledger entries by kind and subject, never by title.

    Which of the other columns a kind reads is said in `certification/requirements/<kind>.py`. `course`,
    `exam` and `rubric` keep what is asked for from being deleted; what was only taught on paper has none.
    """

    rule = models.ForeignKey(
        "certification.RuleVersion", on_delete=models.PROTECT, related_name="requirements"
    )
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=12, choices=RequirementKind)
    subject = models.CharField(_("subject"), max_length=120)
    min_score = models.DecimalField(_("least score"), max_digits=4, decimal_places=3, null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(_("due after (days from hiring)"), null=True, blank=True)

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, null=True, related_name="+")
    exam = models.ForeignKey("exams.Exam", on_delete=models.PROTECT, null=True, related_name="+")
    rubric = models.ForeignKey("courses.Rubric", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["rule", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "position"], name="a_rule_has_one_requirement_at_a_place"
            ),
            models.UniqueConstraint(fields=["rule", "kind", "subject"], name="a_rule_asks_for_a_thing_once"),
            models.CheckConstraint(
                condition=models.Q(min_score=None) | models.Q(min_score__gte=0, min_score__lte=1),
                name="the_least_score_is_a_fraction",
            ),
        ]

    @property
    def met_word(self) -> str:
        """Tests and role-plays are passed; courses and months are completed."""
        return gettext("Passed") if self.is_scored else gettext("Completed")

    @property
    def begun_word(self) -> str:
        """What was tried and counts for nothing yet, or what is on its way."""
        return gettext("Not passed yet") if self.is_scored else gettext("In progress")

    @property
    def is_scored(self) -> bool:
        return self.kind in (RequirementKind.EXAM, RequirementKind.ASSESSMENT)
