from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from core.models import AuditEvent


def label(obj: models.Model) -> str:
    return f"{obj._meta.label_lower}:{obj.pk}"


def actor(user: Any) -> dict[str, Any]:
    """The columns that name an actor; None is the system."""
    if user is None:
        return {"by_id": None, "by_name": "system"}
    return {"by_id": user.pk, "by_name": str(user)}


def record(
    *, by: Any, verb: str, obj: models.Model, reason: str = "", at: datetime | None = None, **details: Any
) -> AuditEvent:
    return AuditEvent.objects.create(
        verb=verb, object=label(obj), reason=reason, at=at or timezone.now(), details=details, **actor(by)
    )
