"""Short texts in several languages: a JSON object from language code to text, `{"zh-hans": …, "en": …}`."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from django.conf import settings
from django.utils.translation import get_language

Text = TypeVar("Text")

NEAREST = {"zh-hant": "zh-hans", "zh-hans": "zh-hant"}


def languages(wanted: str | None = None) -> Iterator[str]:
    """The order in which languages are tried: the reader's, its sister script, the company's, English."""
    own = wanted or get_language() or settings.LANGUAGE_CODE
    yield from dict.fromkeys([own, NEAREST.get(own, own), settings.LANGUAGE_CODE, "en"])


def nearest(texts: Mapping[str, object], language: str | None = None) -> str:
    """The code of the language that `pick` takes; of no text an empty string."""
    return next((code for code in languages(language) if texts.get(code)), next(iter(texts), ""))


def pick(texts: Mapping[str, Text], language: str | None = None) -> Text | str:
    """The text for a language (the active one), else the nearest that there is, else an empty string."""
    for code in languages(language):
        if texts.get(code):
            return texts[code]
    return next(iter(texts.values()), "")
