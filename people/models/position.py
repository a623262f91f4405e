from django.db import models
from django.utils.translation import gettext_lazy as _


class Position(models.Model):
    """A post such as service agent or team leader."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
