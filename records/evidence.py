"""Where the evidence behind an entry is shown. Higher apps register their sources in `apps.py`."""

from collections.abc import Callable
from typing import Any

from records.models import Entry

openers: dict[str, Callable[[int, Any], str | None]] = {}


def register(prefix: str, opener: Callable[[int, Any], str | None]) -> None:
    """`opener(key, user)` gives the address of the evidence behind a source `prefix:key`, or None if the
    user may not."""
    if prefix in openers:
        raise ValueError(f"Two openers for {prefix}")
    openers[prefix] = opener


def address(entry: Entry, user: Any) -> str | None:
    prefix, _, key = entry.source.partition(":")
    opener = openers.get(prefix)
    return opener(int(key), user) if opener and key.isdigit() else None
