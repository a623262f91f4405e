from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone, translation

from core.domain import jobs
from core.models import Job
from notices.kinds import KINDS
from notices.models import Notice
from people.models import User


def tell(user: User, *, kind: str, key: Any, link: str = "", **facts: Any) -> Notice:
    """Write a notice once for its key and owe its mail, in the caller's transaction."""
    if kind not in KINDS:
        raise KeyError(f"No texts for the notice {kind}")
    with transaction.atomic():
        notice, created = Notice.objects.get_or_create(
            user=user, kind=kind, key=str(key), defaults={"facts": facts, "link": link}
        )
        if created and user.email:
            jobs.owe("notices.mail", key=notice.pk)
    return notice


@dataclass(frozen=True)
class Told:
    """One of many notices of a kind."""

    user: User
    key: str
    link: str
    facts: dict[str, Any]


def tell_all(kind: str, told: Sequence[Told]) -> None:
    """Write a notice to each of many, once for its key, and owe the mails, in a few statements for all."""
    if kind not in KINDS:
        raise KeyError(f"No texts for the notice {kind}")
    if len(told) == 1:
        [one] = told
        tell(one.user, kind=kind, key=one.key, link=one.link, **one.facts)
        return
    rows = [Notice(user=one.user, kind=kind, key=one.key, link=one.link, facts=one.facts) for one in told]
    with transaction.atomic():
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        mine = Notice.objects.filter(kind=kind, key__in=[one.key for one in told], mailed_at=None)
        owed = mine.filter(user__in=[one.user for one in told if one.user.email])
        jobs.owe_all("notices.mail", {str(pk): {} for pk in owed.values_list("pk", flat=True)})


def read(notices: models.QuerySet[Notice], *, at: datetime) -> int:
    """Mark notices as read, those that are already as they were; tells how many were new."""
    return notices.filter(read_at=None).update(read_at=at)


def subject(notice: Notice) -> str:
    return str(KINDS[notice.kind].subject) % notice.facts


def text(notice: Notice) -> str:
    return str(KINDS[notice.kind].text) % notice.facts


def mail(job: Job) -> None:
    """Send the mail of a notice, once.

    The claim on `mailed_at` comes first: after a crash in between, a mail is missing rather than sent twice,
    and the notice still stands in the portal.
    """
    notice = Notice.objects.select_related("user").get(pk=job.key)
    if not Notice.objects.filter(pk=notice.pk, mailed_at=None).update(mailed_at=timezone.now()):
        return
    with translation.override(notice.user.language or settings.LANGUAGE_CODE):
        body = f"{text(notice)}\n\n{settings.GRADUS_BASE_URL}{notice.link}\n"
        EmailMessage(subject(notice), body, to=[notice.user.email or ""]).send()
