"""Moving the end of a sitting. Attempts that run keep the deadline they were given."""

from datetime import datetime

from django.db import transaction

from core.domain import audit
from exams.models import Sitting
from people.models import User


def close_at(sitting: Sitting, *, closes_at: datetime, by: User) -> None:
    if closes_at == sitting.closes_at:
        return
    with transaction.atomic():
        Sitting.objects.filter(pk=sitting.pk).update(closes_at=closes_at)
        was = sitting.closes_at.isoformat()
        audit.record(by=by, verb="moved end", obj=sitting, was=was, now=closes_at.isoformat())
    sitting.closes_at = closes_at
