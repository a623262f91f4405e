from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ActivationSlipQuerySet(models.QuerySet):
    def open(self, at: datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class ActivationSlip(models.Model):
    """A printed one-use code with which somebody without e-mail sets a password. Only its hash is stored."""

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="activation_slips")
    code_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True)

    objects = ActivationSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("activation slip")
        verbose_name_plural = _("activation slips")

    def __str__(self) -> str:
        return f"{self.user_id} {self.issued_at:%Y-%m-%d}"
