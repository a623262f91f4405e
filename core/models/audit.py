from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models.append_only import AppendOnly


class AuditEvent(AppendOnly):
    """Who did what to which object, when and why. An actor is an id and a name in words."""

    personal = ("by_name", "reason")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    by_id = models.BigIntegerField(_("by (id)"), null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    verb = models.CharField(_("verb"), max_length=80)
    object = models.CharField(_("object"), max_length=120, help_text=_("app.model:key"))
    reason = models.TextField(_("reason"), blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [models.Index(fields=["object", "at"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.verb} {self.object}"
