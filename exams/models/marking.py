"""What people say of an answer that no machine can judge, and who is at it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from exams.enums import RefusedMark
from exams.models.attempt import Item

PLACES = 3


class Judgement(models.Model):
    """The columns of a marker's judgement: a fraction of the item's points, and what it was made of."""

    place = models.PositiveSmallIntegerField(
        _("marker"), validators=[MinValueValidator(1), MaxValueValidator(PLACES)]
    )
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fraction = models.DecimalField(_("fraction"), max_digits=7, decimal_places=6)
    criteria = models.JSONField(
        _("points by criterion"), default=dict, help_text=_("Empty where no rubric is.")
    )
    comment = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(_("marked"))

    class Meta:
        abstract = True


class Marking(AppendOnly, Judgement):
    """One marker's judgement of an answer, as first, second or third. The highest `seq` of a place counts."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="markings")
    seq = models.PositiveSmallIntegerField(_("sequence"), default=1)
    reason = models.CharField(_("reason"), max_length=255, blank=True, help_text=_("Of a correction"))

    personal = ("comment",)

    class Meta:
        verbose_name = _("marking")
        verbose_name_plural = _("markings")
        ordering = ["item_id", "place", "seq"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "place", "seq"], name="a_marker_marks_once_for_its_sequence"
            ),
            models.CheckConstraint(
                condition=models.Q(fraction__gte=0, fraction__lte=1), name="a_marking_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=models.Q(place__gte=1, place__lte=PLACES),
                name="an_answer_has_three_markers_at_most",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.place}#{self.seq} {self.fraction}"


class RefusedMarking(AppendOnly, Judgement):
    """A judgement that arrived when another stood already. Kept beside it, not counted."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="refused_markings")
    refused = models.CharField(_("refused"), max_length=10, choices=RefusedMark)

    personal = ("comment",)

    class Meta:
        verbose_name = _("refused marking")
        verbose_name_plural = _("refused markings")
        ordering = ["item_id", "at"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.place} {self.refused}"


class MarkingClaim(models.Model):
    """Who has an answer before her until when, so that two do not read the same one. An aid, no fact."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="claims")
    place = models.PositiveSmallIntegerField(_("marker"))
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(fields=["item", "place"], name="an_answer_is_claimed_once_a_place")
        ]
        indexes = [models.Index(fields=["marker", "until"], name="claims_of_a_marker")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.place}"


class Exemplar(models.Model):
    """An answer that a marker pinned for the others, with a note on why it earns what it earns."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="exemplar", primary_key=True)
    note = models.CharField(_("note"), max_length=500)
    at = models.DateTimeField(_("pinned"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("exemplar answer")
        verbose_name_plural = _("exemplar answers")
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.note[:40]}"
