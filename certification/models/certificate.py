import secrets
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from people.models import Employee

if TYPE_CHECKING:
    from people.models import User


def new_token() -> str:
    """128 bits that nobody guesses: the address in the QR code."""
    return secrets.token_urlsafe(16)


class CertificateQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(award__employee__in=Employee.objects.visible_to(user).values("pk"))

    def with_award(self) -> Self:
        """With everything that a page about it says."""
        return self.select_related("file", "award__employee", "award__level__scheme", "award__revocation")

    def waiting(self) -> Self:
        """Those whose document has not been made yet."""
        return self.filter(file=None)


class Certificate(AppendOnly):
    """An award's document: its number and its language, fixed when it was issued. The rest is the award."""

    award = models.OneToOneField("certification.Award", on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("number"), max_length=40, unique=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certification:certificate_pdf", args=[self.number])

    @property
    def name(self) -> str:
        """The name as printed; until then, as it would be."""
        return self.file.name if self.is_made else self.award.employee.name

    @property
    def is_made(self) -> bool:
        return hasattr(self, "file")

    def get_verify_url(self) -> str:
        return reverse("verify:certificate", args=[self.token])


class CertificateFile(AppendOnly):
    """The document as it was made once, in the private storage, with its fingerprint and the name it
    bears."""

    personal = ("name",)

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="file")
    name = models.CharField(_("name as printed"), max_length=150)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    rendered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("certificate file")
        verbose_name_plural = _("certificate files")

    def __str__(self) -> str:
        return self.path
