"""The documents of certificates: drawn by the worker, outside any transaction, and kept once."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.domain.certificates import level_title
from certification.models import Certificate, CertificateFile
from core import pdf
from core.errors import GradusError
from core.qr import qr_data_uri
from notices.domain import notices

TEMPLATE = "certification/certificate_pdf.html"
STYLE = "css/certificate.css"
# A seal is cut in Chinese, whatever the language of the lines.
SEALS = {"zh-hans": "等级认证", "zh-hant": "等級認證"}
# How many characters of a name fit on the line in each size, a Latin letter counting half.
SIZES = ((6, "huge"), (11, "large"), (18, "middle"))


def make(certificate: Certificate, *, at: datetime | None = None) -> CertificateFile:
    """Draw and keep the document; a second call returns the one that is kept.

    Raises UnprintableText for a name that the fonts cannot draw: nothing is kept, and the certificate waits.
    """
    if certificate.is_made:
        return certificate.file
    name = certificate.award.employee.name
    return _keep(certificate, name, draw(certificate, name), at=at or timezone.now())


def draw(certificate: Certificate, name: str) -> bytes:
    """The PDF. A function of the award, the language and the name."""
    award = certificate.award
    texts = {language: _texts(certificate, language) for language in _languages(certificate)}
    context = {
        "certificate": certificate,
        "award": award,
        "name": name,
        "name_size": name_size(name),
        "company": settings.GRADUS_COMPANY,
        "qr": qr_data_uri(settings.GRADUS_BASE_URL + certificate.get_verify_url()),
        "second": _languages(certificate)[1],
        "seal": SEALS.get(certificate.language, SEALS["zh-hans"]),
    }
    return pdf.render(
        TEMPLATE,
        context,
        stylesheets=[STYLE],
        printed={_("name as printed"): name, _("company"): settings.GRADUS_COMPANY, **texts},
        language=certificate.language,
    )


def _languages(certificate: Certificate) -> tuple[str, str]:
    """Every certificate speaks two languages: its own first, then English, or Chinese on an English one."""
    return certificate.language, "zh-hans" if certificate.language == "en" else "en"


def _texts(certificate: Certificate, language: str) -> str:
    with translation.override(language):
        return level_title(certificate.award.level)


def name_size(name: str) -> str:
    """The class of type in which a name of this length fits on one line."""
    width = sum(0.55 if ord(character) < 0x2E80 else 1 for character in name)
    return next((size for most, size in SIZES if width <= most), "small")


def _keep(certificate: Certificate, name: str, content: bytes, *, at: datetime) -> CertificateFile:
    digest = hashlib.sha256(content).hexdigest()
    storage = storages["private"]
    folder = f"certificates/{at.year}/{certificate.number}"
    path = storage.save(f"{folder}/{digest[:16]}.pdf", ContentFile(content))
    try:
        with transaction.atomic():
            kept = CertificateFile.objects.create(
                certificate=certificate,
                name=name,
                path=path,
                sha256=digest,
                size=len(content),
                rendered_at=at,
            )
            _tell(certificate)
    except IntegrityError:
        storage.delete(path)
        return CertificateFile.objects.get(certificate=certificate)
    _tidy(folder, path)
    return kept


def _tidy(folder: str, path: str) -> None:
    """Drop what a worker left behind that died between its file and its row."""
    storage = storages["private"]
    for name in storage.listdir(folder)[1]:
        if f"{folder}/{name}" != path:
            storage.delete(f"{folder}/{name}")


def _tell(certificate: Certificate) -> None:
    if user := certificate.award.employee.user:
        with translation.override(certificate.language):
            title = level_title(certificate.award.level)
        notices.tell(
            user,
            kind="certificate_ready",
            key=certificate.pk,
            link=certificate.get_absolute_url(),
            title=title,
            number=certificate.number,
        )


def refusal(certificate: Certificate) -> str:
    """Why the document of a waiting certificate cannot be drawn, in the reader's language; empty if it
    can."""
    try:
        pdf.check_printable({_("name as printed"): certificate.name})
    except GradusError as error:
        return str(error)
    return ""
