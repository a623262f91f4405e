from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from exams.enums import Verdict


class VersionReview(AppendOnly):
    """A step in the life of a version that was written as a draft. The last one counts."""

    version = models.ForeignKey("exams.QuestionVersion", on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)
    author_id = models.BigIntegerField(null=True, blank=True)

    personal = ("by_name",)

    class Meta:
        verbose_name = _("review of a version")
        verbose_name_plural = _("reviews of versions")
        ordering = ["version_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict=Verdict.APPROVED) | ~models.Q(by_id=models.F("author_id")),
                name="nobody_approves_what_she_wrote",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.verdict}"


class CitationConfirmation(AppendOnly):
    """Somebody looked at a cited block as it reads now, and the version still holds."""

    version = models.ForeignKey(
        "exams.QuestionVersion", on_delete=models.PROTECT, related_name="confirmations"
    )
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("by_name",)

    class Meta:
        verbose_name = _("confirmed citation")
        verbose_name_plural = _("confirmed citations")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "fingerprint"], name="a_version_is_confirmed_once_for_a_block"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.fingerprint[:8]}"
