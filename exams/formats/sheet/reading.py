"""A spreadsheet read as drafts: each row is checked as a whole, and told by row and column what is wrong."""

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports import Outcome, Row, rows_of
from core.text import fold, narrow
from exams.enums import QuestionKind
from exams.formats.categories import path
from exams.formats.draft import LETTERS, Draft, Malformed, NotTaken, Place, decimal, number
from exams.formats.markup import Words
from exams.formats.moodle.embedded import parsed
from exams.formats.sheet.answers import letters, truth
from exams.formats.sheet.columns import COLUMNS, OTHERS, WORTH
from exams.formats.sheet.notation import listed, named
from exams.formats.sound import check
from exams.kinds.kind import LONGEST

BLANKS = re.compile(r"\s+")
PAIR = re.compile(r"(?<!\d)(\d++)\s*+[-=:：→>]*+\s*+([A-Z])", re.IGNORECASE)
RANGE = re.compile(r"\s*([+-]?[\d.]+)\s*(?:\.\.|~|～|…|至)\s*([+-]?[\d.]+)\s*")
TOLERATED = re.compile(r"\s*([+-]?[\d.]+)\s*(?:(?:±|:|\+/-|\+-)\s*([\d.]+))?\s*")
FLAGS = {
    "case": ("区分大小写", "case", "大小写"), "blanks": ("区分空格", "blanks", "空格"),
    "unit": ("单位必填", "unit", "单位"),
}  # fmt: skip
TYPED: set[str] = {QuestionKind.SHORT_TEXT, QuestionKind.NUMERIC}
NO_ANSWER = {QuestionKind.CLOZE, QuestionKind.ESSAY, QuestionKind.SPOKEN}
FILL_IN = _("Fill it in, or remove the row.")


def read(file: BinaryIO, *, outcome: Outcome, limit: int) -> Iterator[Draft]:
    """The rows whose cells are right each for itself; what is wrong is in the report, and the row not ok."""
    for row in rows_of(file, COLUMNS, outcome=outcome, limit=limit):
        draft = Draft(Place(format_lazy(_("Row {row}"), row=row.number), row.number), row=row)
        if row.ok:
            _fill(draft, row)
            yield draft


def _fill(draft: Draft, row: Row) -> None:
    draft.kind = str(row["kind"])
    draft.code, draft.language = row["code"] or "", row["language"] or ""
    draft.category = path(row["category"] or "")
    draft.says = {key: row[key] for key in ("points", "difficulty", "level") if row.has(key)}
    if row.has("tags"):
        draft.says["tags"] = [tag for tag in re.split(r"[,，、;；\n]", row["tags"] or "") if tag.strip()]
    if row.has("reserved"):
        draft.says["reserved"] = bool(row["reserved"])
    if not row["answer"] and row["kind"] not in NO_ANSWER:
        row.error("answer", _("a cell that is filled in"), FILL_IN)
        return
    _words(draft, row)
    KINDS[draft.kind](draft, row)
    _leftovers(draft, row)
    if row.ok:
        _weigh(draft, row)
        _remark(draft, row)
        _translate(draft, row)
    if row.ok:
        _check(draft, row)


def _words(draft: Draft, row: Row) -> None:
    draft.text = {"stem": row["stem"], "options": _options(row), "explanation": row["explanation"] or ""}
    if row["format"] == "html":
        draft.text["format"] = "html"
    draft.keeps = {key for key in ("explanation", "feedback") if not row.has(key)}


def _options(row: Row) -> dict[str, str]:
    """The options that are filled in, by letter."""
    return {letter: row[f"option_{letter}"] for letter in LETTERS if row[f"option_{letter}"]}


def _check(draft: Draft, row: Row) -> None:
    """What every format asks of a question."""
    try:
        check(draft)
    except Malformed as fault:
        row.error("answer", fault.expected, fault.remedy)
    except NotTaken as refusal:
        row.error("stem", refusal.why)


# Choices


