"""Drafts written as Moodle XML. What Moodle has no field for travels in tags."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.translation import gettext_lazy as _

from exams.enums import QuestionKind
from exams.formats import tagging
from exams.formats.categories import written as written_path
from exams.formats.draft import Draft, Left, decimal
from exams.formats.gift.writing import weights
from exams.formats.markup import escaped
from exams.kinds.cloze import GAP
from exams.kinds.matching import numbered

TYPES = {
    "single": "multichoice", "multiple": "multichoice", "judgement": "multichoice", "true_false": "truefalse",
    "short_text": "shortanswer", "numeric": "numerical", "matching": "matching", "ordering": "ordering",
    "cloze": "cloze", "essay": "essay",
}  # fmt: skip
SIGNS = re.compile(r"([}#~/\"\\=%])")
BACKSLASH = r"\\\1"
SHORT = {
    (False, False): "SHORTANSWER", (True, False): "SHORTANSWER_C",
    (False, True): "SHORTANSWER_B", (True, True): "SHORTANSWER_CB",
}  # fmt: skip


def write(drafts: Iterable[Draft], file: BinaryIO) -> Iterator[Left]:
    """Every question that Moodle XML can hold; yields what it cannot."""
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
    category: tuple[str, ...] = ()
    for draft in drafts:
        yield from draft.left
        if refusal := _refusal(draft):
            yield Left(draft.place, *refusal, is_question=True)
            continue
        if draft.category != category:
            category = draft.category
            file.write(_written(_category(category)))
        file.write(_written(_question(draft)))
    file.write(b"</quiz>\n")


def _refusal(draft: Draft) -> tuple[Any, Any] | None:
    if draft.kind not in TYPES:
        return QuestionKind(draft.kind).label, _("Moodle has no such kind of question.")
    if draft.kind == "cloze":
        return _refusal_of_gaps(draft)
    return None


def _refusal_of_gaps(draft: Draft) -> tuple[Any, Any] | None:
    """Embedded answers have whole weights, and no units or blanks that matter."""
    for gap, rules in draft.key["gaps"].items():
        weight = Decimal(draft.key.get("weights", {}).get(gap, "1"))
        if rules.get("units") or rules.get("blanks") or weight != int(weight):
            return f"[[{gap}]]", _("Moodle's embedded answers cannot say this.")
    return None


def _written(element: Element) -> bytes:
    return tostring(element, encoding="utf-8", xml_declaration=False) + b"\n"


def _category(names: tuple[str, ...]) -> Element:
    element = Element("question", {"type": "category"})
    _text(SubElement(element, "category"), written_path(names))
    return element


def _text(parent: Element, words: str) -> Element:
    SubElement(parent, "text").text = words
    return parent


def _words(parent: Element, name: str, words: str, form: str, **attributes: str) -> Element:
    return _text(SubElement(parent, name, {**attributes, "format": form}), words)


def _form(draft: Draft) -> str:
    return "html" if draft.text.get("format") == "html" else "plain_text"


def _question(draft: Draft) -> Element:
    element = Element("question", {"type": TYPES[draft.kind]})
    _text(SubElement(element, "name"), draft.code)
    stem = embedded(draft) if draft.kind == "cloze" else draft.text["stem"]
    _words(element, "questiontext", stem, _form(draft))
    _words(element, "generalfeedback", draft.text.get("explanation", ""), _form(draft))
    SubElement(element, "defaultgrade").text = decimal(draft.says.get("points", Decimal(1)))
    SubElement(element, "idnumber").text = draft.code
    WRITERS[draft.kind](element, draft)
    if tags := list(tagging.written(draft)):
        listed = SubElement(element, "tags")
        for tag in tags:
            _text(SubElement(listed, "tag"), tag)
    return element


def _answer(element: Element, draft: Draft, worth: str, words: str, name: str, form: str = "") -> Element:
    answer = _words(element, "answer", words, form or _form(draft), fraction=decimal(Decimal(worth) * 100))
    _words(answer, "feedback", draft.text.get("feedback", {}).get(name, ""), _form(draft))
    return answer


def _choice(element: Element, draft: Draft) -> None:
    SubElement(element, "single").text = "false" if draft.kind == "multiple" else "true"
    SubElement(element, "shuffleanswers").text = "true"
    SubElement(element, "answernumbering").text = "ABCD"
    for letter, worth in weights(draft).items():
        _answer(element, draft, worth, draft.text["options"][letter], letter)


def _truth(element: Element, draft: Draft) -> None:
    for word in ("true", "false"):
        worth = "1" if word in draft.key["correct"] else "0"
        _answer(element, draft, worth, word, word, "moodle_auto_format")


def _short(element: Element, draft: Draft) -> None:
    SubElement(element, "usecase").text = "1" if draft.key.get("case") else "0"
    for at, form in enumerate(draft.key["accepted"]):
        _answer(element, draft, form["fraction"], form["text"], str(at), "moodle_auto_format")


def _numeric(element: Element, draft: Draft) -> None:
    for at, range_ in enumerate(draft.key["accepted"]):
        value, tolerance = middle(range_)
        answer = _answer(element, draft, range_["fraction"], value, str(at), "moodle_auto_format")
        SubElement(answer, "tolerance").text = tolerance
    if units := draft.key.get("units"):
        required = draft.key.get("unit_required")
        SubElement(element, "unitgradingtype").text = "1" if required else "0"
        SubElement(element, "unitpenalty").text = "1" if required else "0.1"
        listed = SubElement(element, "units")
        for name, factor in units.items():
            unit = SubElement(listed, "unit")
            SubElement(unit, "multiplier").text = decimal(Decimal(f"{1 / Decimal(factor):.18g}"))
            SubElement(unit, "unit_name").text = name


def _matching(element: Element, draft: Draft) -> None:
    options, pairs, form = draft.text["options"], draft.key["pairs"], _form(draft)
    SubElement(element, "shuffleanswers").text = "true"
    for number, words in numbered(draft.text["prompts"]):
        _pair(element, words, options[pairs[number]], form)
    for letter, words in options.items():
        if letter not in pairs.values():
            _pair(element, "", words, form)


def _pair(element: Element, left: str, right: str, form: str) -> None:
    _words(_words(element, "subquestion", left, form), "answer", right, form)


def _ordering(element: Element, draft: Draft) -> None:
    SubElement(element, "layouttype").text = "VERTICAL"
    SubElement(element, "selecttype").text = "ALL"
    for at, letter in enumerate(draft.key["order"], start=1):
        _words(element, "answer", draft.text["options"][letter], _form(draft), fraction=str(at))


def _essay(element: Element, draft: Draft) -> None:
    SubElement(element, "responseformat").text = "editor"
    SubElement(element, "attachments").text = "0"


def _gaps(element: Element, draft: Draft) -> None:
    """They stand in the question's own text."""


