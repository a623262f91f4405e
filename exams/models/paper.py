from decimal import Decimal
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
    """A part of a paper: its fixed questions, and beside them what its rules draw."""

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

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["paper_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="a_section_has_its_own_position"),
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


class PaperDraw(models.Model):
    """A rule of a section: so many questions of a topic and those below it, a difficulty, a tag, a level."""

    sort_order_field = "position"

    section = ParentalKey(PaperSection, on_delete=models.CASCADE, related_name="draws")
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a paper", "position"))
    count = models.PositiveSmallIntegerField(_("questions to draw"), validators=[MinValueValidator(1)])
    topic = models.ForeignKey(
        "exams.Topic", on_delete=models.PROTECT, related_name="draws", verbose_name=_("draw from topic")
    )
    difficulty = models.CharField(_("difficulty"), max_length=10, choices=Difficulty, blank=True)
    tag = models.ForeignKey(
        "exams.Tag",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draws",
        verbose_name=_("tag"),
    )
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    points = models.DecimalField(
        _("points each"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("Empty: the question's own points."),
    )

    class Meta:
        verbose_name = _("draw rule")
        verbose_name_plural = _("draw rules")
        ordering = ["section_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gt=0), name="a_rule_draws_something"),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.count} × {self.topic_id}"
