"""GIFT read as drafts."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.text import clean
from exams.formats import markup, tagging
from exams.formats.categories import path
from exams.formats.draft import LETTERS, Draft, Item, Malformed, NotTaken, Place, attempt, choice_key, decimal
from exams.formats.gift.blocks import Block, Line, blocks, hide, show
from exams.formats.markup import Words, said
from exams.kinds.kind import amount

NAME = re.compile(r"^::(.*?)::", re.DOTALL)
FORMAT = re.compile(r"^\s*\[(html|moodle|plain|markdown)\]\s*", re.IGNORECASE)
WEIGHT = re.compile(r"^\s*%(-?\d{1,3}(?:\.\d*)?)%")
GENERAL = "####"
TRUTH = {"T": "true", "TRUE": "true", "F": "false", "FALSE": "false"}
BLANK = "_____"


def read(lines: Iterable[Line]) -> Iterator[Item]:
    """Every question of a file. A line is its number and its text."""
    category: tuple[str, ...] = ()
    for block in blocks(lines):
        if isinstance(block, str):
            category = path(block)
        else:
            yield from _question(block, category)


def _question(block: Block, category: tuple[str, ...]) -> Iterator[Item]:
    text = hide(block.text)
    named = NAME.match(text)
    name = clean(show(_joined(named[1]))) if named else ""
    text = text[named.end() :] if named else text
    place = Place(format_lazy(_("Line {row}"), row=block.row), block.row, name or clean(show(text))[:60])
    draft = Draft(place, code=block.identifier, name=name, category=category)
    tagging.take(draft, block.tags)
    yield from attempt(draft, lambda draft: _fill(draft, text))


def _fill(draft: Draft, text: str) -> None:
    form, text = _form(text, "moodle")
    stem, answers = _cut(text)
    if answers is None:
        raise NotTaken(_("description"), _("It asks nothing: it is a text between questions."))
    answers, _mark, general = answers.partition(GENERAL)
    reader = _Answers(draft, form, _words(stem, form), _feedback(general, form))
    reader.read(answers.strip())
    tagging.settle(draft)


def _cut(text: str) -> tuple[str, str | None]:
    """The words around the answers, and what stands in the braces; None of a text without braces."""
    before, opened, rest = text.partition("{")
    answers, closed, after = rest.partition("}")
    if not opened and "}" not in before:
        return before, None
    if not opened or not closed or "}" in before or "{" in answers or "{" in after or "}" in after:
        raise Malformed(
            clean(show(text))[:80],
            _("one { before the answers and one } behind them"),
            _(r"Write \{ and \} for braces that are words."),
        )
    return (f"{before}{BLANK}{after}" if after.strip() else before), answers


def _joined(text: str) -> str:
    """Its lines as one."""
    return " ".join(line.strip(" \t") for line in text.split("\n"))


def _form(text: str, default: str) -> tuple[str, str]:
    found = FORMAT.match(text)
    return (found[1].lower(), text[found.end() :]) if found else (default, text)


def _words(text: str, default: str) -> Words:
    """A text in its own format, or in the question's."""
    form, text = _form(text, default)
    if form == "markdown":
        return markup.markdown(show(text).strip())
    if form == "html":
        return Words(clean(show(text)), is_html=True)
    joined = show(_joined(text.strip()))
    return markup.moodle(joined) if form == "moodle" else markup.plain(joined)


def _feedback(text: str, form: str) -> Words:
    return _words(text, form) if text.strip() else Words()


def _typed(text: str) -> str:
    """What a person types is compared as plain text."""
    return clean(show(_joined(_form(text, "")[1].strip())))


