"""What whoever runs a sitting does to an attempt: facts with who, when and why."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from exams.enums import EndedBy
from exams.models.attempt import Attempt, Item, RefusedResponse

MOST_ADDED = 720


class Intervention(AppendOnly):
    reason = models.CharField(_("reason"), max_length=255)
    at = models.DateTimeField(_("at"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("reason", "by_name")

    class Meta:
        abstract = True


class Extension(Intervention):
    """Minutes added to a running attempt. `key` is drawn with the form: a form sent twice adds once."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="extensions")
    key = models.CharField(max_length=32)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1), MaxValueValidator(MOST_ADDED)]
    )

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "key"], name="an_attempt_is_extended_once_for_a_key"),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=MOST_ADDED), name="an_extension_adds_minutes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} +{self.minutes}"


class Reopening(Intervention):
    """An attempt that was handed in goes on: the finish it had, and the deadline it got."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="reopenings")
    handed_in_at = models.DateTimeField(_("handed in"))
    ended_by = models.CharField(_("ended by"), max_length=12, choices=EndedBy)
    deadline_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("reopening")
        verbose_name_plural = _("reopenings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.deadline_at}"


class Ending(Intervention):
    """An attempt ended before its time by whoever runs the sitting."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="endings")

    class Meta:
        verbose_name = _("ending")
        verbose_name_plural = _("endings")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.at}"


class LateDecision(Intervention):
    """Whether the answers of an attempt that came after the end, up to this moment, count."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="late_decisions")
    seq = models.PositiveSmallIntegerField(_("sequence"))
    counted = models.BooleanField(_("they count"))

    class Meta:
        verbose_name = _("decision on late answers")
        verbose_name_plural = _("decisions on late answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt", "seq"], name="late_answers_are_decided_once_for_a_sequence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.counted}"


class CountedAnswer(AppendOnly):
    """A late answer that counts by a decision: it stands before what was saved earlier."""

    decision = models.ForeignKey(LateDecision, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="counted_answers")
    refused = models.OneToOneField(RefusedResponse, on_delete=models.PROTECT, related_name="counted")

    class Meta:
        verbose_name = _("counted answer")
        verbose_name_plural = _("counted answers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "item"], name="a_decision_counts_one_answer_of_an_item"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.refused_id}"
