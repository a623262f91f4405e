"""Audiences: all staff, which asks nothing, and what a rule asks in words."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.models import Audience


def unlimited() -> QuerySet[Audience]:
    """Audiences that ask nothing."""
    return Audience.objects.filter(
        departments=None, positions=None, hired_from=None, hired_until=None, levels=[]
    )


def everybody() -> Audience:
    """All staff; made where missing."""
    return unlimited().order_by("pk").first() or Audience.objects.create(name=_("All staff"))


def rule_in_words(rule: dict[str, Any]) -> str:
    """A rule as a report has kept it: its name, and what it asks."""
    between = pgettext("list", ", ")
    parts = (
        (_("departments: %s"), between.join(rule["departments"])),
        (_("positions: %s"), between.join(rule["positions"])),
        (_("hired from %s"), rule["hired_from"]),
        (_("hired until %s"), rule["hired_until"]),
        (_("holding: %s"), between.join(rule["levels"])),
    )
    said = pgettext("list", "; ").join(words % asked for words, asked in parts if asked)
    return f"{rule['audience']} ({said})" if said else str(rule["audience"])
