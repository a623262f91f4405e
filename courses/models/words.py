"""Content that is kept in Chinese and English beside each other, not as translated pages."""

import functools
from typing import Any

from django.utils.translation import get_language, to_locale


@functools.cache
def _traditional() -> Any:
    from opencc import OpenCC

    return OpenCC("s2twp")


def traditional(text: str) -> str:
    """Simplified Chinese as Traditional, words of everyday use included."""
    return _traditional().convert(text)


def html_lang(code: str) -> str:
    """A language code as HTML writes it: zh-Hans."""
    return to_locale(code).replace("_", "-")


def in_language(chinese: str, english: str, language: str | None = None) -> str:
    """The text for a reader: English if she reads it and there is some, else Chinese in her script."""
    language = language or get_language() or "en"
    if not language.startswith("zh"):
        return english or chinese
    return traditional(chinese) if language == "zh-hant" else chinese
