from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.models.attempt import Item
from exams.models.regrade import Regrade
from exams.models.topic import Topic

if TYPE_CHECKING:
    from people.models import User


class ObjectionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        """For the trainers of the topic, who see the key; not those about a paper of their own."""
        topics = Topic.objects.visible_to(user).values("pk")
        hers = self.filter(item__version__question__topic__in=topics)
        own = user.as_employee
        return hers.exclude(item__attempt__employee=own) if own else hers

    def open(self) -> Self:
        return self.filter(reply=None)


class Objection(AppendOnly):
    """A candidate's query about a question of her reviewed paper. The next is asked once this is answered."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="objections")
    seq = models.PositiveSmallIntegerField(_("sequence"), default=1)
    text = models.TextField(_("query"))
    at = models.DateTimeField(_("asked"))

    personal = ("text",)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("query about a question")
        verbose_name_plural = _("queries about questions")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "seq"], name="a_query_is_asked_once_for_its_sequence")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} #{self.seq}"


class Reply(AppendOnly):
    """The answer to a query, and the regrade that it led to, if it did."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="reply")
    text = models.TextField(_("answer"))
    regrade = models.ForeignKey(
        Regrade, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    at = models.DateTimeField(_("answered"))
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("text", "by_name")

    class Meta:
        verbose_name = _("answer to a query")
        verbose_name_plural = _("answers to queries")

    def __str__(self) -> str:
        return f"{self.objection_id}"
