"""Moodle's embedded answers, `{1:SHORTANSWER:=Berlin~%50%Bonn#near}`, as the gaps of a cloze."""

import re
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.text import clean
from exams.formats import markup
from exams.formats.draft import LETTERS, Draft, Malformed, NotTaken, choice_key, decimal, number
from exams.formats.markup import Words

# An answer may hold a brace, but not the beginning of another.
EMBEDDED = re.compile(
    r"\{([0-9]*(?:\.[0-9]+)?):([A-Z_]+):((?:\\.|[^{}\\]|\{(?![0-9.]*:[A-Z_]+:))*+)\}", re.DOTALL
)
PIECE = re.compile(r"(?<!\\)~")
REMARK = re.compile(r"(?<!\\)#")
ESCAPED = re.compile(r"\\([}#~/\"\\=%])")
WORTH = re.compile(r"^(?:(=)|%(-?\d{1,3}(?:\.\d*)?)%)?", re.DOTALL)
# Ours are those on B: blanks matter. Moodle has no such kind.
TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC", "SHORTANSWER_B", "SHORTANSWER_CB"}
MATTERS = {"SHORTANSWER_C", "SAC", "MWC", "SHORTANSWER_CB"}
BLANKS_MATTER = {"SHORTANSWER_B", "SHORTANSWER_CB"}
NUMBERS = {"NUMERICAL", "NM"}
CHOSEN = {
    "MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS",
    "MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS",
}  # fmt: skip
SEVERAL = {
    "MULTIRESPONSE",
    "MR",
    "MULTIRESPONSE_H",
    "MRH",
    "MULTIRESPONSE_S",
    "MRS",
    "MULTIRESPONSE_HS",
    "MRHS",
}
Answer = tuple[Decimal, str, str]
Parsed = tuple[
    Words, dict[str, dict[str, Words]], dict[str, dict[str, Any]], dict[str, str], dict[str, Words]
]


def parsed(draft: Draft, words: Words) -> Parsed:
    """The stem with `[[1]]` in place of each answer, the options, the keys, the weights of the
    gaps and the remarks to what was chosen or typed."""
    options: dict[str, dict[str, Words]] = {}
    rules: dict[str, dict[str, Any]] = {}
    weights: dict[str, str] = {}
    remarks: dict[str, Words] = {}

    def gap(found: re.Match[str]) -> str:
        number = str(len(rules) + 1)
        weights[number] = found[1] or "1"
        answers = [_answer(piece, words.is_html) for piece in PIECE.split(found[3]) if piece.strip()]
        rules[number], choices = _gap(draft, found[2], answers)
        if choices:
            options[number] = choices
        names = list(choices) or [str(at) for at in range(len(answers))]
        told = zip(names, answers, strict=False)
        remarks.update({f"{number}.{name}": Words(answer[2]) for name, answer in told if answer[2]})
        return f"[[{number}]]"

    stem = EMBEDDED.sub(gap, words.text)
    if not rules:
        raise Malformed(words.text[:80], _("an answer such as {1:SHORTANSWER:=Berlin}"))
    return Words(stem, words.is_html), options, rules, weights, remarks


def _gap(draft: Draft, kind: str, answers: list[Answer]) -> tuple[dict[str, Any], dict[str, Words]]:
    if kind in TYPED:
        return _typed(answers, kind), {}
    if kind in NUMBERS:
        return _numbers(draft, answers), {}
    if kind in CHOSEN:
        return _chosen(answers)
    if kind in SEVERAL:
        raise NotTaken(kind, _("A gap takes one option; make it a multiple choice."))
    raise Malformed(kind, _("a kind of answer such as SHORTANSWER, MULTICHOICE or NUMERICAL"))


def _answer(piece: str, is_html: bool) -> Answer:
    words, *remark = REMARK.split(piece, maxsplit=1)
    _before, sign, percent, text = WORTH.split(words.lstrip(), maxsplit=1)
    worth = Decimal(1) if sign else Decimal(percent or 0) / 100
    return round(worth, 7), _plain(text, is_html), _plain(remark[0], is_html) if remark else ""


def _plain(text: str, is_html: bool) -> str:
    shown = ESCAPED.sub(r"\1", text)
    return markup.unescaped(shown) if is_html else clean(shown)


def _typed(answers: list[Answer], kind: str) -> dict[str, Any]:
    forms = [{"text": text, "fraction": decimal(worth)} for worth, text, _remark in answers]
    case, blanks = kind in MATTERS, kind in BLANKS_MATTER
    return {"kind": "short_text", "accepted": forms, "case": case, "blanks": blanks}


def _numbers(draft: Draft, answers: list[Answer]) -> dict[str, Any]:
    ranges = []
    for worth, text, remark in answers:
        if text == "*":
            draft.leave(f"* {remark}".strip(), _("A remark to every other answer has no place."))
        else:
            ranges.append(_range(text) | {"fraction": decimal(worth)})
    return {"kind": "numeric", "accepted": ranges, "units": {}, "unit_required": False}


def _range(text: str) -> dict[str, str]:
    low, dots, high = text.partition("..")
    value, _colon, tolerance = text.partition(":")
    try:
        if dots:
            return {"low": decimal(number(low)), "high": decimal(number(high))}
        allowed = decimal(abs(number(tolerance.strip() or "0")))
        found = {"value": decimal(number(value.replace(",", ".")))}
    except Malformed:
        raise Malformed(text[:40], _("a number such as 3.14 or 3.14:0.01")) from None
    return found | ({"tolerance": allowed} if allowed != "0" else {})


def _chosen(answers: list[Answer]) -> tuple[dict[str, Any], dict[str, Words]]:
    if len(answers) > len(LETTERS) or len(answers) < 2:
        raise NotTaken(str(len(answers)), _("A question has at most 26 options."))
    worth = {letter: answer[0] for letter, answer in zip(LETTERS, answers, strict=False)}
    words = {letter: Words(answer[1]) for letter, answer in zip(LETTERS, answers, strict=False)}
    return choice_key(worth, several=False), words