def embedded(draft: Draft) -> str:
    """The stem of a cloze with its answers in it."""
    return GAP.sub(lambda found: _gap(draft, found[1]), draft.text["stem"])


def _gap(draft: Draft, gap: str) -> str:
    rules = draft.key["gaps"][gap]
    weight = draft.key.get("weights", {}).get(gap, "1")
    if "correct" in rules:
        kind, answers = "MULTICHOICE", _choices(draft, gap, rules)
    elif rules.get("kind") == "numeric":
        kind, answers = "NUMERICAL", [(range_["fraction"], _number(range_)) for range_ in rules["accepted"]]
    else:
        kind = SHORT[bool(rules.get("case")), bool(rules.get("blanks"))]
        answers = [(form["fraction"], _typed(draft, form["text"])) for form in rules["accepted"]]
    names = list(draft.text.get("gaps", {}).get(gap, ())) or [str(at) for at in range(len(answers))]
    told = zip(names, answers, strict=True)
    written = "~".join(
        _worth(worth) + words + _remark(draft, f"{gap}.{name}") for name, (worth, words) in told
    )
    return f"{{{weight}:{kind}:{written}}}"


def _remark(draft: Draft, name: str) -> str:
    words = draft.text.get("feedback", {}).get(name)
    return f"#{SIGNS.sub(BACKSLASH, words)}" if words else ""


def _choices(draft: Draft, gap: str, rules: Mapping[str, Any]) -> list[tuple[str, str]]:
    earns = rules.get("weights") or dict.fromkeys(rules["correct"], "1")
    options = draft.text["gaps"][gap].items()
    return [(earns.get(letter, "0"), SIGNS.sub(BACKSLASH, words)) for letter, words in options]


def _typed(draft: Draft, text: str) -> str:
    return SIGNS.sub(BACKSLASH, escaped(text) if draft.text.get("format") == "html" else text)


def _worth(worth: str) -> str:
    return {"1": "=", "0": ""}.get(worth, f"%{decimal(Decimal(worth) * 100)}%")


def _number(range_: Mapping[str, str]) -> str:
    value, tolerance = middle(range_)
    return f"{value}:{tolerance}" if tolerance != "0" else value


def middle(range_: Mapping[str, str]) -> tuple[str, str]:
    """A range as its middle and what lies on each side."""
    if "value" in range_:
        return range_["value"], range_.get("tolerance", "0")
    low, high = Decimal(range_["low"]), Decimal(range_["high"])
    return decimal((low + high) / 2), decimal((high - low) / 2)


WRITERS = {
    "single": _choice,
    "multiple": _choice,
    "judgement": _choice,
    "true_false": _truth,
    "short_text": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _gaps,
    "essay": _essay,
}
