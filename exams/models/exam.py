from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import texts
from exams.enums import Layout, Review
from exams.models.paper import AuthoredQuerySet, Paper


class Exam(models.Model):
    """A paper and its policy. The training file knows it by `exam:<code>`, never given to another."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    titles = models.JSONField(_("titles"), default=dict, help_text=_('By language: {"zh-hans": …, "en": …}'))
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="exams", verbose_name=_("paper"))
    category = models.CharField(_("category"), max_length=80, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: until the sitting closes."),
    )
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.6"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Share of the points, 0 to 1."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts in a sitting"), null=True, blank=True, default=1, help_text=_("Empty: as many as wanted.")
    )
    shuffle_questions = models.BooleanField(_("shuffle questions"), default=True)
    shuffle_options = models.BooleanField(_("shuffle options"), default=True)
    layout = models.CharField(_("layout"), max_length=10, choices=Layout, default=Layout.SINGLE)
    review = models.CharField(_("review"), max_length=10, choices=Review, default=Review.HANDED_IN)

    objects = AuthoredQuerySet.as_manager()

    class Meta:
        verbose_name = _("exam")
        verbose_name_plural = _("exams")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_mark__gte=0, pass_mark__lte=1), name="the_pass_mark_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=None) | models.Q(minutes__gte=1), name="an_exam_takes_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def title(self) -> str:
        return texts.pick(self.titles)

    @property
    def subject(self) -> str:
        """What the training file calls it."""
        return f"exam:{self.code}"
