from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from core.domain import triggers


@register(Tags.database)
def append_only_triggers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A migration that rebuilds a table on SQLite drops its triggers without a word."""
    return [
        Error(f"The append-only trigger {name} is missing.", hint="Run manage.py migrate.", id="core.E001")
        for alias in databases or ()
        for name in sorted(triggers.missing(connections[alias]))
    ]
