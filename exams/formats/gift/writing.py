"""Drafts written as GIFT. What Moodle has no sign for travels in tags, in a comment above the question."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from exams.enums import QuestionKind
from exams.formats import tagging
from exams.formats.categories import written as written_path
from exams.formats.draft import Draft, Left, decimal
from exams.formats.gift.reading import FORMAT
from exams.kinds.matching import numbered

SIGNS = re.compile(r"([~=#{}:\\])")
HELD = {"single", "multiple", "true_false", "judgement", "short_text", "numeric", "matching", "essay"}
WORTH = {word: worth for worth, word in tagging.WORTH.items()}


def write(drafts: Iterable[Draft], file: BinaryIO) -> Iterator[Left]:
    """Every question that GIFT can hold; yields what it cannot."""
    category: tuple[str, ...] = ()
    for draft in drafts:
        yield from draft.left
        if refusal := _refusal(draft):
            yield Left(draft.place, *refusal, is_question=True)
            continue
        if draft.category != category:
            category = draft.category
            file.write(f"$CATEGORY: {written_path(category)}\n\n".encode())
        file.write(_question(draft).encode())


def _refusal(draft: Draft) -> tuple[Any, Any] | None:
    """What this format cannot say of a question, and why."""
    kind, key = draft.kind, draft.key
    if kind not in HELD:
        return QuestionKind(kind).label, _("GIFT has no such kind of question.")
    if kind == "short_text" and (key.get("case") or key.get("blanks")):
        return _("case or blanks"), _("GIFT compares typed answers whatever their case and blanks.")
    if kind == "numeric" and key.get("units"):
        return ", ".join(key["units"]), _("GIFT has no units.")
    if kind == "matching" and any("->" in prompt for prompt in draft.text["prompts"].values()):
        return "->", _("GIFT takes this sign for the middle of a pair.")
    return None


def _question(draft: Draft) -> str:
    form = "html" if draft.text.get("format") == "html" else "plain"
    tags = "".join(f" [tag:{tag.replace(']', chr(92) + ']')}]" for tag in tagging.written(draft, points=True))
    identifier = draft.code.replace("]", "\\]")
    head = f"// [id:{identifier}]{tags}\n::{_said(draft.code)}::[{form}]{_said(draft.text['stem'])}"
    general = draft.text.get("explanation")
    return f"{head}{{{WRITERS[draft.kind](draft)}{f'####{_said(general)}' if general else ''}}}\n\n"


def _said(text: str) -> str:
    return SIGNS.sub(r"\\\1", text).replace("\n", "\\n")


def _answer(draft: Draft, sign: str, weight: str, text: str, name: str) -> str:
    """One answer: sign, weight where it must be told, words and remark."""
    usual = "1" if sign == "=" else "0"
    worth = f"%{decimal(Decimal(weight) * 100)}%" if weight != usual or text.startswith("%") else ""
    form = f"[{draft.text.get('format', 'plain')}]" if FORMAT.match(text) else ""
    return f"\n\t{sign}{worth}{form}{_said(text)}{_remark(draft, name)}"


def _remark(draft: Draft, name: str) -> str:
    words = draft.text.get("feedback", {}).get(name)
    return f"#{_said(words)}" if words else ""


def _choice(draft: Draft) -> str:
    """One = tells that one option is to be chosen; a second one of full worth is written by its weight."""
    earns = weights(draft)
    best = max(earns, key=lambda letter: Decimal(earns[letter])) if draft.kind != "multiple" else ""
    answers = (
        _answer(draft, "=" if letter == best else "~", earns[letter], words, letter)
        for letter, words in draft.text["options"].items()
    )
    return "".join(answers) + "\n"


def weights(draft: Draft) -> dict[str, str]:
    """What each option earns. Moodle has no all or nothing: a tag says so, the weights are the nearest."""
    key, options = draft.key, draft.text["options"]
    if draft.kind == "judgement":
        return {letter: WORTH[word] for letter, word in key["judgements"].items()}
    if "weights" in key:
        return {letter: key["weights"].get(letter, "0") for letter in options}
    right, several = set(key["correct"]), draft.kind == "multiple"
    share = decimal(round(1 / Decimal(len(right)), 7)) if several else "1"
    return {letter: share if letter in right else "-1" if several else "0" for letter in options}


def _truth(draft: Draft) -> str:
    right = draft.key["correct"][0]
    said = draft.text.get("feedback", {})
    to_wrong, to_right = said.get("false" if right == "true" else "true", ""), said.get(right, "")
    remarks = f"#{_said(to_wrong)}" if to_wrong or to_right else ""
    return right.upper() + remarks + (f"#{_said(to_right)}" if to_right else "")


def _short(draft: Draft) -> str:
    forms = enumerate(draft.key["accepted"])
    return "".join(_answer(draft, "=", form["fraction"], form["text"], str(at)) for at, form in forms) + "\n"


def _numeric(draft: Draft) -> str:
    answers = "".join(
        f"\n\t={_worth(range_)}{number(range_)}{_remark(draft, str(at))}"
        for at, range_ in enumerate(draft.key["accepted"])
    )
    return f"#{answers}\n"


def _worth(range_: dict[str, str]) -> str:
    return "" if range_["fraction"] == "1" else f"%{decimal(Decimal(range_['fraction']) * 100)}%"


def number(range_: dict[str, str]) -> str:
    if "low" in range_:
        return f"{range_['low']}..{range_['high']}"
    return f"{range_['value']}:{range_['tolerance']}" if "tolerance" in range_ else range_["value"]


def _matching(draft: Draft) -> str:
    options, pairs = draft.text["options"], draft.key["pairs"]
    lines = [
        f"={_left(draft, words)} -> {_said(options[pairs[at]])}"
        for at, words in numbered(draft.text["prompts"])
    ]
    lines += [f"= -> {_said(words)}" for letter, words in options.items() if letter not in pairs.values()]
    return "".join(f"\n\t{line}" for line in lines) + "\n"


def _left(draft: Draft, words: str) -> str:
    form = f"[{draft.text.get('format', 'plain')}]" if FORMAT.match(words) else ""
    return form + _said(words)


def _essay(draft: Draft) -> str:
    return ""


WRITERS = {
    "single": _choice,
    "multiple": _choice,
    "judgement": _choice,
    "true_false": _truth,
    "short_text": _short,
    "numeric": _numeric,
    "matching": _matching,
    "essay": _essay,
}