def _truth(draft: Draft, row: Row) -> None:
    options = draft.text["options"]
    word = truth(row["answer"], options)
    if set(options) - {"a", "b"}:
        row.error(
            "option_c", _("no third option for true or false"), _("Leave it empty, or name another kind.")
        )
    elif word is None:
        row.error(
            "answer",
            _("对 or 错, √ or ×, T or F"),
            _("A and B count where the options A and B say 对 and 错, or are empty."),
        )
    draft.text["options"] = {}
    draft.key = {"correct": [str(word).lower()]}


def _choice(draft: Draft, row: Row) -> None:
    _check_options(row, draft.text["options"])
    _check_letters(row, draft.text["options"])
    draft.key = {"correct": letters(row["answer"]) or []}


def _check_options(row: Row, given: dict[str, str]) -> None:
    """At least two, from A on without a gap, no two alike."""
    missing = [letter for letter in LETTERS[: max(_last(given), 2)] if letter not in given]
    if missing:
        row.error(
            f"option_{missing[0]}",
            _("an option") if _last(given) < 2 else _("an option before the next one"),
            _("Fill it in, or move the later options up and mend the answer."),
        )
    seen: dict[str, str] = {}
    for letter, text in given.items():
        first = seen.setdefault(BLANKS.sub("", narrow(text)), letter)
        if first != letter:
            row.error(
                f"option_{letter}",
                _("options that differ"),
                format_lazy(_("Option {letter} says the same."), letter=first.upper()),
            )


def _last(options: dict[str, str]) -> int:
    return LETTERS.index(max(options)) + 1 if options else 0


def _check_letters(row: Row, given: dict[str, str]) -> None:
    correct = letters(row["answer"])
    known = ", ".join(given).upper()
    several_may = bool(row["weights"])
    if correct is None or not set(correct) <= set(given):
        row.error(
            "answer",
            format_lazy(_("letters of options that are there: {letters}"), letters=known),
            _("Write letters only, such as A or ACD."),
        )
    elif row["kind"] == QuestionKind.SINGLE and len(correct) > 1 and not several_may:
        row.error("answer", _("one letter for a single choice"), _("Name one, or make it a multiple choice."))
    elif row["kind"] == QuestionKind.MULTIPLE and len(correct) == 1 and not several_may:
        row.warn("answer", _("two letters or more for a multiple choice"), _("It was taken as it is."))


def _judgement(draft: Draft, row: Row) -> None:
    _check_options(row, draft.text["options"])
    by_word = {fold(word): worth for worth, words in WORTH.items() for word in words}
    said = named(row["answer"].replace(";", "\n").replace("；", "\n"))
    words = {letter.lower(): by_word.get(fold(word)) for letter, word in (said or {}).items()}
    if words.keys() != draft.text["options"].keys() or None in words.values():
        row.error("answer", _("A=最佳, B=可接受, C=有害, one on each line"), _("Judge every option."))
    draft.key = {"judgements": {letter: words.get(letter) for letter in draft.text["options"]}}


# What is typed


def _short(draft: Draft, row: Row) -> None:
    flags = _flags(row, "case", "blanks")
    forms = [{"text": text, "fraction": "1"} for text in listed(row["answer"])]
    draft.key = {"accepted": forms, "case": flags["case"], "blanks": flags["blanks"]}


def _numeric(draft: Draft, row: Row) -> None:
    ranges = [_range(text) for text in listed(row["answer"])]
    if None in ranges:
        row.error(
            "answer", _("a number such as 3.14, 3.14±0.01 or 1..5"), _("Put each on a line of its own.")
        )
    units = _units(row)
    required = _flags(row, "unit")["unit"]
    accepted = [range_ | {"fraction": "1"} for range_ in ranges if range_]
    draft.key = {"accepted": accepted, "units": units, "unit_required": required and bool(units)}


def _flags(row: Row, *names: str) -> dict[str, bool]:
    by_word = {fold(word): flag for flag, words in FLAGS.items() for word in words}
    said = [
        by_word.get(fold(word)) for word in re.split(r"[,，、;；|\n]", row["rules"] or "") if word.strip()
    ]
    if None in said or not set(said) <= {*names}:
        shown = ", ".join(FLAGS[name][0] for name in names)
        row.error("rules", format_lazy(_("one of {names}"), names=shown), _("Write one of these words."))
    return {name: name in said for name in names}


