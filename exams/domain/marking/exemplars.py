"""Answers pinned for the other markers of a question."""

from datetime import datetime

from django.db import transaction

from core.domain import audit
from exams.models import Exemplar, Item
from people.models import User


def pin(item: Item, *, note: str, by: User, at: datetime) -> Exemplar:
    """Pin an answer, or change its note. Whose it is stays out of sight."""
    with transaction.atomic():
        said = {"note": note, "at": at, **audit.actor(by)}
        pinned, _created = Exemplar.objects.update_or_create(item=item, defaults=said)
        audit.record(by=by, verb="pinned answer", obj=item, at=at, note=note)
    return pinned


def unpin(item: Item, *, by: User, at: datetime) -> None:
    with transaction.atomic():
        if Exemplar.objects.filter(item=item).delete()[0]:
            audit.record(by=by, verb="unpinned answer", obj=item, at=at)
