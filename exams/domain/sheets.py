"""What a candidate's page is made of: stems, options under random tokens, her own answers, flags. No key."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

from core import texts
from core.html import safe
from exams.domain import items
from exams.domain.items import ItemState
from exams.domain.shelves import HTML, Face, Place, Words, faces, places
from exams.domain.tokens import outward, tokens
from exams.kinds.kind import numbered
from exams.models import Attempt, Item


def sheet(attempt: Attempt) -> list[dict[str, Any]]:
    """The items of an attempt as the page shows them, in the reader's language: where they follow one
    another, the current one alone."""
    return _items(attempt, lambda state: attempt.place in (None, state.position))


def one(attempt: Attempt, position: int) -> dict[str, Any]:
    """The item at a position. Raises Item.DoesNotExist."""
    for item in _items(attempt, lambda state: state.position == position):
        return item
    raise Item.DoesNotExist


def _items(attempt: Attempt, is_asked: Callable[[ItemState], bool]) -> list[dict[str, Any]]:
    states = [state for state in items.of(attempt) if is_asked(state)]
    places.keep({state.pk: _place(attempt, state) for state in states})
    shown = faces.many(state.version for state in states)
    return [_item(attempt, state, shown[state.version]) for state in states]


def said(face: Face) -> Words:
    """The words of a question for the reader."""
    return face.words[texts.nearest({code: words.stem for code, words in face.words.items()})]


def speaker(face: Face) -> Callable[[str], str]:
    """How the words of a question are shown: escaped, or as safe structure where they are formatted."""
    return (lambda text: mark_safe(safe(text))) if said(face).format == HTML else str


def stem(face: Face) -> str:
    return said(face).stem


def labels(face: Face) -> dict[str, str]:
    """What the options say, by name."""
    written, source = said(face).labels, face.words[face.language].labels
    return {name: written.get(name) or source.get(name) or own_label(name) for name in face.options}


def own_label(option: str) -> str:
    """The words of options that a kind brings itself."""
    return {"true": pgettext("answer", "True"), "false": pgettext("answer", "False")}.get(option, "")


def clock(moment: datetime | None, *, seconds: bool = False) -> str:
    """The time of day as the company's clocks show it; nothing for no moment."""
    return f"{timezone.localtime(moment):{'%H:%M:%S' if seconds else '%H:%M'}}" if moment else ""


def asked(face: Face, order: Iterable[str], named: Callable[[str], str]) -> dict[str, Any]:
    """A question as a page asks it. `named` gives an option's name on this page."""
    words, shown = said(face), labels(face)
    clean = safe if words.format == HTML else str
    options = [(name, {"token": named(name), "text": clean(shown[name])}) for name in order]
    question: dict[str, Any] = {
        "kind": face.kind,
        "stem": clean(words.stem),
        "options": [option for _name, option in options],
    }
    if words.format == HTML:
        question["format"] = HTML
    if words.prompts:
        question["prompts"] = [clean(prompt) for _number, prompt in numbered(words.prompts)]
    if words.units:
        question["units"] = words.units
    if face.kind == "cloze":
        question["options"] = []
        question["gaps"] = [
            [option for name, option in options if name in slot] for slot in face.shape.slots or ()
        ]
    return question


def _place(attempt: Attempt, state: ItemState) -> Place:
    return Place(state.pk, attempt.pk, attempt.employee_id, attempt.nonce, state.version)


def _item(attempt: Attempt, state: ItemState, face: Face) -> dict[str, Any]:
    named = tokens(attempt.nonce, state.pk, face.options)
    return asked(face, state.order, named.__getitem__) | {
        "id": state.pk,
        "position": state.position,
        "section": state.section,
        "seq": state.seq,
        "answer": outward(attempt.nonce, state.pk, face.shape, state.given),
        "flagged": state.flagged,
    }
