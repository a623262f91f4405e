"""What the bank holds for a blueprint: versions that may be asked, as units, and the rules they suit."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from operator import or_
from time import monotonic
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q

from exams.domain.papers import blueprint as blueprints
from exams.domain.papers.blueprint import Blueprint, Rule
from exams.domain.papers.drawing import Unit
from exams.models import Paper, Question, QuestionVersion, Topic


class Candidate(NamedTuple):
    """A version that may be asked."""

    question: int
    version: int
    points: Decimal
    topic: int
    difficulty: str
    level: int | None
    stimulus: int | None = None


@dataclass(frozen=True)
class Pool:
    """The fixed questions by their ids, and groups of one or more that are drawn whole, with their units."""

    fixed: dict[int, Candidate]
    groups: list[list[Candidate]]
    units: list[Unit]


NO_TAGS: frozenset[int] = frozenset()
COLUMNS = (
    "question_id",
    "pk",
    "points",
    "question__topic_id",
    "difficulty",
    "level",
    "question__stimulus_id",
)


_kept: dict[tuple[int, bool], tuple[float, tuple[Blueprint, Pool]]] = {}


def recent(paper: Paper, *, practice: bool = False) -> tuple[Blueprint, Pool]:
    """A paper and its stock as read by this process not longer ago than GRADUS_STOCK_SECONDS: many start at
    once."""
    key = (paper.pk, practice)
    now = monotonic()
    for known in [known for known, (at, _read) in _kept.items() if now - at >= settings.GRADUS_STOCK_SECONDS]:
        _kept.pop(known, None)
    if key not in _kept:
        blueprint = blueprints.of(paper)
        found = blueprint, read(blueprint, practice=practice)
        if settings.GRADUS_STOCK_SECONDS:
            _kept[key] = (now, found)
        return found
    return _kept[key][1]


def read(blueprint: Blueprint, *, practice: bool = False) -> Pool:
    """The stock for all rules at once; practice never draws what is reserved for exams."""
    rules = [rule for _index, rule in blueprint.rules]
    below = with_below({rule.topic for rule in rules})
    fixed = blueprint.fixed
    asked = QuestionVersion.objects.asked().filter(_wanted(rules, below) | Q(question__in=list(fixed)))
    if practice:
        asked = asked.filter(question__reserved=False)
    in_order = asked.order_by("question__place", "question_id")
    found = [Candidate(*row) for row in in_order.values_list(*COLUMNS)]
    groups = _groups(found, fixed)
    tagged = _tagged(blueprints.tags(rules))

    @cache
    def suited(topic: int, difficulty: str, level: int | None, tags: frozenset[int]) -> frozenset[int]:
        return frozenset(
            number for number, rule in enumerate(rules) if _suits(topic, difficulty, level, tags, rule, below)
        )

    def suiting(one: Candidate) -> frozenset[int]:
        return suited(one.topic, one.difficulty, one.level, tagged.get(one.question, NO_TAGS))

    units = [
        Unit(at, len(group), frozenset.intersection(*(suiting(one) for one in group)))
        for at, group in enumerate(groups)
    ]
    return Pool({one.question: one for one in found if one.question in fixed}, groups, units)


def _groups(found: Iterable[Candidate], fixed: Collection[int]) -> list[list[Candidate]]:
    """Single questions, and those on one stimulus together; such a unit with a fixed one is not drawn."""
    groups: dict[tuple[str, int], list[Candidate]] = {}
    for one in found:
        key = ("stimulus", one.stimulus) if one.stimulus else ("question", one.question)
        groups.setdefault(key, []).append(one)
    return [group for group in groups.values() if not any(one.question in fixed for one in group)]


def with_below(topics: Collection[int]) -> dict[int, frozenset[int]]:
    """For each of these topics itself and all below it."""
    if not topics:
        return {}
    children: dict[int, list[int]] = defaultdict(list)
    for pk, parent in Topic.objects.exclude(parent=None).values_list("pk", "parent_id"):
        children[parent or 0].append(pk)
    return {topic: frozenset(_descend(topic, children)) for topic in topics}


def _descend(topic: int, children: dict[int, list[int]]) -> list[int]:
    found = [topic]
    for one in found:
        found += children[one]
    return found


def _wanted(rules: Iterable[Rule], below: dict[int, frozenset[int]]) -> Q:
    return reduce(or_, (_q(rule, below) for rule in set(rules)), Q(pk__in=[]))


def _q(rule: Rule, below: dict[int, frozenset[int]]) -> Q:
    wanted = Q(question__topic__in=sorted(below[rule.topic]))
    if rule.difficulty:
        wanted &= Q(difficulty=rule.difficulty)
    if rule.level:
        wanted &= Q(level=rule.level)
    if rule.tag:
        wanted &= Q(question__in=Question.tags.through.objects.filter(tag=rule.tag).values("question"))
    return wanted


def _tagged(tags: set[int]) -> dict[int, frozenset[int]]:
    """Of these tags those that each question has."""
    if not tags:
        return {}
    found: dict[int, set[int]] = defaultdict(set)
    pairs = Question.tags.through.objects.filter(tag__in=tags).values_list("question_id", "tag_id")
    for question, tag in pairs:
        found[question].add(tag)
    return {question: frozenset(tags) for question, tags in found.items()}


def _suits(
    topic: int,
    difficulty: str,
    level: int | None,
    tags: frozenset[int],
    rule: Rule,
    below: dict[int, frozenset[int]],
) -> bool:
    return (
        topic in below[rule.topic]
        and rule.difficulty in ("", difficulty)
        and rule.level in (None, level)
        and (rule.tag is None or rule.tag in tags)
    )
