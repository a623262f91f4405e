from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from exams.enums import Difficulty
from people.enums import Role

if TYPE_CHECKING:
    from people.models import User


class AuthoredQuerySet(models.QuerySet):
    """Papers and exams hold no keys: every trainer and HR see them."""

    def visible_to(self, user: "User") -> Self:
        return (
            self if user.is_superuser or user.has_role(Role.TRAINER, Role.HR, Role.AUDITOR) else self.none()
        )


class Paper(ClusterableModel):
    """A blueprint: sections of fixed questions, or of questions drawn from the bank for each person."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)

    objects = AuthoredQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class PaperSection(ClusterableModel):
    """A part of a paper: its fixed questions, and beside them a draw if `count` is above 0."""

    sort_order_field = "position"

    paper = ParentalKey(Paper, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a paper", "position"))
    title = models.CharField(_("title"), max_length=120)
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=4,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the section's points, 0 to 1. Empty: only the whole counts."),
    )
    count = models.PositiveSmallIntegerField(_("questions to draw"), default=0)
    topic = models.ForeignKey(
        "exams.Topic",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="paper_sections",
        verbose_name=_("draw from topic"),
    )
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, blank=True)
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    points = models.DecimalField(
        _("points each"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("For drawn questions. Empty: the question's own points."),
    )

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["paper_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="a_section_has_its_own_position"),
            models.CheckConstraint(
                condition=models.Q(count=0) | ~models.Q(topic=None), name="a_draw_names_its_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.position}. {self.title}"


class PaperQuestion(models.Model):
    """A fixed question of a section; its newest version is asked."""

    sort_order_field = "position"

    section = ParentalKey(PaperSection, on_delete=models.CASCADE, related_name="questions")
    question = models.ForeignKey(
        "exams.Question", on_delete=models.PROTECT, related_name="paper_questions", verbose_name=_("question")
    )
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a paper", "position"))
    points = models.DecimalField(
        _("points"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Empty: the question's own points."),
    )

    class Meta:
        verbose_name = _("fixed question")
        verbose_name_plural = _("fixed questions")
        ordering = ["section_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["section", "question"], name="a_section_asks_a_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.question_id}"
