"""A bank of 5,000 questions: what its list, a search, the look for near-duplicates at a save and the report
take of this process's CPU, and that they ask the database as often as with 500.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from exams.domain.bank import bank, duplicates
from exams.domain.bank.bank import Wording
from exams.models import Topic
from people.models import User
from portal.domain import roles
from tests.cast import cast_people
from tests.factories.exams import texts_of

FEW, MANY = 500, 5_000
WORDS = "客户来电三声之内接起先报公司名称再问需求记录复述确认感谢致歉升级投诉物流退款时效核实身份转接回访满意"
# Seconds of CPU: what a person waits for without a thought, and what she expects of a report on everything.
A_SCREEN, A_REPORT = 1.0, 6.0


@pytest.fixture
def trainer(own_database: str, django_db_blocker: DjangoDbBlocker) -> User:
    roles.sync()
    return cast_people().trainer


def fill(topic: Topic, first: int, last: int, by: User) -> None:
    """Questions of random words; every fiftieth is nearly the one before."""
    chance = random.Random(first)
    wordings: dict[str, Wording] = {}
    texts: dict[str, Any] = {}
    for number in range(first, last):
        if number % 50 or not texts:
            stem = "".join(chance.choices(WORDS, k=chance.randrange(15, 60)))
            options = {letter: "".join(chance.choices(WORDS, k=12)) for letter in "abcd"}
            texts = texts_of(stem, options, "")
        key = {"correct": [chance.choice("abcd")]}
        wordings[f"q-{number}"] = Wording(kind="single", language="zh-hans", texts=texts, key=key)
    bank.add_all(topic=topic, wordings=wordings, by=by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within a minute


@dataclass(frozen=True)
class Cost:
    """Seconds of this process's CPU (the least of three) and in the database, and the number of queries."""

    cpu: float
    database: float
    queries: int


def cost(act: Callable[[], Any]) -> Cost:
    act()
    took = []
    for _time in range(3):
        began = time.process_time()
        act()
        took.append(time.process_time() - began)
    with CaptureQueriesContext(connection) as asked:
        act()
    return Cost(min(took), sum(float(query["time"]) for query in asked.captured_queries), len(asked))


def test_a_large_bank_is_as_handy_as_a_small_one(trainer: User) -> None:
    topic = bank.make_topic(name="电话礼仪", by=trainer)
    client = Client()
    client.force_login(trainer, backend=settings.AUTHENTICATION_BACKENDS[-1])
    index, report = reverse("exams_questions:index"), reverse("exams_questions:report")
    texts = texts_of("".join(random.Random(1).choices(WORDS, k=40)), {"a": "三声", "b": "八声"}, "")
    acts: dict[str, Callable[[], Any]] = {
        "list": lambda: client.get(index),
        "narrowed": lambda: client.get(index, {"state": "ready", "language": "en", "stale": "false"}),
        "search": lambda: client.get(index, {"q": "升 訴"}),
        "save": lambda: duplicates.near_to(texts, user=trainer),
        "topics": lambda: client.get(reverse("exams_topics:index")),
        "report": lambda: client.get(report),
    }
    fill(topic, 0, FEW, trainer)
    few = {name: cost(act) for name, act in acts.items()}
    fill(topic, FEW, MANY, trainer)
    many = {name: cost(act) for name, act in acts.items()}
    print(
        f"\n{connection.vendor}, seconds of CPU, in the database, and queries: {FEW}, then {MANY} questions"
    )
    for name, found in many.items():
        print(
            "  ",
            name.ljust(9),
            *(f"{c.cpu:7.3f}{c.database:7.3f}{c.queries:4}  " for c in (few[name], found)),
        )
    assert {name: found.queries for name, found in many.items()} == {
        name: found.queries for name, found in few.items()
    }
    assert max(found.cpu for name, found in many.items() if name != "report") < A_SCREEN
    assert many["report"].cpu < A_REPORT
