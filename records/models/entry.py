from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from people.models import Employee
from records.enums import EntryKind, Result

if TYPE_CHECKING:
    from people.models import User


class EntryQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(employee__in=Employee.objects.visible_to(user).values("pk"))

    def known(self, at: datetime | None) -> Self:
        """What had been booked by a moment; None is now."""
        return self.filter(booked_at__lte=at) if at else self

    def bookings(self, known_at: datetime | None = None) -> Self:
        """The lines that say something happened, without those that were reversed by then."""
        reversals = Entry.objects.known(known_at).filter(reverses=models.OuterRef("pk"))
        return self.known(known_at).filter(reverses=None, about=None).exclude(models.Exists(reversals))

    def with_end(self, known_at: datetime | None = None) -> Self:
        """`ends_on`: the last valid day as the latest ending or extension says, else the booking's own."""
        said = (
            Entry.objects.known(known_at)
            .filter(about=models.OuterRef("pk"))
            .exclude(models.Exists(Entry.objects.known(known_at).filter(reverses=models.OuterRef("pk"))))
            .order_by("-booked_at", "-pk")
            .values("valid_until")[:1]
        )
        return self.annotate(ends_on=Coalesce(models.Subquery(said), "valid_until"))

    def in_force(self, on: date, known_at: datetime | None = None) -> Self:
        """Bookings that had happened by a day and are still valid on it, as known at a moment."""
        valid = models.Q(ends_on=None) | models.Q(ends_on__gte=on)
        return self.bookings(known_at).with_end(known_at).filter(valid, on__lte=on)


class Entry(AppendOnly):
    """One line of the training file.

    A line with `reverses` says that another was never so; one with `about` says that another ends or goes
    on until its `valid_until`. (`source`, `seq`) is unique: seq 0 is the booking, so nothing is booked twice.
    """

    personal = ("title", "facts", "by_name")

    employee = models.ForeignKey("people.Employee", on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind)
    subject = models.CharField(_("subject"), max_length=120)
    category = models.CharField(_("category"), max_length=80, blank=True)
    title = models.CharField(_("title"), max_length=255)
    on = models.DateField(_("date"))
    hours = models.DecimalField(_("hours"), max_digits=6, decimal_places=2, null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=6, null=True, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.NONE)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    valid_until = models.DateField(_("last valid day"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120)
    seq = models.PositiveSmallIntegerField(default=0)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal"
    )
    about = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_lines"
    )
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    booked_at = models.DateTimeField(_("booked"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("booked by"), max_length=150, blank=True)

    ends_on: date | None  # only where `with_end` read it

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "seq"], name="a_source_is_booked_once"),
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__gte=0, score__lte=1),
                name="score_is_a_fraction",
            ),
            models.CheckConstraint(
                condition=models.Q(reverses=None) | models.Q(about=None), name="a_line_reverses_or_continues"
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "kind", "subject", "on"], name="entry_of_an_employee"),
            models.Index(fields=["kind", "subject"], name="entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.on}"

    @property
    def is_booking(self) -> bool:
        """Whether it says that something happened; else it says something about another line."""
        return self.reverses_id is None and self.about_id is None

    @property
    def typed_facts(self) -> Any:
        from records.kinds import typed

        return typed(self.kind, self.facts)
