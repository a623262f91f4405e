from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from exams.models.attempt import Attempt


class Presence(models.Model):
    """When the page of an attempt was last heard of, and what it said. Overwritten each time: no fact."""

    attempt = models.OneToOneField(
        Attempt, on_delete=models.PROTECT, related_name="presence", primary_key=True
    )
    seen_at = models.DateTimeField(_("last seen"))
    place = models.PositiveSmallIntegerField(_("at question"), null=True)
    unsent = models.PositiveSmallIntegerField(_("answers not sent"), default=0)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seen_at}"


class Away(AppendOnly):
    """The page of an attempt was not in front: since when and for how long, by its own word. No verdict."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="aways")
    since = models.DateTimeField(_("since"))
    seconds = models.PositiveIntegerField(_("seconds"))
    at = models.DateTimeField(_("reported"))

    class Meta:
        verbose_name = _("time away")
        verbose_name_plural = _("times away")
        ordering = ["attempt_id", "since"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "since"], name="a_time_away_is_reported_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.seconds} s"
