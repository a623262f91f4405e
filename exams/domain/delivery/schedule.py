"""Changing the terms of a sitting that was offered. Attempts that run keep the deadline they were given."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.domain import audit
from exams.models import Sitting
from people.models import User

TERMS = ("closes_at", "due_at", "late_entry", "room_code", "addresses")


def change(sitting: Sitting, *, by: User, **terms: Any) -> None:
    """Set some of the TERMS, and say who changed what from what to what; nothing where nothing changed."""
    changed = [name for name in TERMS if name in terms and getattr(sitting, name) != terms[name]]
    if not changed:
        return
    was = {name: _said(getattr(sitting, name)) for name in changed}
    now = {name: _said(terms[name]) for name in changed}
    for name in changed:
        setattr(sitting, name, terms[name])
    with transaction.atomic():
        sitting.save(update_fields=changed)
        audit.record(by=by, verb="changed terms", obj=sitting, was=was, now=now)


def _said(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
