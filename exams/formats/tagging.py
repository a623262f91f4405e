"""Tags that carry what a format has no field for, so that our own files come back as they were.

`language:en`, `difficulty:hard`, `level:3`, `points:5`, `reserved`, `kind:judgement`, `all-or-nothing` and
`blanks-matter`; every other tag is a tag.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from exams.formats.draft import Draft, decimal

DIFFICULTY = re.compile(r"difficulty:(easy|medium|hard)")
LEVEL = re.compile(r"level:([1-5])")
POINTS = re.compile(r"points:(\d{1,4}(?:\.\d{1,2})?)")
LANGUAGE = re.compile(r"language:(zh-hans|zh-hant|en)")
KIND = re.compile(r"kind:(judgement)")
WHOLE, RESERVED, BLANKS = "all-or-nothing", "reserved", "blanks-matter"
WORTH = {"1": "best", "0.5": "acceptable", "0": "harmful"}
LONGEST = 60


def take(draft: Draft, tags: Iterable[str]) -> None:
    """What the tags say; what shapes the key waits in `says` for `settle`."""
    others: list[str] = []
    for tag in tags:
        if found := DIFFICULTY.fullmatch(tag):
            draft.says["difficulty"] = found[1]
        elif found := LEVEL.fullmatch(tag):
            draft.says["level"] = int(found[1])
        elif found := LANGUAGE.fullmatch(tag):
            draft.language = found[1]
        elif (found := POINTS.fullmatch(tag)) and Decimal(found[1]):
            draft.says["points"] = Decimal(found[1])
        elif tag in (WHOLE, RESERVED, BLANKS) or KIND.fullmatch(tag):
            draft.says[tag] = True
        else:
            others.append(tag[:LONGEST])
    if others:
        draft.says["tags"] = others


def settle(draft: Draft) -> None:
    """The key as the tags mean it."""
    is_whole = draft.says.pop(WHOLE, False)
    is_judgement = draft.says.pop("kind:judgement", False)
    if draft.says.pop(BLANKS, False) and draft.kind == "short_text":
        draft.key["blanks"] = True
    if is_whole and draft.kind == "multiple":
        draft.key = {"correct": draft.key["correct"]}
    if is_judgement and draft.kind == "single":
        _judge(draft)


def _judge(draft: Draft) -> None:
    earns: dict[str, Any] = draft.key.get("weights") or dict.fromkeys(draft.key["correct"], "1")
    words = {letter: WORTH.get(earns.get(letter, "0")) for letter in draft.text["options"]}
    if all(words.values()):
        draft.kind, draft.key = "judgement", {"judgements": words}


def written(draft: Draft, *, points: bool = False) -> Iterator[str]:
    """The tags of a question that is sent out."""
    if draft.language:
        yield f"language:{draft.language}"
    if draft.says.get("difficulty"):
        yield f"difficulty:{draft.says['difficulty']}"
    if draft.says.get("level"):
        yield f"level:{draft.says['level']}"
    if points and draft.says.get("points"):
        yield f"points:{decimal(draft.says['points'])}"
    if draft.says.get("reserved"):
        yield RESERVED
    if draft.kind == "judgement":
        yield "kind:judgement"
    if draft.key.get("blanks"):
        yield BLANKS
    if draft.kind == "multiple" and "weights" not in draft.key:
        yield WHOLE
    yield from draft.says.get("tags", ())
