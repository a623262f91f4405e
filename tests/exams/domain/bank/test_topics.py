"""The tree of topics: deep, without cycles, counted in as many queries whatever its size."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.bank import topics
from exams.domain.bank.topics import Stock
from exams.errors import TopicBelowItself
from exams.models import Topic
from people.models import User
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory


def chain(length: int) -> list[Topic]:
    made: list[Topic] = []
    for _ in range(length):
        made.append(TopicFactory(parent=made[-1] if made else None))
    return made


@pytest.mark.django_db
def test_a_tree_counts_what_stands_in_and_below_a_topic() -> None:
    above = TopicFactory(name="电话")
    low = TopicFactory(name="接听", parent=above)
    QuestionVersionFactory(question=QuestionFactory(topic=above))
    QuestionVersionFactory(question=QuestionFactory(topic=low))
    QuestionVersionFactory(question=QuestionFactory(topic=low), is_draft=True)
    QuestionVersionFactory(question=QuestionFactory(topic=low, retired_at=timezone.now()))
    found = topics.tree(Topic.objects.all())
    assert [(node.topic, node.depth, node.own, node.below) for node in found] == [
        (above, 0, Stock(ready=1), Stock(ready=2, draft=1, retired=1)),
        (low, 1, Stock(ready=1, draft=1, retired=1), Stock(ready=1, draft=1, retired=1)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3, 40])
def test_a_tree_is_read_in_three_queries(rows: int) -> None:
    for topic in chain(rows):
        QuestionVersionFactory(question=QuestionFactory(topic=topic))
    with CaptureQueriesContext(connection) as captured:
        assert topics.tree(Topic.objects.all())[0].below == Stock(ready=rows)
    assert len(captured) == 3


@pytest.mark.django_db
def test_a_topic_moves_with_all_below_it(trainer: User) -> None:
    first, second, third = chain(3)
    other = TopicFactory()
    topics.move(second, parent=other, by=trainer)
    assert [(node.topic.pk, node.depth) for node in topics.tree(Topic.objects.order_by("pk"))] == [
        (first.pk, 0),
        (other.pk, 0),
        (second.pk, 1),
        (third.pk, 2),
    ]
    topics.move(second, parent=None, by=trainer)
    assert Topic.objects.get(pk=second.pk).parent is None


@pytest.mark.django_db
def test_no_topic_stands_below_itself(trainer: User) -> None:
    first, _second, third = chain(3)
    for parent in (first, third):
        with pytest.raises(TopicBelowItself):
            topics.move(first, parent=parent, by=trainer)
    assert Topic.objects.get(pk=first.pk).parent is None


@given(st.lists(st.integers(0, 300), min_size=1, max_size=300))
def test_every_topic_stands_once_and_after_its_parent(above: list[int]) -> None:
    listed = [
        Topic(pk=at, parent_id=parent if 0 < parent < at else None)
        for at, parent in enumerate(above, start=1)
    ]
    seen: dict[int, int] = {}
    for topic, depth in topics.ordered(reversed(listed)):
        assert depth == (seen[topic.parent_id] + 1 if topic.parent_id else 0)
        seen[topic.pk] = depth
    assert sorted(seen) == list(range(1, len(listed) + 1))


def test_ten_thousand_levels_are_no_problem() -> None:
    listed = [Topic(pk=at, parent_id=at - 1 or None) for at in range(1, 10_001)]
    assert list(topics.ordered(listed))[-1] == (listed[-1], 9_999)
