from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import Leaf, Medium
from exams.models.question import Question, QuestionVersion
from exams.models.sitting import Sitting
from exams.models.stimulus import StimulusVersion
from exams.models.topic import Topic

if TYPE_CHECKING:
    from people.models import User


class BookletQuerySet(AppendOnlyQuerySet):
    def open_to(self, user: "User") -> Self:
        """Those whose every question, and so its key, is the user's to see."""
        closed = Question.objects.exclude(topic__in=Topic.objects.visible_to(user))
        foreign = BookletLine.objects.filter(booklet=models.OuterRef("pk"), version__question__in=closed)
        return self.filter(~models.Exists(foreign))


class Booklet(AppendOnly):
    """Questions drawn once for a sitting: the same for everybody (A alone), or one of parallel ones (A to D).

    Drawn when first needed, by the first start or the first print, and never changed: what was printed can be
    printed, keyed in and marked later.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="booklets")
    medium = models.CharField(max_length=10, choices=Medium, default=Medium.SCREEN)
    letter = models.CharField(pgettext_lazy("a booklet", "letter"), max_length=1)
    sections = models.JSONField(_("sections"), help_text=_("Titles and pass marks at the draw"))
    drawn_at = models.DateTimeField(_("drawn"))

    objects = BookletQuerySet.as_manager()

    class Meta:
        verbose_name = _("booklet")
        verbose_name_plural = _("booklets")
        ordering = ["sitting_id", "medium", "letter"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "medium", "letter"], name="a_sitting_has_one_booklet_of_a_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.letter}"


class BookletLine(AppendOnly):
    """A question of a booklet; an attempt's item is made of it."""

    booklet = models.ForeignKey(Booklet, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a paper", "position"))
    group = models.PositiveSmallIntegerField(help_text=_("Lines of one number stay together"))
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="booklet_lines")
    section = models.PositiveSmallIntegerField(_("section"), help_text=_("Index into the booklet's sections"))
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    order = models.JSONField(_("option order"), default=list)
    stimulus = models.ForeignKey(
        StimulusVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="booklet_lines"
    )

    class Meta:
        verbose_name = _("line of a booklet")
        verbose_name_plural = _("lines of booklets")
        ordering = ["booklet_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["booklet", "position"], name="a_booklet_line_has_its_position"),
            models.UniqueConstraint(fields=["booklet", "version"], name="a_booklet_asks_a_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.booklet_id} {self.position}"


class BookletFile(AppendOnly):
    """A printed leaf of a booklet in one language: the private file that is reprinted and never redrawn."""

    booklet = models.ForeignKey(Booklet, on_delete=models.PROTECT, related_name="files")
    leaf = models.CharField(max_length=10, choices=Leaf)
    language = models.CharField(_("language"), max_length=10)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField(_("printed"))

    class Meta:
        verbose_name = _("printed leaf")
        verbose_name_plural = _("printed leaves")
        ordering = ["booklet_id", "leaf", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["booklet", "leaf", "language"], name="a_leaf_is_printed_once_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.booklet_id} {self.leaf} {self.language}"
