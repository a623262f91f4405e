"""A paper while it is being composed: what stands in the form, held against the bank and told in words."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import ngettext

from exams.domain.papers import pool, stock
from exams.domain.papers.blueprint import Blueprint, Fixed, Part, Rule
from exams.enums import Difficulty

MOST_SECTIONS, MOST_RULES, MOST_FIXED = 50, 50, 1000
MOST = 1000


def blueprint(form: Any, *, topics: Collection[int]) -> Blueprint:
    """What the form says, rules without a number or a topic as zero. Raises ValueError for what is no form.

    Rules draw from no topic but these.
    """
    sections = _listed(form.get("sections") if isinstance(form, dict) else None, MOST_SECTIONS)
    return Blueprint("", [_part(section, topics) for section in sections])


def in_words(blueprint: Blueprint) -> dict[str, Any]:
    """For each section and rule what it needs and has, and a sentence for the whole."""
    found = stock.of(blueprint, pool.read(blueprint))
    rules: list[list[dict[str, Any]]] = [[] for _part in blueprint.parts]
    for shelf in found.shelves:
        rules[shelf.section].append({"words": shelf.words if shelf.needs else "", "short": bool(shelf.short)})
    return {"sections": rules, "enough": found.is_enough, "words": _whole(blueprint, found)}


def _whole(blueprint: Blueprint, found: stock.Stock) -> str:
    if not found.is_enough and found.asks:
        return str(stock.refusal(blueprint, found))
    sentence = ngettext("The paper asks %(n)d question.", "The paper asks %(n)d questions.", found.asks)
    left_out = ngettext(
        "%(n)d fixed question is left out: it is retired, stale or a draft.",
        "%(n)d fixed questions are left out: they are retired, stale or drafts.",
        found.left_out,
    )
    said = [sentence % {"n": found.asks}, left_out % {"n": found.left_out} if found.left_out else ""]
    return " ".join(words for words in said if words)


def _part(section: Any, topics: Collection[int]) -> Part:
    if not isinstance(section, dict):
        raise ValueError(section)
    rules = [_rule(rule, topics) for rule in _listed(section.get("rules"), MOST_RULES)]
    fixed = [Fixed(_number(pk)) for pk in _listed(section.get("questions"), MOST_FIXED)]
    return Part(str(section.get("title", ""))[:120], fixed=fixed, rules=rules)


def _rule(rule: Any, topics: Collection[int]) -> Rule:
    if not isinstance(rule, dict):
        raise ValueError(rule)
    topic, difficulty = _number(rule.get("topic")), str(rule.get("difficulty") or "")
    if topic not in topics or difficulty not in ("", *Difficulty.values):
        return Rule(0, 0)
    count = min(_number(rule.get("count")), MOST)
    tag, level = _number(rule.get("tag")), _number(rule.get("level"))
    return Rule(count, topic, difficulty, tag or None, level or None)


def _listed(rows: Any, most: int) -> list[Any]:
    if not isinstance(rows, list) or len(rows) > most:
        raise ValueError(rows)
    return rows


def _number(value: Any) -> int:
    """A natural number, as a form sends it; 0 for an empty or odd one."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
