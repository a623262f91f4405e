"""Moodle XML read as drafts, one question at a time."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any, BinaryIO
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports.xml_parts import children
from core.text import clean
from exams.formats import markup, tagging
from exams.formats.categories import path
from exams.formats.draft import (
    LETTERS,
    Draft,
    Item,
    Left,
    Malformed,
    NotTaken,
    Place,
    attempt,
    choice_key,
    decimal,
)  # fmt: skip
from exams.formats.markup import Words, said
from exams.formats.moodle.embedded import parsed

FORMATS = {
    "html": "html",
    "1": "html",
    "markdown": "markdown",
    "4": "markdown",
    "plain_text": "plain",
    "2": "plain",
}
PLUGIN = "@@PLUGINFILE@@"
MARK = re.compile(r"\[\[([1-9]\d?)\]\]")
NOT_HELD = {
    "description": _("It asks nothing: it is a text between questions."),
    "calculated": _("Its numbers are drawn anew for each person; the bank's questions are fixed."),
    "calculatedsimple": _("Its numbers are drawn anew for each person; the bank's questions are fixed."),
    "calculatedmulti": _("Its numbers are drawn anew for each person; the bank's questions are fixed."),
    "random": _("A paper draws from the bank by itself."),
    "randomsamatch": _("A paper draws from the bank by itself."),
}
# What Moodle writes into every question unless somebody changed it.
USUAL_PENALTIES = {Decimal("0.3333333"), Decimal("0.1"), Decimal(0), Decimal(1), Decimal("0.3333330")}
REMARKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
WHY_REMARKS = _("The bank has remarks to options and one explanation, none to the whole answer.")


def read(file: BinaryIO) -> Iterator[Item]:
    """Every question of a file that begins with <quiz>."""
    parts = children(file)
    next(parts)
    category: tuple[str, ...] = ()
    number = 0
    for line, element in parts:
        if element.tag != "question":
            yield Left(_place(line, number, ""), f"<{element.tag}>", _("It is no question."))
        elif element.get("type") == "category":
            category = path(_text(element.find("category")))
        else:
            number += 1
            yield from _question(element, line, number, category)


def _place(line: int, number: int, name: str) -> Place:
    return Place(format_lazy(_("Question {number}, line {row}"), number=number, row=line), line, name)


def _question(element: Element, line: int, number: int, category: tuple[str, ...]) -> Iterator[Item]:
    name = clean(_text(element.find("name")))
    draft = Draft(_place(line, number, name[:60]), name=name, category=category)
    draft.code = clean(element.findtext("idnumber") or "")
    yield from attempt(draft, lambda draft: _fill(draft, element))


def _fill(draft: Draft, element: Element) -> None:
    kind = element.get("type", "")
    if kind not in READERS:
        raise NotTaken(kind, NOT_HELD.get(kind, _("The bank has no such kind of question.")))
    tagging.take(draft, [clean(_text(tag)) for tag in element.iterfind("tags/tag")])
    _points(draft, element)
    _leave_extras(draft, element)
    files = _files(element)
    draft.weight = sum(len(file.text or "") for file in element.iter("file"))
    draft.files = lambda address: files.get(unquote(address).removeprefix(PLUGIN).lstrip("/"))
    READERS[kind](draft, element)
    for name in files.keys() - {unquote(medium.name) for medium in draft.media}:
        draft.leave(f"file {name}", _("It stands by neither the question nor an option."))
    tagging.settle(draft)


def _files(element: Element) -> dict[str, Callable[[], bytes]]:
    """The files within a question, decoded when they are asked for."""
    return {
        (file.get("path", "/") + file.get("name", "")).lstrip("/"): partial(_decoded, file)
        for file in element.iter("file")
    }


def _decoded(file: Element) -> bytes:
    try:
        return base64.b64decode("".join((file.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _points(draft: Draft, element: Element) -> None:
    found = element.findtext("defaultgrade")
    points = _decimal(found, Decimal(1)) if found else None
    if points is not None and points <= 0:
        draft.leave(f"defaultgrade {points}", _("A question is worth more than nothing."))
    elif points is not None:
        draft.says["points"] = round(points, 2)


def _leave_extras(draft: Draft, element: Element) -> None:
    """What Moodle says of a question beside words and key."""
    for hint in element.iterfind("hint"):
        draft.leave(
            format_lazy(_("hint: {text}"), text=_shown(hint)), _("The bank's questions have no hints.")
        )
    for name in REMARKS:
        if shown := _shown(element.find(name)):
            draft.leave(f"{name}: {shown}", WHY_REMARKS)
    penalty = _decimal(element.findtext("penalty"), Decimal(0))
    if penalty not in USUAL_PENALTIES:
        draft.leave(f"penalty {decimal(penalty)}", _("There are no second tries within a test."))
    if element.findtext("hidden") == "1":
        draft.leave("hidden", _("It was hidden in Moodle, and is imported like the others."))
    if element.findtext("answernumbering") not in (None, "abc", "ABCD"):
        draft.leave("answernumbering", _("Options are marked A, B, C."))
    if element.findtext("shuffleanswers") in ("0", "false") and element.get("type") == "multichoice":
        draft.leave("shuffleanswers", _("Whether options are shuffled is said by the exam."))


def _shown(element: Element | None) -> str:
    return clean(markup.unescaped(_text(element)))


def _text(element: Element | None) -> str:
    return "" if element is None else element.findtext("text") or ""


def _words(element: Element | None, default: str = "html") -> Words:
    """A text in the format that stands beside it."""
    if element is None or not _text(element).strip():
        return Words()
    text = _text(element)
    form = FORMATS.get(element.get("format", default), "moodle")
    if form == "html":
        return Words(clean(text), is_html=True)
    return {"markdown": markup.markdown, "plain": markup.plain, "moodle": markup.moodle}[form](text)


def _decimal(text: str | None, default: Decimal) -> Decimal:
    try:
        value = Decimal((text or "").strip())
    except InvalidOperation:
        return default
    return value if value.is_finite() and abs(value.adjusted()) <= 30 else default


def _fraction(answer: Element) -> Decimal:
    worth = _decimal(answer.get("fraction", "0"), Decimal(-1_000)) / 100
    if abs(worth) > 1:
        raise Malformed(answer.get("fraction", ""), _("a weight from -100 to 100"))
    return round(worth, 7)


def _say(draft: Draft, element: Element, kind: str, key: dict[str, Any], **parts: Any) -> None:
    draft.kind, draft.key = kind, key
    stem, general = _words(element.find("questiontext")), _words(element.find("generalfeedback"))
    draft.text = said(draft, stem=parts.pop("stem", stem), explanation=general, **parts)


def _answers(element: Element) -> list[Element]:
    answers = element.findall("answer")
    if len(answers) > len(LETTERS):
        raise NotTaken(str(len(answers)), _("A question has at most 26 options."))
    return answers


def _feedback(names: Any, answers: list[Element]) -> dict[str, Words]:
    remarks = {name: _words(answer.find("feedback")) for name, answer in zip(names, answers, strict=False)}
    return {name: words for name, words in remarks.items() if words}


# The kinds


def _choice(draft: Draft, element: Element) -> None:
    answers = _answers(element)
    several = element.findtext("single") in ("false", "0")
    options = {letter: _option(answer) for letter, answer in zip(LETTERS, answers, strict=False)}
    worth = {letter: _fraction(answer) for letter, answer in zip(LETTERS, answers, strict=False)}
    if not worth:
        raise Malformed("", _("two options or more"), _("Add the options that are missing."))
    key = choice_key(worth, several=several)
    feedback = _feedback(LETTERS, answers)
    _say(draft, element, "multiple" if several else "single", key, options=options, feedback=feedback)


def _choice_set(draft: Draft, element: Element) -> None:
    """The plugin for all or nothing."""
    answers = _answers(element)
    options = {letter: _option(answer) for letter, answer in zip(LETTERS, answers, strict=False)}
    right = [letter for letter, answer in zip(LETTERS, answers, strict=False) if _fraction(answer) > 0]
    _say(
        draft, element, "multiple", {"correct": right}, options=options, feedback=_feedback(LETTERS, answers)
    )


def _option(answer: Element) -> Words:
    return _words(answer, default="html")


def _truth(draft: Draft, element: Element) -> None:
    answers = {clean(_text(answer)).lower(): answer for answer in _answers(element)}
    right = [word for word, answer in answers.items() if _fraction(answer) > 0]
    feedback = _feedback(list(answers), list(answers.values()))
    _say(draft, element, "true_false", {"correct": right}, feedback=feedback)


def _short(draft: Draft, element: Element) -> None:
    answers = _answers(element)
    forms = [{"text": clean(_text(answer)), "fraction": decimal(_fraction(answer))} for answer in answers]
    key = {"accepted": forms, "case": element.findtext("usecase") == "1", "blanks": False}
    _say(draft, element, "short_text", key, feedback=_feedback(_places(answers), answers))


def _places(answers: list[Element]) -> list[str]:
    return [str(at) for at in range(len(answers))]


def _numeric(draft: Draft, element: Element) -> None:
    answers = [answer for answer in _answers(element) if clean(_text(answer)) != "*"]
    for answer in element.findall("answer"):
        if answer not in answers:
            draft.leave("*", _("A remark to every other answer has no place; general feedback has."))
    key = {
        "accepted": [_range(answer) for answer in answers],
        "units": _units(element),
        "unit_required": element.findtext("unitgradingtype") in ("1", "2"),
    }
    if not key["units"]:
        key["unit_required"] = False
    elif key["unit_required"] and _decimal(element.findtext("unitpenalty"), Decimal(1)) != 1:
        draft.leave("unitpenalty", _("An answer without its unit earns nothing."))
    _say(draft, element, "numeric", key, feedback=_feedback(_places(answers), answers))


def _range(answer: Element) -> dict[str, str]:
    text = clean(_text(answer))
    value = _decimal(text.replace(",", "."), Decimal("NaN"))
    if not value.is_finite():
        raise Malformed(text, _("a number"), _("Write digits only, with a point for decimals."))
    tolerance = abs(_decimal(answer.findtext("tolerance"), Decimal(0)))
    found = {"value": decimal(value), "fraction": decimal(_fraction(answer))}
    return found | ({"tolerance": decimal(tolerance)} if tolerance else {})


def _units(element: Element) -> dict[str, str]:
    """Moodle's multiplier brings the right answer into the unit, the bank's the typed one out of it."""
    found = {}
    for unit in element.iterfind("units/unit"):
        multiplier = _decimal(unit.findtext("multiplier"), Decimal(0))
        name = clean(unit.findtext("unit_name") or "")
        if multiplier <= 0 or not name:
            raise Malformed(name, _("a unit with a multiplier above 0"))
        found[name] = decimal(Decimal(f"{1 / multiplier:.12g}"))
    return found


def _matching(draft: Draft, element: Element) -> None:
    options: dict[Words, str] = {}
    prompts: dict[str, Words] = {}
    pairs: dict[str, str] = {}
    for pair in element.findall("subquestion"):
        answer = pair.find("answer")
        words = _words(answer, default="moodle_auto_format")
        if words not in options and len(options) == len(LETTERS):
            raise NotTaken(words.text, _("A question has at most 26 options."))
        letter = options.setdefault(words, LETTERS[len(options)])
        if prompt := _words(pair):
            number = str(len(prompts) + 1)
            prompts[number], pairs[number] = prompt, letter
    shown = {letter: words for words, letter in options.items()}
    _say(draft, element, "matching", {"pairs": pairs}, options=shown, prompts=prompts)


def _ordering(draft: Draft, element: Element) -> None:
    answers = sorted(_answers(element), key=lambda answer: _decimal(answer.get("fraction"), Decimal(0)))
    letters = list(LETTERS[: len(answers)])
    options = {letter: _option(answer) for letter, answer in zip(letters, answers, strict=True)}
    if element.findtext("selecttype") in ("RANDOM", "CONTIGUOUS"):
        draft.leave("selecttype", _("All steps are shown to everybody."))
    _say(draft, element, "ordering", {"order": letters}, options=options)


def _essay(draft: Draft, element: Element) -> None:
    for name in ("graderinfo", "responsetemplate"):
        if shown := _shown(element.find(name)):
            draft.leave(f"{name}: {shown}", _("Give the question a rubric in its place."))
    if element.findtext("attachments") not in (None, "0"):
        draft.leave("attachments", _("Answers are typed; files cannot be handed in."))
    _say(draft, element, "essay", {})


def _cloze(draft: Draft, element: Element) -> None:
    words = _words(element.find("questiontext"))
    stem, gaps, rules, weights, remarks = parsed(draft, words)
    key: dict[str, Any] = {"gaps": rules}
    if any(weight != "1" for weight in weights.values()):
        key["weights"] = weights
    _say(draft, element, "cloze", key, stem=stem, gaps=gaps, feedback=remarks)


def _select(draft: Draft, element: Element) -> None:
    """`[[2]]` names the right choice, and the group from which the gap's options come."""
    choices = element.findall("selectoption") or element.findall("dragbox")
    words = _words(element.find("questiontext"))
    groups: dict[str, list[int]] = {}
    for at, choice in enumerate(choices):
        groups.setdefault(choice.findtext("group") or "1", []).append(at)
    gaps: dict[str, dict[str, Words]] = {}
    rules: dict[str, dict[str, Any]] = {}

    def renumber(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        if at >= len(choices):
            raise Malformed(found[0], _("the number of a choice that is there"))
        gap, members = str(len(rules) + 1), groups[choices[at].findtext("group") or "1"]
        gaps[gap] = {
            letter: _words(choices[one], "plain_text") for letter, one in zip(LETTERS, members, strict=False)
        }
        rules[gap] = {"correct": [LETTERS[members.index(at)]]}
        return f"[[{gap}]]"

    if any(len(members) > len(LETTERS) for members in groups.values()):
        raise NotTaken(str(len(choices)), _("A question has at most 26 options."))
    stem = Words(MARK.sub(renumber, words.text), words.is_html)
    _say(draft, element, "cloze", {"gaps": rules}, stem=stem, gaps=gaps)


READERS = {
    "multichoice": _choice,
    "multichoiceset": _choice_set,
    "truefalse": _truth,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "match": _matching,
    "ddmatch": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "cloze": _cloze,
    "multianswer": _cloze,
    "gapselect": _select,
    "ddwtos": _select,
}
