"""Whether a draft can be a question at all: what its kind needs is there, and its key names what is there."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from exams.formats.draft import LETTERS, Draft, Malformed, NotTaken
from exams.formats.markup import is_blank
from exams.kinds.cloze import gaps
from exams.kinds.kind import amount

STEM, OPTION, TYPED = 20_000, 4_000, 300
MOST_GAPS = 99


def check(draft: Draft) -> None:
    """Raises Malformed or NotTaken; a draft that passes can be asked."""
    if is_blank(draft.text.get("stem", "")):
        raise Malformed("", _("the words of a question"), _("Write the question, or remove it."))
    _check_lengths(draft.text)
    KINDS[draft.kind](draft.text, draft.key)


def _check_lengths(text: dict[str, Any]) -> None:
    _check_length(text["stem"], STEM)
    _check_length(text.get("explanation", ""), STEM)
    for part in ("options", "prompts", "feedback"):
        for words in text.get(part, {}).values():
            _check_length(words, OPTION)


def _check_length(words: str, limit: int) -> None:
    if len(words) > limit:
        raise NotTaken(words[:40] + "…", _("The text is too long for a question."))


def _check_numbers(numbers: Iterable[object]) -> None:
    """What a question is marked with can be computed with."""
    for number in numbers:
        if amount(number) is None:
            raise Malformed(
                str(number)[:40], _("a number"), _("Write digits only, with a point for decimals.")
            )


def _options(text: dict[str, Any], least: int = 2) -> dict[str, str]:
    options = text.get("options", {})
    if len(options) > len(LETTERS):
        raise NotTaken(str(len(options)), _("A question has at most 26 options."))
    if len(options) < least:
        raise Malformed(
            "; ".join(options.values()), _("two options or more"), _("Add the options that are missing.")
        )
    for words in options.values():
        if is_blank(words):
            raise Malformed("", _("an option that is filled in"), _("Fill it in, or remove it."))
    return options


def _choice(text: dict[str, Any], key: dict[str, Any]) -> None:
    options = _options(text)
    if not key.get("correct") or not set(key["correct"]) <= options.keys():
        raise Malformed("", _("an option that is right"), _("Mark the right answer."))
    _check_numbers(key.get("weights", {}).values())


def _truth(text: dict[str, Any], key: dict[str, Any]) -> None:
    if key.get("correct") not in (["true"], ["false"]):
        raise Malformed("", _("true or false"), _("Mark the right answer."))


def _judgement(text: dict[str, Any], key: dict[str, Any]) -> None:
    options = _options(text)
    if key["judgements"].keys() != options.keys() or "best" not in key["judgements"].values():
        raise Malformed("", _("an option that is best"), _("Mark the right answer."))


def _short_text(text: dict[str, Any], key: dict[str, Any]) -> None:
    forms = key.get("accepted", [])
    _check_numbers(form["fraction"] for form in forms)
    if not any(Decimal(form["fraction"]) > 0 for form in forms) or not all(form["text"] for form in forms):
        raise Malformed("", _("an answer that is accepted"), _("Write at least one right answer."))
    for form in forms:
        _check_length(form["text"], TYPED)


def _numeric(text: dict[str, Any], key: dict[str, Any]) -> None:
    ranges = key.get("accepted", [])
    _check_numbers(said for range_ in ranges for said in range_.values())
    _check_numbers(key.get("units", {}).values())
    if not any(Decimal(range_["fraction"]) > 0 for range_ in ranges):
        raise Malformed("", _("an answer that is accepted"), _("Write at least one right answer."))
    for range_ in ranges:
        if "low" in range_ and Decimal(range_["low"]) > Decimal(range_["high"]):
            raise Malformed(
                f"{range_['low']}..{range_['high']}", _("the lower bound first"), _("Swap the two numbers.")
            )


def _matching(text: dict[str, Any], key: dict[str, Any]) -> None:
    options, prompts = _options(text), text.get("prompts", {})
    if len(prompts) < 2 or key["pairs"].keys() != prompts.keys():
        raise Malformed("; ".join(prompts.values()), _("two pairs or more"), _("Add the other pairs."))
    if not set(key["pairs"].values()) <= options.keys():
        raise Malformed("", _("an option for every pair"), _("Add the options that are missing."))


def _ordering(text: dict[str, Any], key: dict[str, Any]) -> None:
    if sorted(key["order"]) != sorted(_options(text)):
        raise Malformed("".join(key["order"]), _("every option once"), _("Name each option once, in order."))


def _cloze(text: dict[str, Any], key: dict[str, Any]) -> None:
    marked = gaps(text["stem"])
    if not marked or set(marked) != key["gaps"].keys():
        raise Malformed(", ".join(marked), _("the gaps that the text marks"), _("Mark each gap once: [[1]]."))
    _check_numbers(key.get("weights", {}).values())
    for gap, rules in key["gaps"].items():
        if "correct" in rules:
            _choice({"options": text.get("gaps", {}).get(gap, {})}, rules)
        else:
            (_numeric if rules.get("kind") == "numeric" else _short_text)(text, rules)


def _written(text: dict[str, Any], key: dict[str, Any]) -> None:
    """A person judges it: there is no key."""


KINDS: dict[str, Callable[[dict[str, Any], dict[str, Any]], None]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "judgement": _judgement,
    "short_text": _short_text,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _written,
    "spoken": _written,
}