def _range(text: str) -> dict[str, str] | None:
    if len(text) > LONGEST:
        return None
    plain = narrow(text).replace("−", "-")
    try:
        if between := RANGE.fullmatch(plain):
            return {"low": decimal(number(between[1])), "high": decimal(number(between[2]))}
        if found := TOLERATED.fullmatch(plain):
            allowed = number(found[2] or "0")
            value = {"value": decimal(number(found[1]))}
            return value | ({"tolerance": decimal(allowed)} if allowed else {})
    except Malformed:
        pass
    return None


def _units(row: Row) -> dict[str, str]:
    found = named(row["units"] or "")
    try:
        units = {name: decimal(number(factor)) for name, factor in (found or {}).items()}
    except Malformed:
        found = None
        units = {}
    if found is None or any(number(factor) <= 0 for factor in units.values()):
        row.error("units", _("kg=1 and g=0.001, one on each line"), _("Give each unit its number."))
    return units


# Pairs, order, gaps


def _matching(draft: Draft, row: Row) -> None:
    options = draft.text["options"]
    prompts = {str(at): words for at, words in enumerate(listed(row["prompts"] or ""), start=1)}
    pairs = {number: letter.lower() for number, letter in PAIR.findall(narrow(row["answer"]))}
    if pairs.keys() != prompts.keys() or not set(pairs.values()) <= options.keys():
        row.error("answer", _("1A, 2B and so on, one for each line of 左项"), _("Name each pair once."))
    draft.text["prompts"], draft.key = prompts, {"pairs": pairs}


def _ordering(draft: Draft, row: Row) -> None:
    _check_options(row, draft.text["options"])
    order = [letter for letter in narrow(row["answer"]).lower() if letter in LETTERS]
    if sorted(order) != sorted(draft.text["options"]):
        row.error("answer", _("every option once, such as CAB"), _("Name each option once, in order."))
    draft.key = {"order": order}


def _cloze(draft: Draft, row: Row) -> None:
    """The answers stand in the stem, as Moodle writes them: {1:SHORTANSWER:=Berlin}."""
    is_html = row["format"] == "html"
    try:
        stem, gaps, rules, weights, remarks = parsed(draft, Words(row["stem"], is_html))
    except (Malformed, NotTaken) as error:
        expected = error.expected if isinstance(error, Malformed) else error.why
        row.error(
            "stem", expected, _("Write each gap as {1:SHORTANSWER:=Berlin} or {1:MULTICHOICE:=yes~no}.")
        )
        return
    form = Words.as_html if is_html else lambda words: words.text
    draft.text |= {"stem": stem.text}
    if gaps:
        draft.text["gaps"] = {
            gap: {letter: form(words) for letter, words in options.items()} for gap, options in gaps.items()
        }
    if remarks:
        draft.text["feedback"] = {name: form(words) for name, words in remarks.items()}
    draft.key = {"gaps": rules} | ({"weights": weights} if set(weights.values()) != {"1"} else {})


def _written(draft: Draft, row: Row) -> None:
    if row["answer"]:
        row.warn("answer", _("an empty cell, since a person judges the answer"), _("It was left out."))
        row.outcome.drop(
            draft.place.text, row["stem"], row["answer"], _("Give the question a rubric in its place.")
        )
    draft.key = {}


# What all kinds may have


def _leftovers(draft: Draft, row: Row) -> None:
    """Cells that the kind has no use for."""
    uses: dict[str, set[str]] = {
        "prompts": {"matching"},
        "units": {"numeric"},
        "rules": TYPED,
        "weights": {"single", "multiple", *TYPED},
    }
    for key, kinds in uses.items():
        if row[key] and draft.kind not in kinds:
            row.error(key, _("an empty cell for this kind of question"), _("Empty it, or name another kind."))
    keeps_options = {"single", "multiple", "true_false", "judgement", "matching", "ordering"}
    if draft.kind not in keeps_options and draft.text["options"]:
        letter = min(draft.text["options"])
        row.error(
            f"option_{letter}",
            _("an empty cell for this kind of question"),
            _("Empty it, or name another kind."),
        )


