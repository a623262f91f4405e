"""What a candidate's page is made of: stems, options under random tokens, her own answers, flags. No key."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import pgettext

from core import texts
from exams.domain import items
from exams.domain.items import ItemState
from exams.domain.shelves import Face, Place, faces, places
from exams.domain.tokens import tokens
from exams.models import Attempt


def sheet(attempt: Attempt) -> list[dict[str, Any]]:
    """The items of an attempt as the page shows them, in the reader's language."""
    states = items.of(attempt)
    places.keep({state.pk: _place(attempt, state) for state in states})
    asked = faces.many(state.version for state in states)
    return [_item(attempt, state, asked[state.version]) for state in states]


def stem(face: Face) -> str:
    return texts.pick(face.stems)


def labels(face: Face) -> dict[str, str]:
    """What the options say, by letter."""
    written: dict[str, str] = texts.pick(face.labels) or {}  # type: ignore[assignment]
    return {option: written.get(option) or own_label(option) for option in face.options}


def own_label(option: str) -> str:
    """The words of options that a kind brings itself."""
    return {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}.get(option, "")


def clock(moment: datetime | None) -> str:
    """The time of day as the company's clocks show it; nothing for no moment."""
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


def _place(attempt: Attempt, state: ItemState) -> Place:
    return Place(state.pk, attempt.pk, attempt.employee_id, attempt.nonce, state.version)


def _item(attempt: Attempt, state: ItemState, face: Face) -> dict[str, Any]:
    named = tokens(attempt.nonce, state.pk, face.options)
    says = labels(face)
    return {
        "id": state.pk,
        "kind": face.kind,
        "section": state.section,
        "stem": stem(face),
        "options": [{"token": named[option], "text": says[option]} for option in state.order],
        "seq": state.seq,
        "answer": [named[option] for option in state.given],
        "flagged": state.flagged,
    }
