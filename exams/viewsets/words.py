"""What several lists say of a question."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import texts
from exams.domain.bank.comparison import plain
from exams.enums import State

SHOWN = 80
SHORT = {"zh-hans": "简", "zh-hant": "繁", "en": "EN"}


def stem_of(question: Any) -> str:
    """The stem for the reader, as far as a list has room; of a question `as_said`."""
    return short(question.texts or {}) or question.code


def short(written: Mapping[str, dict[str, Any]]) -> str:
    """The stem for the reader out of the texts of a version, as far as a list has room."""
    stems = {code: plain(text["stem"]) for code, text in written.items()}
    return Truncator(texts.pick(stems)).chars(SHOWN)


def state_of(question: Any) -> str:
    """How far it has come; of a draft also which version is asked meanwhile."""
    words = str(State(question.state).label)
    if question.state != State.READY and question.asked and not question.retired_at:
        words += " · " + _("version %(n)d is asked") % {"n": question.asked}
    return f"{words} · {_('its lesson has changed')}" if question.is_stale else words


def languages_of(question: Any) -> str:
    """The languages that a question `as_said` is written in and those that it lacks, by short names."""
    there = [SHORT[code] for code, _name in settings.LANGUAGES if code in question.texts]
    lacks = [SHORT[code] for code, _name in settings.LANGUAGES if code not in question.texts]
    return " ".join(there + [_("(not %s)") % " ".join(lacks)] * bool(lacks))


def tags_of(question: Any) -> str:
    names = [tag.name for tag in question.tags.all()]
    return ", ".join([*names, _("reserved")] if question.reserved else names)


def use_in_words(papers: int, attempts: int) -> str:
    return ", ".join(
        [
            ngettext("%(n)d paper", "%(n)d papers", papers) % {"n": papers},
            ngettext("%(n)d attempt", "%(n)d attempts", attempts) % {"n": attempts},
        ]
    )
