"""Near-duplicates: none is missed that a comparison of all with all would find."""

import itertools
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rapidfuzz import fuzz

from exams.domain.bank import duplicates
from exams.models import Question
from people.enums import Role
from people.models import User
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory, texts_of
from tests.factories.people import EmployeeFactory


def bank(number: int, seed: int) -> list[tuple[int, str]]:
    """Texts of a small alphabet, many of them changed copies of others."""
    chance = random.Random(seed)
    letters = "客户来电三声之内接起先报公司姓名再问需求记录复述确认感谢"
    made: list[str] = []
    for _ in range(number):
        if made and chance.random() < 0.5:
            words = list(chance.choice(made))
            for _change in range(chance.randrange(1, 8)):
                at = chance.randrange(len(words) + 1)
                words[at : at + chance.randrange(2)] = chance.choice(letters)
            made.append("".join(words))
        else:
            made.append("".join(chance.choices(letters, k=chance.randrange(4, 60))))
    return list(enumerate(made, start=1))


@pytest.mark.parametrize("seed", range(5))
def test_blocking_misses_nothing(seed: int) -> None:
    written = bank(150, seed)
    all_with_all = {
        (first, second)
        for (first, one), (second, other) in itertools.combinations(written, 2)
        if fuzz.ratio(one, other) >= duplicates.NEAR
    }
    found = duplicates.pairs(written)
    assert len(all_with_all) > 10
    assert {(near.first, near.second) for near in found} == all_with_all
    assert [near.likeness for near in found] == sorted((near.likeness for near in found), reverse=True)


def test_scripts_widths_and_the_order_of_options_make_no_difference() -> None:
    one = duplicates.read({"stem": "投诉几天內回復？", "options": {"a": "３天", "b": "5天"}})
    other = duplicates.read({"stem": "投诉几天内回复?", "options": {"a": "5 天", "b": "3天"}})
    assert one == other


@pytest.mark.django_db
def test_the_same_stem_with_other_options_is_another_question() -> None:
    first, second = (
        duplicates.read({"stem": "下列说法正确的是", "options": dict(zip("abcd", words, strict=True))})
        for words in (("先道歉", "先报价", "先挂断", "先转接"), ("三声接起", "五声接起", "八声接起", "不接"))
    )
    assert duplicates.pairs([(1, first), (2, second)]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_near_to_a_text_among_what_she_may_see(trainer: User, rows: int) -> None:
    other = EmployeeFactory(roles=[Role.TRAINER]).user
    texts = texts_of("铃响几声之内应当接起电话？", {"a": "三声", "b": "八声"}, "")
    hers, foreign = TopicFactory(trainers=[trainer]), TopicFactory(trainers=[other])
    known = [
        QuestionVersionFactory(question=QuestionFactory(topic=topic), texts=texts)
        for topic in [hers] * rows + [foreign]
    ]
    QuestionVersionFactory(question=QuestionFactory(topic=hers), stem="物流几天送达？")
    with CaptureQueriesContext(connection) as captured:
        found = duplicates.near_to(texts, user=trainer)
    assert {version for version, _likeness in found} == set(known[:rows])
    assert len(captured) == 2  # roles, versions
    mine: Question = known[0].question
    assert len(duplicates.near_to(texts, user=trainer, besides=mine.pk)) == rows - 1
