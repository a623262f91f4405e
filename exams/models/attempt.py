import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import EndedBy, MarkKind, Refused
from exams.models.booklet import Booklet
from exams.models.question import QuestionVersion
from exams.models.regrade import Regrade
from exams.models.sitting import Sitting
from exams.models.stimulus import StimulusVersion
from exams.models.topic import Topic
from people.enums import Role

if TYPE_CHECKING:
    from people.models import User


def nonce() -> str:
    return secrets.token_hex(16)


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """One's own; all for HR and auditors; for a trainer those that ask something of her topics."""
        if user.is_superuser or user.has_role(Role.HR, Role.AUDITOR):
            return self
        own = user.as_employee
        seen: models.Q = models.Q(employee=own) if own else models.Q(pk__in=[])
        if user.has_role(Role.TRAINER):
            hers = Item.objects.filter(version__question__topic__in=Topic.objects.visible_to(user))
            seen |= models.Q(models.Exists(hers.filter(attempt=models.OuterRef("pk"))))
        return self.filter(seen)

    def whole(self) -> Self:
        """With all that handing in reads."""
        return self.select_related("sitting__exam__paper", "employee__user")

    def open(self) -> Self:
        return self.filter(handed_in_at=None)

    def overdue(self, at: datetime) -> Self:
        """Open, though their time and the delivery grace are over."""
        return self.open().filter(deadline_at__lte=at)


class Attempt(models.Model):
    """One person's go at a sitting. Its items say what it asks; the policy it is judged by is frozen here.

    `handed_in_at` is the finish that counts, never after the deadline; `processed_at` is when it was written.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="attempts")
    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("attempt"))
    booklet = models.ForeignKey(
        Booklet, on_delete=models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    nonce = models.CharField(max_length=32, default=nonce, editable=False)
    started_at = models.DateTimeField(_("started"))
    deadline_at = models.DateTimeField(_("ends"))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(
        _("at question"),
        null=True,
        blank=True,
        help_text=_("Where questions follow one another; else empty."),
    )
    pass_mark = models.DecimalField(_("pass mark"), max_digits=4, decimal_places=3)
    sections = models.JSONField(_("sections"), help_text=_("Titles and pass marks at the start"))
    marking = models.JSONField(_("marking"), default=dict, help_text=_("Share and gap of second markers"))
    handed_in_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    processed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=12, choices=EndedBy, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "employee", "number"], name="an_attempt_number_is_used_once"
            ),
            models.UniqueConstraint(
                fields=["sitting", "employee"],
                condition=models.Q(handed_in_at=None),
                name="one_open_attempt_a_person_and_sitting",
            ),
            models.CheckConstraint(
                condition=models.Q(handed_in_at=None, ended_by="")
                | (models.Q(handed_in_at__lte=models.F("deadline_at")) & ~models.Q(ended_by="")),
                name="an_attempt_ends_by_its_deadline_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deadline_at"], name="attempt_running", condition=models.Q(handed_in_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.employee_id} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("exams:result" if self.handed_in_at else "exams:attempt", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Handed in after it was due; at the very moment is in time."""
        return bool(self.due_at and self.handed_in_at and self.handed_in_at > self.due_at)

    @property
    def source(self) -> str:
        """What the training file calls it."""
        return f"exams.attempt:{self.pk}"


class Item(AppendOnly):
    """A question as this attempt asks it, frozen at the start."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(pgettext_lazy("in a paper", "position"))
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="items")
    section = models.PositiveSmallIntegerField(_("section"), help_text=_("Index into the attempt's sections"))
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    order = models.JSONField(_("option order"), default=list)
    stimulus = models.ForeignKey(
        StimulusVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ["attempt_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="an_item_has_its_own_position"),
            models.UniqueConstraint(fields=["attempt", "version"], name="an_attempt_asks_a_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}"


class Response(AppendOnly):
    """An answer as given. The highest `seq` of an item is the one that counts."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="responses")
    seq = models.PositiveIntegerField(_("sequence"))
    answer = models.JSONField(_("answer"))
    saved_at = models.DateTimeField(_("saved"))

    personal = ("answer",)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        ordering = ["item_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="an_answer_is_saved_once_for_its_sequence")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.seq}"


class RefusedResponse(AppendOnly):
    """An answer that arrived and does not count: from a stale window, or after the end. Kept, not scored."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="refused_responses")
    seq = models.PositiveIntegerField(_("sequence"))
    answer = models.JSONField(_("answer"))
    reason = models.CharField(_("reason"), max_length=10, choices=Refused)
    at = models.DateTimeField(_("arrived"))
    typed_at = models.DateTimeField(
        _("given"), null=True, blank=True, help_text=_("By the candidate's own page.")
    )

    personal = ("answer",)

    class Meta:
        verbose_name = _("refused response")
        verbose_name_plural = _("refused responses")
        ordering = ["item_id", "at"]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.seq} {self.reason}"


class Flag(models.Model):
    """A candidate's bookmark on an item: an aid while the attempt is open, no fact."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="flag", primary_key=True)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")

    def __str__(self) -> str:
        return str(self.item_id)


class MarkQuerySet(AppendOnlyQuerySet):
    def standing(self) -> Self:
        """The last of each item, unless it was withdrawn: the answer may have changed, nothing stands."""
        later = Mark.objects.filter(item=models.OuterRef("item"), seq__gt=models.OuterRef("seq"))
        return self.filter(~models.Exists(later)).exclude(kind=MarkKind.WITHDRAWN)


class Mark(AppendOnly):
    """A judgement of an item: a fraction of its points. The highest `seq` counts; a regrade adds the next.

    Of a void item the points leave the total, a withdrawn mark leaves the item without one; the fraction of
    both is the one it had.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="marks")
    seq = models.PositiveSmallIntegerField(_("sequence"), default=0)
    fraction = models.DecimalField(_("fraction"), max_digits=7, decimal_places=6)
    kind = models.CharField(
        pgettext_lazy("a mark", "kind"), max_length=10, choices=MarkKind, default=MarkKind.MACHINE
    )
    regrade = models.ForeignKey(
        Regrade, on_delete=models.PROTECT, null=True, blank=True, related_name="marks"
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    at = models.DateTimeField(_("marked"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("by_name",)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        ordering = ["item_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="an_item_is_marked_once_for_its_sequence"),
            models.CheckConstraint(
                condition=models.Q(fraction__gte=0, fraction__lte=1), name="a_mark_is_a_fraction"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["machine", "human", "withdrawn"], regrade=None)
                | models.Q(kind__in=["regrade", "void"], regrade__isnull=False),
                name="a_regraded_mark_names_its_regrade",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.fraction}"
