"""Wordings of every kind, drawn at random, in the shapes of the bank."""

from collections.abc import Callable
from decimal import Decimal
from html import escape
from typing import Any

from hypothesis import strategies as st

from core.html import safe
from exams.domain.bank.bank import Wording
from exams.formats.draft import decimal

LETTERS = "abcdefgh"
SIGNS = "a B0中文答ａ~=#{}:\\/%*<>&\"'|;,.!?[]()-+@＝_^$`\n\t\u00a0→“”😀"


def _is_clean(text: str) -> bool:
    from core.text import clean

    return bool(text) and clean(text) == text


text = (
    st.text(
        st.sampled_from(SIGNS) | st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=20
    )
    .map(str.strip)
    .filter(_is_clean)
)
# What is typed as one line: short answers, names of units.
line = text.map(lambda words: " ".join(words.split())).filter(_is_clean)
html = st.lists(
    st.builds(
        lambda tag, words: f"<{tag}>{words.replace('&', '&amp;').replace('<', '&lt;')}</{tag}>",
        st.sampled_from(["p", "strong", "em", "sub", "li", "code"]),
        text,
    ),
    min_size=1,
    max_size=3,
).map(lambda parts: safe("".join(parts)))
weight = st.integers(-20, 20).map(lambda twentieth: decimal(Decimal(twentieth) / 20))
share = st.integers(0, 20).map(lambda twentieth: decimal(Decimal(twentieth) / 20))
numbers = st.integers(-(10**6), 10**6).map(lambda value: decimal(Decimal(value) / 1000))
positive = st.integers(1, 10**6).map(lambda value: decimal(Decimal(value) / 1000))


@st.composite
def options(draw: st.DrawFn, words: Any, least: int = 2, most: int = 6) -> dict[str, str]:
    found = draw(st.lists(words, min_size=least, max_size=most, unique_by=lambda one: "".join(one.split())))
    return dict(zip(LETTERS, found, strict=False))


@st.composite
def remarks(draw: st.DrawFn, names: list[str], words: Any) -> dict[str, str]:
    chosen = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    return {name: draw(words) for name in sorted(chosen)}


def _said(draw: st.DrawFn, words: Any, **parts: Any) -> dict[str, Any]:
    said = {"stem": draw(words), "options": {}, "explanation": draw(st.just("") | words)}
    said |= {name: part for name, part in parts.items() if part}
    return said | ({"format": "html"} if words is html else {})


Drawn = tuple[dict[str, Any], dict[str, Any]]


def _single(draw: st.DrawFn, words: Any) -> Drawn:
    given = draw(options(words))
    right = draw(st.sampled_from(sorted(given)))
    key: dict[str, Any] = {"correct": [right]}
    if draw(st.booleans()):
        others = {letter: draw(share) for letter in given if letter != right}
        earns = {right: "1"} | {letter: worth for letter, worth in others.items() if worth not in ("0", "1")}
        key |= {"weights": earns} if len(earns) > 1 else {}
    return _said(draw, words, options=given, feedback=draw(remarks(sorted(given), words))), key


def _multiple(draw: st.DrawFn, words: Any) -> Drawn:
    given = draw(options(words))
    if draw(st.booleans()):
        right = draw(st.lists(st.sampled_from(sorted(given)), unique=True, min_size=1))
        key: dict[str, Any] = {"correct": sorted(right)}
    else:
        earns = {letter: worth for letter in given if (worth := draw(weight)) != "0"}
        best = draw(st.sampled_from(sorted(given)))
        earns[best] = "1"
        key = {"correct": sorted(one for one, worth in earns.items() if Decimal(worth) > 0), "weights": earns}
    return _said(draw, words, options=given, feedback=draw(remarks(sorted(given), words))), key


def _true_false(draw: st.DrawFn, words: Any) -> Drawn:
    feedback = draw(remarks(["true", "false"], words))
    return _said(draw, words, feedback=feedback), {"correct": [draw(st.sampled_from(["true", "false"]))]}


def _judgement(draw: st.DrawFn, words: Any) -> Drawn:
    given = draw(options(words, least=3))
    said = {letter: draw(st.sampled_from(["best", "acceptable", "harmful"])) for letter in given}
    said[draw(st.sampled_from(sorted(given)))] = "best"
    feedback = draw(remarks(sorted(given), words))
    return _said(draw, words, options=given, feedback=feedback), {"judgements": said}


