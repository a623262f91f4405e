"""The demo's questions stand on its lessons and give nothing away."""

import re
import unicodedata
from collections import Counter
from itertools import combinations, pairwise
from typing import Any

import pytest

from tests.portal.demo.content import BANK, BLOCK, LANGUAGES, QUESTIONS, words

SINGLE = [question for question in QUESTIONS if question["kind"] == "single"]


def bigrams(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return Counter(a + b for a, b in pairwise(folded))


def similarity(one: str, other: str) -> float:
    """Dice over character bigrams."""
    a, b = bigrams(one), bigrams(other)
    return 2 * (a & b).total() / (a.total() + b.total())


def lengths(question: dict[str, Any], language: str) -> dict[str, int]:
    return {option["letter"]: len(option["text"][language]) for option in question["options"]}


def key_alone_is_longest(question: dict[str, Any], language: str) -> bool:
    by_letter = lengths(question, language)
    longest = max(by_letter.values())
    return [letter for letter, length in by_letter.items() if length == longest] == question["key"]


def test_forty_questions_in_four_topics() -> None:
    assert Counter(question["topic"] for question in QUESTIONS) == {
        "telephone-etiquette": 12,
        "complaint-handling": 14,
        "after-sales-rules": 8,
        "information-protection": 6,
    }
    assert {topic["code"] for topic in BANK["topics"]} == {question["topic"] for question in QUESTIONS}
    assert Counter(question["kind"] for question in QUESTIONS) == {
        "single": 26,
        "multiple": 8,
        "true_false": 6,
    }
    assert {question["difficulty"] for question in QUESTIONS} == {"easy", "medium", "hard"}
    assert {question["level"] for question in QUESTIONS} == {1, 2, 3, 4, 5}
    assert len({question["id"] for question in QUESTIONS}) == 40


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_quotes_the_block_that_bears_out_its_key(question: dict[str, Any], language: str) -> None:
    block = BLOCK[question["cites"]["block"]]
    assert question["cites"]["quote"][language] in words(block, language)
    assert block["type"] != "quick_check"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_options_and_key_fit_the_kind(question: dict[str, Any]) -> None:
    letters = [option["letter"] for option in question["options"]]
    if question["kind"] == "true_false":
        assert (letters, type(question["key"])) == ([], bool)
        return
    assert letters == list("ABCDE"[: len(letters)])
    assert question["key"] == sorted(set(question["key"]) & set(letters))
    if question["kind"] == "single":
        assert (len(letters), len(question["key"])) == (4, 1)
    else:
        assert 2 <= len(question["key"]) < len(letters)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_option_is_twice_as_long_as_another_or_speaks_of_the_others(
    question: dict[str, Any], language: str
) -> None:
    texts = [option["text"][language] for option in question["options"]]
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts), default=0) <= 2 * min(map(len, texts), default=0)
    assert [
        text for text in texts if re.search("以上|都对|都不|all of the|none of the|both [A-E]", text, re.I)
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_stems_are_half_alike(language: str) -> None:
    alike = {
        (one["id"], other["id"]): value
        for one, other in combinations(QUESTIONS, 2)
        if (value := similarity(one["stem"][language], other["stem"][language])) >= 0.5
    }
    assert alike == {}


def test_keys_are_spread_over_the_letters() -> None:
    assert Counter(question["key"][0] for question in SINGLE) == {"A": 6, "B": 7, "C": 6, "D": 7}
    several = Counter(
        key for question in QUESTIONS if question["kind"] == "multiple" for key in question["key"]
    )
    assert several == {"A": 4, "B": 5, "C": 5, "D": 5, "E": 2}
    assert Counter(question["key"] for question in QUESTIONS if question["kind"] == "true_false") == {
        True: 3,
        False: 3,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_seldom_the_one_longest_option(language: str) -> None:
    longest = [question["id"] for question in SINGLE if key_alone_is_longest(question, language)]
    assert len(longest) < 0.4 * len(SINGLE)
