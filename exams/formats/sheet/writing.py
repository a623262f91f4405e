"""Drafts written as rows of a spreadsheet, which hold all of a question but its pictures."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.imports import Column
from core.imports.cells import CELL_LIMIT
from exams.formats.draft import Draft, Left
from exams.formats.gift.writing import number
from exams.formats.moodle.writing import embedded
from exams.formats.sheet.columns import COLUMNS, DIFFICULTIES, KINDS, WORTH
from exams.formats.sheet.notation import as_list, as_named, guarded
from exams.kinds.matching import numbered

BASIC = {"code", "kind", "stem", "option_a", "option_b", "option_c", "option_d", "answer", "points"}
BASIC |= {"explanation", "difficulty", "level"}
Cells = dict[str, Any]


def write(drafts: Iterable[Draft]) -> tuple[list[str], list[list[Any]], list[Left]]:
    """The titles of the columns that are needed, the rows below them, and what no cell can hold."""
    rows: list[Cells] = []
    left: list[Left] = []
    for draft in drafts:
        left += draft.left
        cells = _cells(draft)
        if any(isinstance(cell, str) and len(cell) >= CELL_LIMIT for cell in cells.values()):
            left.append(
                Left(draft.place, _("length"), _("A cell holds at most 32,767 characters."), is_question=True)
            )
        else:
            rows.append(cells)
    columns = _needed(rows)
    return [column.aliases[0] for column in columns], [_row(cells, columns) for cells in rows], left


def _needed(rows: list[Cells]) -> list[Column]:
    """The usual columns, and of the others those that hold something."""
    used = BASIC | {key for cells in rows for key, cell in cells.items() if cell not in (None, "")}
    return [column for column in COLUMNS if column.key in used]


def _row(cells: Cells, columns: list[Column]) -> list[Any]:
    return [guarded(cell) if isinstance(cell := cells.get(column.key), str) else cell for column in columns]


def _cells(draft: Draft) -> Cells:
    text, says = draft.text, draft.says
    cells: Cells = {
        "code": draft.code,
        "kind": KINDS[draft.kind][0],  # type: ignore[index]
        "stem": embedded(draft) if draft.kind == "cloze" else text["stem"],
        "explanation": text.get("explanation", ""),
        "points": says.get("points"),
        "difficulty": DIFFICULTIES[says["difficulty"]][0] if says.get("difficulty") else "",
        "level": says.get("level"),
        "tags": ", ".join(says.get("tags", ())),
        "reserved": "是" if says.get("reserved") else "",
        "category": "/".join(name.replace("/", "//") for name in draft.category),
        "language": draft.language,
        "format": text.get("format", ""),
    }
    cells |= {f"option_{letter}": words for letter, words in text.get("options", {}).items()}
    cells |= ANSWERS[draft.kind](draft) if draft.kind in ANSWERS else {}
    if draft.kind != "cloze":
        cells["feedback"] = _remarks(draft.kind, text)
    for code, other in draft.others.items():
        cells |= _translated(draft.kind, code, other)
    return cells


def _remarks(kind: str, text: dict[str, Any]) -> str:
    return as_named({_remark_name(kind, name): words for name, words in text.get("feedback", {}).items()})


def _remark_name(kind: str, name: str) -> str:
    if kind == "true_false":
        return {"true": "对", "false": "错"}[name]
    if kind in ("short_text", "numeric"):
        return str(int(name) + 1)
    gap, dot, inner = name.rpartition(".")
    return f"{gap}{dot}{int(inner) + 1 if inner.isdecimal() else inner.upper()}"


def _choice(draft: Draft) -> Cells:
    weights = draft.key.get("weights", {})
    shown = {letter.upper(): worth for letter, worth in weights.items()}
    return {"answer": "".join(draft.key["correct"]).upper(), "weights": as_named(shown, "=")}


def _truth(draft: Draft) -> Cells:
    return {"answer": "对" if draft.key["correct"] == ["true"] else "错"}


def _judgement(draft: Draft) -> Cells:
    said = {letter.upper(): WORTH[word][0] for letter, word in draft.key["judgements"].items()}
    return {"answer": as_named(said, "=")}


def _fractions(accepted: list[dict[str, str]]) -> str:
    told = {str(at): form["fraction"] for at, form in enumerate(accepted, start=1) if form["fraction"] != "1"}
    return as_named(told, "=")


def _short(draft: Draft) -> Cells:
    key = draft.key
    flags = [word for name, word in (("case", "区分大小写"), ("blanks", "区分空格")) if key.get(name)]
    answers = as_list(form["text"] for form in key["accepted"])
    return {"answer": answers, "weights": _fractions(key["accepted"]), "rules": ", ".join(flags)}


def _numeric(draft: Draft) -> Cells:
    key = draft.key
    return {
        "answer": as_list(number(range_).replace(":", "±") for range_ in key["accepted"]),
        "weights": _fractions(key["accepted"]),
        "units": as_named(key.get("units", {}), "="),
        "rules": "单位必填" if key.get("unit_required") else "",
    }


def _matching(draft: Draft) -> Cells:
    prompts = as_list(words for _number, words in numbered(draft.text["prompts"]))
    pairs = (f"{at}{letter.upper()}" for at, letter in numbered(draft.key["pairs"]))
    return {"prompts": prompts, "answer": ", ".join(pairs)}


def _ordering(draft: Draft) -> Cells:
    return {"answer": "".join(draft.key["order"]).upper()}


def _translated(kind: str, code: str, text: dict[str, Any]) -> Cells:
    gaps = {
        f"{gap}.{letter.upper()}": words
        for gap, options in text.get("gaps", {}).items()
        for letter, words in options.items()
    }
    options = {letter.upper(): words for letter, words in text.get("options", {}).items()}
    cells = {
        "stem": text["stem"],
        "options": as_named(options),
        "explanation": text.get("explanation", ""),
        "feedback": _remarks(kind, text),
        "prompts": as_list(words for _number, words in numbered(text.get("prompts", {}))),
        "gaps": as_named(gaps),
        "format": text.get("format", ""),
    }
    return {f"{code}:{key}": cell for key, cell in cells.items()}


ANSWERS: dict[str, Callable[[Draft], Cells]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "judgement": _judgement,
    "short_text": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
}
