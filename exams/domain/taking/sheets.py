"""What a candidate's page is made of: stems, options under random tokens, her own answers, flags. No key."""

from collections.abc import Callable, Iterable
from datetime import datetime
from hmac import compare_digest
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import pgettext

from core import texts
from core.html import safe
from exams.domain.taking import items
from exams.domain.taking.items import ItemState
from exams.domain.taking.shelves import HTML, Face, Ground, Place, Words, faces, grounds, places
from exams.domain.taking.tokens import outward, token, tokens
from exams.enums import StimulusKind
from exams.kinds.kind import numbered
from exams.models import Attempt, Item

LONGEST_SPEAKER = 20


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


def asked(
    face: Face, order: Iterable[str], named: Callable[[str], str], address: Callable[[int], str]
) -> dict[str, Any]:
    """A question as a page asks it: `named` gives an option's name on this page, `address` that of a file."""
    words, shown = said(face), labels(face)
    clean = safe if words.format == HTML else str
    shown_by = files(face, address)
    options = [(name, _option(named(name), clean(shown[name]), shown_by.get(name))) for name in order]
    question: dict[str, Any] = {
        "kind": face.kind,
        "stem": clean(words.stem),
        "options": [option for _name, option in options],
    }
    if words.format == HTML:
        question["format"] = HTML
    if "stem" in shown_by:
        question["media"] = shown_by["stem"]
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


def files(face: Face, address: Callable[[int], str]) -> dict[str, list[dict[str, Any]]]:
    """Pictures and sounds by what they stand by: `stem`, or an option's name."""
    return {name: _files(mentioned, address) for name, mentioned in said(face).media.items()}


def unit(state: ItemState, address: Callable[[int], str]) -> dict[str, Any]:
    """What an item is asked about together with others; nothing for one that stands alone."""
    if state.stimulus is None:
        return {}
    return {"stimulus": ground(grounds.many([state.stimulus])[state.stimulus], address)}


def _option(name: str, text: str, files: list[dict[str, Any]] | None) -> dict[str, Any]:
    return {"token": name, "text": text} | ({"media": files} if files else {})


def ground(found: Ground, address: Callable[[int], str]) -> dict[str, Any]:
    """Shared material as a page shows it: a chat as its turns, anything else as its text."""
    text = found.texts[texts.nearest(found.texts)]
    clean = safe if text.get("format") == HTML else str
    shown = {"id": found.pk, "kind": found.kind, "title": text["title"], "body": clean(text["body"])}
    if text.get("format") == HTML:
        shown["format"] = HTML
    if found.kind == StimulusKind.CHAT:
        shown["turns"] = turns(text["body"])
    if files := text.get("media", {}).get("body"):
        shown["media"] = _files(files, address)
    return shown


def turns(body: str) -> list[list[str]]:
    """Speaker and words of each line of a chat; a line without a speaker goes on with the one before."""
    said_so_far: list[list[str]] = []
    for line in filter(str.strip, body.splitlines()):
        speaker, colon, words = line.replace("：", ":", 1).partition(":")
        if colon and len(speaker) <= LONGEST_SPEAKER:
            said_so_far.append([speaker.strip(), words.strip()])
        elif said_so_far:
            said_so_far[-1][1] += f"\n{line.strip()}"
        else:
            said_so_far.append(["", line.strip()])
    return said_so_far


def addresses(attempt: Attempt, item: int) -> Callable[[int], str]:
    """Gives the address of a file under which an item of an attempt shows it."""
    return lambda media: reverse("exams:media", args=[attempt.pk, item, _file_token(attempt, item, media)])


def media_behind(item: Item, wanted: str) -> int | None:
    """Which of the files that an item shows an address means."""
    face = faces.many([item.version_id])[item.version_id]
    shown = [words.media for words in face.words.values()]
    if item.stimulus_id:
        unit_texts = grounds.many([item.stimulus_id])[item.stimulus_id].texts
        shown += [text.get("media", {}) for text in unit_texts.values()]
    ids = {file["id"] for media in shown for files in media.values() for file in files}
    return next((pk for pk in ids if compare_digest(_file_token(item.attempt, item.pk, pk), wanted)), None)


def _file_token(attempt: Attempt, item: int, media: int) -> str:
    return token(attempt.nonce, item, f"media:{media}")


def _files(mentioned: list[dict[str, Any]], address: Callable[[int], str]) -> list[dict[str, Any]]:
    return [
        {"src": address(file["id"])} | {name: value for name, value in file.items() if name != "id"}
        for file in mentioned
    ]


def _place(attempt: Attempt, state: ItemState) -> Place:
    return Place(state.pk, attempt.pk, attempt.employee_id, attempt.nonce, state.version)


def _item(attempt: Attempt, state: ItemState, face: Face) -> dict[str, Any]:
    named = tokens(attempt.nonce, state.pk, face.options)
    address = addresses(attempt, state.pk)
    question = asked(face, state.order, named.__getitem__, address) | unit(state, address)
    return question | {
        "id": state.pk,
        "position": state.position,
        "section": state.section,
        "seq": state.seq,
        "answer": outward(attempt.nonce, state.pk, face.shape, state.given),
        "flagged": state.flagged,
    }