class _Answers:
    """The braces of one question, by the rules in which Moodle tells its kinds apart."""

    def __init__(self, draft: Draft, form: str, stem: Words, general: Words) -> None:
        self.draft, self.form, self.stem, self.general = draft, form, stem, general

    def read(self, answers: str) -> None:
        word, _mark, remarks = answers.partition("#")
        if not answers:
            self._say("essay", {})
        elif answers.startswith("#"):
            self._numeric(answers[1:].strip())
        elif word.strip().upper() in TRUTH:
            self._truth(TRUTH[word.strip().upper()], remarks)
        elif "~" in answers:
            self._choice(answers)
        elif "=" in answers and "->" in answers:
            self._matching(answers)
        else:
            self._short(answers)

    def _say(self, kind: str, key: dict, **parts: dict) -> None:
        draft = self.draft
        draft.kind, draft.key = kind, key
        draft.text = said(draft, stem=self.stem, explanation=self.general, **parts)

    def _truth(self, right: str, remarks: str) -> None:
        """Behind the word stands what is said to a wrong answer, then what is said to a right one."""
        wrong = "false" if right == "true" else "true"
        to_wrong, _mark, to_right = remarks.partition("#")
        feedback = {wrong: _feedback(to_wrong, self.form), right: _feedback(to_right, self.form)}
        self._say("true_false", {"correct": [right]}, feedback=_filled(feedback))

    def _choice(self, answers: str) -> None:
        several = "=" not in answers
        weights, options, feedback = {}, {}, {}
        pieces = _pieces(answers)
        if len(pieces) > len(LETTERS):
            raise NotTaken(str(len(pieces)), _("A question has at most 26 options."))
        for letter, (sign, piece) in zip(LETTERS, pieces, strict=False):
            weight, piece = _weight(piece, Decimal(sign == "="))
            words, _mark, remark = piece.partition("#")
            weights[letter], options[letter] = weight, _words(words, self.form)
            feedback[letter] = _feedback(remark, self.form)
        key = choice_key(weights, several=several)
        self._say("multiple" if several else "single", key, options=options, feedback=_filled(feedback))

    def _short(self, answers: str) -> None:
        forms, feedback = [], {}
        for at, (_sign, piece) in enumerate(_pieces(answers, first="=")):
            weight, piece = _weight(piece, Decimal(1))
            text, _mark, remark = piece.partition("#")
            forms.append({"text": _typed(text), "fraction": decimal(weight)})
            feedback[str(at)] = _feedback(remark, self.form)
        key = {"accepted": forms, "case": False, "blanks": False}
        self._say("short_text", key, feedback=_filled(feedback))

    def _numeric(self, answers: str) -> None:
        answers, tilde, wrong = answers.partition("~")
        if tilde and wrong.strip(" \n#"):
            self.draft.leave(
                clean(show(wrong)), _("A remark to every other answer has no place; general feedback has.")
            )
        ranges, feedback = [], {}
        for at, (_sign, piece) in enumerate(_pieces(answers, first="=")):
            weight, piece = _weight(piece, Decimal(1))
            text, _mark, remark = piece.partition("#")
            ranges.append(_range(_typed(text)) | {"fraction": decimal(weight)})
            feedback[str(at)] = _feedback(remark, self.form)
        key = {"accepted": ranges, "units": {}, "unit_required": False}
        self._say("numeric", key, feedback=_filled(feedback))

    def _matching(self, answers: str) -> None:
        """A pair with nothing on its left only adds an option."""
        options: dict[str, str] = {}
        prompts: dict[str, Words] = {}
        pairs: dict[str, str] = {}
        for _sign, piece in _pieces(answers):
            left, arrow, right = piece.partition("->")
            if not arrow:
                raise Malformed(
                    clean(show(piece)), _("a pair such as =one -> two"), _("Write -> between them.")
                )
            letter = _letter(options, show(_joined(right.strip())))
            if left.strip():
                number = str(len(prompts) + 1)
                prompts[number], pairs[number] = _words(left, self.form), letter
        form = {"plain": markup.plain, "html": markup.perhaps_html}.get(self.form, markup.moodle)
        words = {letter: form(text) for text, letter in options.items()}
        self._say("matching", {"pairs": pairs}, options=words, prompts=prompts)


def _filled(feedback: dict[str, Words]) -> dict[str, Words]:
    return {name: words for name, words in feedback.items() if words}


def _letter(options: dict[str, str], text: str) -> str:
    if text not in options and len(options) == len(LETTERS):
        raise NotTaken(text, _("A question has at most 26 options."))
    return options.setdefault(text, LETTERS[len(options)])


def _pieces(answers: str, first: str = "") -> list[tuple[str, str]]:
    """The answers with the sign before each; without one only where the format lets the first stand so."""
    start, *rest = re.split(r"([=~])", answers)
    pieces = list(zip(rest[::2], rest[1::2], strict=True))
    if start.strip():
        if not first:
            raise Malformed(clean(show(start)), _("= or ~ before each answer"), _("Put the sign before it."))
        pieces = [(first, start), *pieces]
    return pieces


def _weight(piece: str, default: Decimal) -> tuple[Decimal, str]:
    found = WEIGHT.match(piece)
    if not found:
        return default, piece
    weight = Decimal(found[1]) / 100
    if abs(weight) > 1:
        raise Malformed(f"%{found[1]}%", _("a weight from -100 to 100"))
    return weight, piece[found.end() :]


def _range(text: str) -> dict[str, str]:
    """`3.14`, `3.14:0.01`, `3.1..3.2`."""
    if ".." in text:
        low, _dots, high = text.partition("..")
        return {"low": _number(low, text), "high": _number(high, text)}
    value, _colon, tolerance = text.partition(":")
    found = {"value": _number(value, text)}
    if Decimal(allowed := _number(tolerance or "0", text)):
        found["tolerance"] = allowed
    return found


def _number(text: str, whole: str) -> str:
    value = amount(text.strip().replace("−", "-"))
    if value is None:
        raise Malformed(whole, _("a number such as 3.14, 3.14:0.01 or 3.1..3.2"))
    return decimal(value)
