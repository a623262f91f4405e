import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from exams.models.attempt import Item
from exams.models.media import private_storage


def reference() -> str:
    return secrets.token_hex(16)


class Recording(AppendOnly):
    """A spoken answer as it was sent; the answer of the item names it by its reference."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="recordings")
    reference = models.CharField(max_length=32, unique=True, default=reference)
    file = models.FileField(upload_to="recordings", storage=private_storage, max_length=200)
    mime = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    at = models.DateTimeField(_("arrived"))

    personal = ("file",)

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["item_id", "at"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.reference}"
