"""Certificates: issued with their award, rendered once by the worker, found again by whoever wants to
verify one."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from certification.models import Award, Certificate, Level
from core.domain import jobs
from core.domain.counters import next_number
from core.text import fold, narrow


def level_title(level: Level) -> str:
    """What a certificate and the training file call a level, in the active language."""
    return f"{level.scheme.title} · {level.title}"


def issue(award: Award) -> Certificate:
    """Give the award its number and owe its document, in the award's transaction."""
    certificate = Certificate.objects.create(
        award=award,
        number=_number(timezone.localdate(award.awarded_at).year),
        language=_language(award),
        issued_at=award.awarded_at,
    )
    jobs.owe("certification.render", key=certificate.pk, certificate=certificate.pk)
    return certificate


def _number(year: int) -> str:
    series = f"{settings.GRADUS_CERTIFICATE_PREFIX}-{year}"
    return f"{series}-{next_number(f'certificate:{series}'):05d}"


def _language(award: Award) -> str:
    employee = award.employee
    return employee.language or getattr(employee.user, "language", "") or settings.LANGUAGE_CODE


def find(number: str, name: str) -> Certificate | None:
    """The certificate of a number, for somebody who knows the full name printed on it."""
    certificate = Certificate.objects.with_award().filter(number__iexact=narrow(number).strip()).first()
    return certificate if certificate and names_match(certificate, name) else None


def names_match(certificate: Certificate, name: str) -> bool:
    """Width, case and variant of the characters are set aside."""
    return bool(fold(name)) and fold(name) == fold(certificate.name)


def successor(award: Award) -> Certificate | None:
    """The certificate of the latest renewal of the same level that was not revoked."""
    later = Certificate.objects.filter(
        award__employee=award.employee_id,
        award__level=award.level_id,
        award__sequence__gt=award.sequence,
        award__revocation=None,
    )
    return later.order_by("-award__sequence").first()


def retry(certificate: Certificate, *, at: datetime) -> None:
    """Owe the document once more, after a name or the fonts were put right."""
    jobs.owe("certification.render", key=f"{certificate.pk}:{at:%Y%m%d%H%M%S}", certificate=certificate.pk)
