from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import Remedy
from exams.models.question import Question, QuestionVersion

if TYPE_CHECKING:
    from people.models import User


class RegradeQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        """For the trainers of the question's topic: a regrade tells the key."""
        return self.filter(question__in=Question.objects.visible_to(user).values("pk"))


class Regrade(AppendOnly):
    """A decision about versions of a question that were asked with a wrong key, or not to be asked at all.

    What it did to an item is the mark that names it.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="regrades")
    versions = models.ManyToManyField(
        QuestionVersion, through="exams.RegradedVersion", related_name="regrades"
    )
    key_version = models.ForeignKey(
        QuestionVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remedy = models.CharField(_("remedy"), max_length=10, choices=Remedy)
    reason = models.CharField(_("reason"), max_length=255)
    at = models.DateTimeField(_("decided"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("by_name",)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(remedy__in=["both", "new"]) | models.Q(key_version__isnull=False),
                name="a_regrade_by_a_key_names_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.remedy}"


class RegradedVersion(AppendOnly):
    """A version that a regrade is about."""

    regrade = models.ForeignKey(Regrade, on_delete=models.PROTECT, related_name="lines")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="regrade_lines")

    class Meta:
        verbose_name = _("regraded version")
        verbose_name_plural = _("regraded versions")
        constraints = [
            models.UniqueConstraint(fields=["regrade", "version"], name="a_regrade_names_a_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.regrade_id} {self.version_id}"
