"""Two wordings of the same question: what a round trip through a format may write otherwise is set aside."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.text import clean
from exams.formats.draft import decimal
from exams.kinds.cloze import GAP
from exams.kinds.matching import numbered

SHUFFLED = {"matching", "ordering"}
Texts = Mapping[str, Mapping[str, Any]]


def canonical(kind: str, language: str, texts: Texts, key: Mapping[str, Any]) -> dict[str, Any]:
    """Words and key in one form: empty parts left out, numbers without needless zeros, ranges by bounds, gaps
    by their place, and of kinds that are always shuffled the options by their words."""
    plain = {code: _texts(text) for code, text in texts.items()}
    names = _names(kind, plain.get(language, {}))
    gaps = _gaps(kind, plain.get(language, {}))
    return {
        "texts": {code: _renamed(text, names, gaps) for code, text in plain.items()},
        "key": _key(key, names, gaps),
    }


def _texts(text: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in _filled(text).items() if name != "units" and part != "plain"}


def _filled(value: Any) -> Any:
    """Cleaned, without what is empty."""
    if isinstance(value, Mapping):
        return {name: part for name, inner in value.items() if (part := _filled(inner))}
    return clean(value.replace("\r\n", "\n")) if isinstance(value, str) else value


def _names(kind: str, text: Mapping[str, Any]) -> dict[str, str]:
    options = text.get("options", {})
    return {letter: f"{words}\x00" for letter, words in options.items()} if kind in SHUFFLED else {}


def _gaps(kind: str, text: Mapping[str, Any]) -> dict[str, str]:
    """Gaps numbered as they stand in the words."""
    found = dict.fromkeys(GAP.findall(text.get("stem", ""))) if kind == "cloze" else {}
    return {gap: str(at) for at, gap in enumerate(found, start=1)}


def _renamed(text: dict[str, Any], names: dict[str, str], gaps: dict[str, str]) -> dict[str, Any]:
    said = dict(text)
    if names and "options" in said:
        said["options"] = {
            names.get(letter, letter): words for letter, words in sorted(said["options"].items())
        }
    if gaps:
        said["stem"] = GAP.sub(lambda found: f"[[{gaps.get(found[1], found[1])}]]", said["stem"])
        said["gaps"] = {gaps.get(gap, gap): options for gap, options in said.get("gaps", {}).items()}
        said["feedback"] = {_gap_name(name, gaps): words for name, words in said.get("feedback", {}).items()}
    return _filled(said)


def _gap_name(name: str, gaps: dict[str, str]) -> str:
    gap, dot, inner = name.partition(".")
    return f"{gaps.get(gap, gap)}{dot}{inner}"


def _key(key: Mapping[str, Any], names: dict[str, str], gaps: dict[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = _rules(key)
    if "pairs" in key:
        said["pairs"] = {number: names.get(letter, letter) for number, letter in numbered(key["pairs"])}
    if "order" in key:
        said["order"] = [names.get(letter, letter) for letter in key["order"]]
    if "judgements" in key:
        said["judgements"] = dict(key["judgements"])
    if "gaps" in key:
        weights = key.get("weights", {})
        said = {
            "gaps": {gaps.get(gap, gap): _rules(rules) for gap, rules in key["gaps"].items()},
            "weights": {gaps.get(gap, gap): _number(weights.get(gap, "1")) for gap in key["gaps"]},
        }
    return said


def _rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    """What is right: options with their weights, or accepted forms and how they are compared."""
    said: dict[str, Any] = {"correct": sorted(rules["correct"])} if "correct" in rules else {}
    if weights := {
        name: _number(worth) for name, worth in rules.get("weights", {}).items() if Decimal(worth)
    }:
        said["weights"] = weights
    if "accepted" in rules:
        said["accepted"] = [_accepted(form) for form in rules["accepted"]]
        said["flags"] = [name for name in ("case", "blanks", "unit_required") if rules.get(name)]
        said["units"] = {name: _number(factor) for name, factor in (rules.get("units") or {}).items()}
    return said


def _accepted(form: Mapping[str, str]) -> tuple[str, ...]:
    worth = _number(form.get("fraction", "1"))
    if "text" in form:
        return clean(form["text"]), worth
    if "low" in form:
        return _number(form["low"]), _number(form["high"]), worth
    value, allowed = Decimal(form["value"]), abs(Decimal(form.get("tolerance") or 0))
    return decimal(value - allowed), decimal(value + allowed), worth


def _number(text: str) -> str:
    return decimal(Decimal(text))
