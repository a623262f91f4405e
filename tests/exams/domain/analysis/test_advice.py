"""What figures say in words."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.utils import translation

from exams.domain.analysis import advice
from exams.domain.analysis.advice import OptionCount
from exams.domain.analysis.analyses import Options, Responses, analyse
from exams.domain.statistics import QuestionFigures


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def figures(**given):
    usual = dict.fromkeys(QuestionFigures.__annotations__)
    return QuestionFigures(**usual | {"people": 90, "facility": 0.6, "discrimination_index": 40.0} | given)


def codes(found):
    return [one.code for one in found]


def options(**counts):
    return [OptionCount(letter, "", letter == "a", *three) for letter, three in counts.items()]


SOUND = options(a=(10, 15, 25), b=(10, 8, 3), c=(10, 7, 2))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, []),
        ({"discrimination_index": -12.0}, ["negative"]),
        ({"discrimination_index": 4.0}, ["near_zero"]),
        ({"discrimination_index": 10.0}, []),
        ({"discrimination_index": -12.0, "facility": 0.85}, []),
        ({"discrimination_index": None, "facility": 1.0}, []),
        ({"discrimination_index": None, "facility": 0.0}, ["never_right"]),
        ({"facility": 0.2, "discriminative_efficiency": 15.0}, []),
        ({"people": 29}, ["few"]),
        ({"people": 30}, []),
    ],
)
def test_a_mastery_test_names_only_what_tells_nobody_apart(given, expected):
    assert codes(advice.on_question(figures(**given), SOUND)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"discriminative_efficiency": 45.0}, []),
        ({"discriminative_efficiency": 25.0}, ["weak"]),
        ({"discriminative_efficiency": 15.0}, ["very_weak"]),
        ({"facility": 0.2}, ["hard"]),
        ({"facility": 0.9}, ["easy"]),
    ],
)
def test_a_test_that_ranks_is_asked_for_more(given, expected):
    assert codes(advice.on_question(figures(**given), SOUND, mastery=False)) == expected


def test_the_best_choose_another_option():
    turned = options(a=(12, 8, 5), b=(9, 12, 5), c=(9, 10, 20))
    (first, *_rest) = advice.on_question(figures(discrimination_index=-20.0), turned)
    assert (first.code, first.weight, first.tells_key) == ("wrong_key", "problem", True)
    assert first.text == "The best people choose C: is the key wrong?"


def test_a_popular_mistake_of_the_weak_is_no_wrong_key():
    assert codes(advice.on_question(figures(), options(a=(5, 9, 14), b=(25, 21, 16)))) == []


def test_an_option_that_nobody_takes():
    idle = options(a=(10, 20, 30), b=(20, 10, 0), c=(0, 0, 0), d=(0, 0, 0))
    (only,) = advice.on_question(figures(), idle)
    assert (only.code, only.weight) == ("unused", "hint")
    assert "C, D" in only.text
    assert codes(advice.on_question(figures(facility=0.9), idle)) == []
    assert codes(advice.on_question(figures(people=20), idle)) == ["few"]


def people_who_know(known, chosen):
    """A person who gets the first `known` of five other questions right, and chooses so in the sixth."""
    return [1.0 if at < known else 0.0 for at in range(5)], chosen


def test_thirds_go_by_the_other_questions_so_that_a_wrong_key_cannot_hide():
    crowd = [people_who_know(5, "c")] * 20 + [people_who_know(2, "a")] * 20 + [people_who_know(0, "a")] * 20
    found = analyse(
        Responses(
            names=list("123456"),
            marks=[[*marks, 1.0 if chosen == "a" else 0.0] for marks, chosen in crowd],
            most=[1.0] * 6,
            chosen=[[None] * 5 + [(chosen,)] for _marks, chosen in crowd],
            options=[None] * 5 + [Options({"a": "", "b": "", "c": ""}, frozenset({"a"}))],
        )
    )
    last = found.questions[-1]
    assert [(one.letter, one.low, one.middle, one.best) for one in last.options] == [
        ("a", 20, 20, 0),
        ("b", 0, 0, 0),
        ("c", 0, 0, 20),
    ]
    assert codes(last.advice) == ["wrong_key", "negative", "unused"]


def test_of_several_chosen_at_once_each_counts():
    found = analyse(
        Responses(
            names=["1"],
            marks=[[1.0], [0.0], [0.0]],
            most=[1.0],
            chosen=[[("a", "c")], [("a", "b")], [()]],
            options=[Options({"a": "", "b": "", "c": ""}, frozenset({"a", "c"}))],
        )
    )
    assert [(one.letter, one.right, one.people) for one in found.questions[0].options] == [
        ("a", True, 2),
        ("b", False, 1),
        ("c", True, 1),
        ("", False, 1),
    ]


def test_the_server_starts_without_numpy():
    code = (
        "import django, sys; django.setup(); import portal.urls, portal.celery;"
        "from django.urls import get_resolver; get_resolver().url_patterns; print('numpy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
