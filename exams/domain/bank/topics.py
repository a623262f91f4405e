"""Topics as a tree, however deep: read in one go, and moved without a cycle."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.domain import audit
from exams.domain import queries
from exams.enums import State
from exams.errors import TopicBelowItself
from exams.models import Question, QuestionVersion, Topic
from people.models import User

COUNTED = (State.READY, State.DRAFT, State.IN_REVIEW, State.RETIRED)


@dataclass
class Stock:
    """How many questions stand in a topic, by how far they have come; those that are stale are ready too."""

    ready: int = 0
    draft: int = 0
    in_review: int = 0
    retired: int = 0
    stale: int = 0

    @property
    def total(self) -> int:
        return self.ready + self.draft + self.in_review

    def add(self, other: "Stock") -> None:
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


@dataclass
class Node:
    """A topic at its place in the tree; `below` counts it and all that stands under it."""

    topic: Topic
    depth: int
    own: Stock
    below: Stock = field(default_factory=Stock)
    children: int = 0

    @property
    def indent(self) -> str:
        return "—" * self.depth


def tree(topics: Iterable[Topic]) -> list[Node]:
    """Topics in the order of a tree. One whose parent is not among them stands at the top."""
    listed = list(topics)
    stocks = stocks_of(listed)
    nodes = [Node(topic, depth, stocks[topic.pk]) for topic, depth in ordered(listed)]
    _sum_up(nodes)
    return nodes


def ordered(topics: Iterable[Topic]) -> Iterator[tuple[Topic, int]]:
    """Each topic with its depth, those below it right after it; siblings keep the order they came in."""
    listed = list(topics)
    known = {topic.pk for topic in listed}
    below: defaultdict[int | None, list[Topic]] = defaultdict(list)
    for topic in listed:
        below[topic.parent_id if topic.parent_id in known else None].append(topic)
    waiting = [(topic, 0) for topic in reversed(below[None])]
    while waiting:
        topic, depth = waiting.pop()
        yield topic, depth
        waiting += [(child, depth + 1) for child in reversed(below[topic.pk])]


def stocks_of(topics: Iterable[Topic]) -> defaultdict[int, Stock]:
    """The stock of each topic in two queries."""
    questions = Question.objects.filter(topic__in=[topic.pk for topic in topics])
    stocks: defaultdict[int, Stock] = defaultdict(Stock)
    for topic, state, number in queries.counted_by_state(questions):
        setattr(stocks[topic], state, number)
    stale = QuestionVersion.objects.standing().stale().filter(question__in=questions.in_use())
    for topic in stale.values_list("question__topic", flat=True):
        stocks[topic].stale += 1
    return stocks


def below(topic: Topic) -> set[int]:
    """A topic and all that stands under it."""
    return _below(topic.pk, Topic.objects.values_list("pk", "parent_id"))


def move(topic: Topic, *, parent: Topic | None, by: User) -> None:
    """Hang a topic with all below it under another, or at the top. Raises TopicBelowItself."""
    with transaction.atomic():
        standing = list(Topic.objects.select_for_update().order_by("pk").values_list("pk", "parent_id"))
        if parent and parent.pk in _below(topic.pk, standing):
            raise TopicBelowItself
        was = dict(standing)[topic.pk]
        Topic.objects.filter(pk=topic.pk).update(parent=parent)
        if was != (parent.pk if parent else None):
            audit.record(by=by, verb="moved topic", obj=topic, was=was, now=parent.pk if parent else None)
    topic.parent = parent


def record_review(topic: Topic, *, by: User) -> None:
    """Keep in mind who let a topic ask for a second person, or no more."""
    verb = "asked for review" if topic.needs_review else "asked for no review"
    audit.record(by=by, verb=verb, obj=topic)


def _below(top: int, pairs: Iterable[tuple[int, int | None]]) -> set[int]:
    under: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, parent in pairs:
        under[parent].append(pk)
    found, waiting = {top}, [top]
    while waiting:
        fresh = [pk for pk in under[waiting.pop()] if pk not in found]
        found |= set(fresh)
        waiting += fresh
    return found


def _sum_up(nodes: list[Node]) -> None:
    """From the leaves upward: in the order of a tree a parent stands before what is below it."""
    by_pk: dict[Any, Node] = {node.topic.pk: node for node in nodes}
    for node in reversed(nodes):
        node.below.add(node.own)
        if (above := by_pk.get(node.topic.parent_id)) and node.depth:
            above.below.add(node.below)
            above.children += 1