def _forms(draw: st.DrawFn) -> list[dict[str, str]]:
    texts = draw(
        st.lists(line.map(lambda words: words.replace("*", r"\*")), min_size=1, max_size=3, unique=True)
    )
    return [{"text": words, "fraction": "1" if not at else draw(share)} for at, words in enumerate(texts)]


def _short_text(draw: st.DrawFn, words: Any) -> Drawn:
    forms = _forms(draw)
    names = [str(at) for at in range(len(forms))]
    key = {"accepted": forms, "case": draw(st.booleans()), "blanks": draw(st.booleans())}
    return _said(draw, words, feedback=draw(remarks(names, words))), key


def _ranges(draw: st.DrawFn) -> list[dict[str, str]]:
    found = []
    for at in range(draw(st.integers(1, 3))):
        worth = "1" if not at else draw(share)
        if draw(st.booleans()):
            low = Decimal(draw(numbers))
            range_ = {"low": decimal(low), "high": decimal(low + Decimal(draw(positive)))}
        else:
            range_ = {"value": draw(numbers)} | draw(
                st.just({}) | st.builds(lambda one: {"tolerance": one}, positive)
            )
        found.append(range_ | {"fraction": worth})
    return found


def _numeric(draw: st.DrawFn, words: Any) -> Drawn:
    ranges = _ranges(draw)
    units = draw(st.sampled_from([{}, {"kg": "1", "g": "0.001"}, {"min": "1", "h": "60", "d": "1440"}]))
    key = {"accepted": ranges, "units": units, "unit_required": bool(units) and draw(st.booleans())}
    names = [str(at) for at in range(len(ranges))]
    said = _said(draw, words, feedback=draw(remarks(names, words)))
    return said | ({"units": list(units)} if units else {}), key


def _matching(draw: st.DrawFn, words: Any) -> Drawn:
    given, prompts = draw(options(words)), draw(options(words))
    asked = {str(at): prompt for at, prompt in enumerate(prompts.values(), start=1)}
    key = {"pairs": {number: draw(st.sampled_from(sorted(given))) for number in asked}}
    return _said(draw, words, options=given, prompts=asked), key


def _ordering(draw: st.DrawFn, words: Any) -> Drawn:
    given = draw(options(words))
    return _said(draw, words, options=given), {"order": draw(st.permutations(sorted(given)))}


def _cloze(draw: st.DrawFn, words: Any) -> Drawn:
    number = draw(st.integers(1, 3))
    rules: dict[str, Any] = {}
    gaps: dict[str, dict[str, str]] = {}
    for gap in map(str, range(1, number + 1)):
        kind = draw(st.sampled_from(["choice", "short_text", "numeric"]))
        if kind == "choice":
            shown = line.map(lambda one: safe(escape(one, quote=False))) if words is html else line
            gaps[gap] = draw(options(shown, most=4))
            rules[gap] = {"correct": [draw(st.sampled_from(sorted(gaps[gap])))]}
        elif kind == "short_text":
            rules[gap] = {
                "kind": kind,
                "accepted": _forms(draw),
                "case": draw(st.booleans()),
                "blanks": False,
            }
        else:
            rules[gap] = {"kind": kind, "accepted": _ranges(draw), "units": {}, "unit_required": False}
    said = _said(draw, words, gaps=gaps)
    marks = "".join(f" [[{gap}]] …" for gap in rules)
    said["stem"] = f"{said['stem']}<p>{marks}</p>" if words is html else f"{said['stem']}{marks}"
    key: dict[str, Any] = {"gaps": rules}
    if draw(st.booleans()):
        key["weights"] = {gap: str(draw(st.integers(1, 5))) for gap in rules}
    return said, key


def _essay(draw: st.DrawFn, words: Any) -> Drawn:
    return _said(draw, words), {}


DRAWN: dict[str, Callable[[st.DrawFn, Any], Drawn]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "judgement": _judgement,
    "short_text": _short_text,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _essay,
    "spoken": _essay,
}


@st.composite
def wordings(draw: st.DrawFn, kind: str) -> Wording:
    said, key = DRAWN[kind](draw, draw(st.sampled_from([text, html])))
    return Wording(
        kind=kind,
        language="zh-hans",
        texts={"zh-hans": said},
        key=key,
        difficulty=draw(st.sampled_from(["easy", "medium", "hard"])),
        level=draw(st.none() | st.integers(1, 5)),
        points=Decimal(draw(st.integers(1, 99_999))) / 100,
    )
