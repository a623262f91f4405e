"""What several lists say of a question."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import ngettext

from core import texts

SHOWN = 80


def stem_of(question: Any) -> str:
    """The stem for the reader, as far as a list has room; of a question `as_said`."""
    stems = {code: text["stem"] for code, text in (question.texts or {}).items()}
    return Truncator(texts.pick(stems) or question.code).chars(SHOWN)


def use_in_words(papers: int, attempts: int) -> str:
    return ", ".join(
        [
            ngettext("%(n)d paper", "%(n)d papers", papers) % {"n": papers},
            ngettext("%(n)d attempt", "%(n)d attempts", attempts) % {"n": attempts},
        ]
    )