def _weigh(draft: Draft, row: Row) -> None:
    """`A=0.5` for options, `2=0.5` for the second accepted answer."""
    if not row["weights"]:
        return
    said = named(row["weights"])
    try:
        worth = {name.lower(): number(weight) for name, weight in (said or {}).items()}
    except Malformed:
        said, worth = None, {}
    if draft.kind in TYPED:
        known = {str(at): form for at, form in enumerate(draft.key["accepted"], start=1)}
        for name in worth.keys() & known.keys():
            known[name]["fraction"] = decimal(worth[name])
    else:
        known = draft.text["options"]
        draft.key["weights"] = {name: decimal(weight) for name, weight in worth.items()}
    if said is None or not worth.keys() <= known.keys() or any(abs(weight) > 1 for weight in worth.values()):
        row.error(
            "weights",
            _("A=0.5 and B=-0.5, one on each line, from -1 to 1"),
            _("Name options that are there."),
        )


def _remark(draft: Draft, row: Row) -> None:
    if row["feedback"]:
        draft.text["feedback"] = _remarks(draft, row, "feedback")


def _remarks(draft: Draft, row: Row, key: str) -> dict[str, str]:
    """Remarks by option, by 对 and 错, or by the place of the accepted answer."""
    said = named(row[key])
    found = {remark_name(draft.kind, name): words for name, words in (said or {}).items()}
    if said is None or "" in found:
        row.error(key, _("A: and the remark, one on each line"), _("Name options that are there."))
    return found


def remark_name(kind: str, name: str) -> str:
    """The name that a remark has in the bank; empty for one that its kind does not have."""
    plain = narrow(name).lower()
    if kind == QuestionKind.TRUE_FALSE:
        word = truth(name, {})
        return "" if word is None else str(word).lower()
    if kind in TYPED:
        return str(int(plain) - 1) if plain.isdecimal() and int(plain) else ""
    if kind == QuestionKind.CLOZE:
        gap, _dot, inner = plain.partition(".")
        return f"{gap}.{int(inner) - 1 if inner.isdecimal() else inner}" if inner else ""
    return plain if plain in LETTERS else ""


# Other languages


def _translate(draft: Draft, row: Row) -> None:
    for code in OTHERS:
        if row[f"{code}:stem"]:
            draft.others[code] = _translated(draft, row, code)
    draft.languages = {code for code in OTHERS if row.has(f"{code}:stem")}


def _translated(draft: Draft, row: Row, code: str) -> dict[str, Any]:
    text: dict[str, Any] = {
        "stem": row[f"{code}:stem"],
        "options": {},
        "explanation": row[f"{code}:explanation"] or "",
    }
    for part in ("options", "gaps"):
        if cell := row[f"{code}:{part}"]:
            said = named(cell)
            if said is None:
                row.error(f"{code}:{part}", _("A: and the words, one on each line"))
            text[part] = READ[part](said or {})
    if row[f"{code}:prompts"]:
        text["prompts"] = {str(at): words for at, words in enumerate(listed(row[f"{code}:prompts"]), start=1)}
    if row[f"{code}:feedback"]:
        text["feedback"] = _remarks(draft, row, f"{code}:feedback")
    if row[f"{code}:format"] == "html":
        text["format"] = "html"
    for part in ("options", "prompts", "gaps"):
        if text.get(part, {}).keys() != draft.text.get(part, {}).keys():
            row.error(f"{code}:{part}", _("the same options as in the first language"))
    return text


def _by_letter(said: dict[str, str]) -> dict[str, str]:
    return {name.lower(): words for name, words in said.items()}


def _by_gap(said: dict[str, str]) -> dict[str, dict[str, str]]:
    gaps: dict[str, dict[str, str]] = {}
    for name, words in said.items():
        gap, _dot, letter = name.lower().partition(".")
        gaps.setdefault(gap, {})[letter] = words
    return gaps


READ: dict[str, Callable[[dict[str, str]], dict[str, Any]]] = {
    "options": _by_letter,
    "gaps": _by_gap,
}
KINDS: dict[str, Callable[[Draft, Row], None]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "judgement": _judgement,
    "short_text": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _written,
    "spoken": _written,
}
