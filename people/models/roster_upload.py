from typing import TYPE_CHECKING, Self

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import Role

if TYPE_CHECKING:
    from people.models.user import User


def private_storage() -> Storage:
    return storages["private"]


class RosterUploadQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        return self if user.is_superuser or user.has_role(Role.HR) else self.none()


class RosterUpload(models.Model):
    """A roster that was uploaded and looked at: the very file that is applied, once, and removed then."""

    file = models.FileField(upload_to="rosters", storage=private_storage, max_length=200)
    file_name = models.CharField(_("file name"), max_length=255)
    sha256 = models.CharField(max_length=64)
    on = models.DateField(_("changes count from"))
    uploaded_at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)

    objects = RosterUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded roster")
        verbose_name_plural = _("uploaded rosters")

    def __str__(self) -> str:
        return f"{self.file_name} {self.uploaded_at:%Y-%m-%d %H:%M}"
