from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from people.models import User


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """A message owed to somebody, written once for its key and shown in the portal; the mail is a Job.

    `kind` names the texts (`notices/kinds.py`); `facts` fill their placeholders, in the reader's language.
    """

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=160)
    facts = models.JSONField(default=dict, blank=True)
    link = models.CharField(_("link"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="a_notice_is_written_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
