import ctypes
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from core.domain import triggers
from core.pdf import missing_fonts

SUBSETTERS = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll")


@register(Tags.database)
def append_only_triggers(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A migration that rebuilds a table on SQLite drops its triggers without a word."""
    return [
        Error(f"The append-only trigger {name} is missing.", hint="Run manage.py migrate.", id="core.E001")
        for alias in databases or ()
        for name in sorted(triggers.missing(connections[alias]))
    ]


@register("documents")
def fonts_of_documents(**kwargs: Any) -> list[CheckMessage]:
    """Without them no certificate and no training file can be printed."""
    return [
        checks.Warning(
            f"The font file {path} is missing: documents cannot be printed.",
            hint="apt install fonts-lxgw-wenkai, or name static TTF files in GRADUS_FONTS.",
            id="core.W001",
        )
        for path in missing_fonts()
    ]


@register("documents")
def subsetting_of_fonts(**kwargs: Any) -> list[CheckMessage]:
    """Without harfbuzz-subset a document takes twenty times as long."""
    if any(_loads(name) for name in SUBSETTERS):
        return []
    return [
        checks.Warning(
            "The library harfbuzz-subset is missing: documents are printed very slowly.",
            hint="apt install libharfbuzz-subset0",
            id="core.W002",
        )
    ]


@register("documents")
def version_of_weasyprint(**kwargs: Any) -> list[CheckMessage]:
    """Older ones read local files that a document names, whatever the fetcher says."""
    found = version("weasyprint")
    if int(found.partition(".")[0]) >= 70:
        return []
    return [Error(f"WeasyPrint {found} is not safe.", hint="pip install 'weasyprint>=70'", id="core.E002")]


@register("address")
def secure_address(**kwargs: Any) -> list[CheckMessage]:
    """Browsers give encryption and storage to https and to the machine itself only."""
    address = urlsplit(settings.GRADUS_BASE_URL)
    if address.scheme == "https" or address.hostname in ("localhost", "127.0.0.1", "::1"):
        return []
    return [
        checks.Warning(
            f"{settings.GRADUS_BASE_URL} has no https: an exam page keeps answers that are not sent yet "
            "only as long as it is open.",
            hint="Put a proxy with a certificate in front, and name its address in GRADUS_BASE_URL.",
            id="core.W003",
        )
    ]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
