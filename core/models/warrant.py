from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.append_only import AppendOnly


class Warrant(AppendOnly):
    """The written ground for blanking or deleting facts: who asked, why, and what is covered."""

    at = models.DateTimeField(_("at"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150)
    ground = models.TextField(_("ground"))
    covers = models.JSONField(_("covers"))

    class Meta:
        verbose_name = _("warrant")
        verbose_name_plural = _("warrants")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.ground}"
