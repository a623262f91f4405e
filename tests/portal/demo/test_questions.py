"""The demo's questions stand on its lessons and give nothing away."""

import re
import unicodedata
from collections import Counter
from itertools import combinations, pairwise
from random import Random
from typing import Any

import pytest

from exams import kinds
from exams.domain.taking.shelves import Face
from exams.enums import QuestionKind
from portal.demo import responses
from portal.demo.questions import WORDS, _in
from tests.portal.demo.content import BANK, BLOCK, LANGUAGES, QUESTIONS, words

SINGLE = [question for question in QUESTIONS if question["kind"] == "single"]
CHOICES = [question for question in QUESTIONS if question["kind"] in ("single", "multiple")]
CITING = [question for question in QUESTIONS if "cites" in question]


def name(question: dict[str, Any]) -> str:
    return str(question["id"])


def bigrams(text: str) -> Counter[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return Counter(a + b for a, b in pairwise(folded))


def similarity(one: Counter[str], other: Counter[str]) -> float:
    """Dice over character bigrams."""
    return 2 * (one & other).total() / (one.total() + other.total())


def face_of(question: dict[str, Any]) -> Face:
    text = _in({part: question[part] for part in WORDS if part in question}, "zh-hans")
    kind = kinds.get(question["kind"])
    return Face(pk=0, kind=kind.name, language="zh-hans", shape=kind.shape(text), words={})


def key_alone_is_longest(question: dict[str, Any], language: str) -> bool:
    lengths = {letter: len(text[language]) for letter, text in question["options"].items()}
    longest = max(lengths.values())
    return [letter for letter, length in lengths.items() if length == longest] == question["key"]["correct"]


def test_two_hundred_questions_of_all_kinds_in_a_tree_of_topics() -> None:
    assert len({question["id"] for question in QUESTIONS}) == 200
    assert Counter(question["kind"] for question in QUESTIONS) == {
        "single": 67,
        "multiple": 24,
        "true_false": 22,
        "numeric": 18,
        "judgement": 17,
        "matching": 14,
        "short_text": 13,
        "ordering": 11,
        "cloze": 10,
        "essay": 2,
        "spoken": 2,
    }
    assert {question["kind"] for question in QUESTIONS} == set(QuestionKind.values)
    assert {question["difficulty"] for question in QUESTIONS} == {"easy", "medium", "hard"}
    assert {question["level"] for question in QUESTIONS} == {1, 2, 3, 4, 5}
    codes = [topic["code"] for topic in BANK]
    assert all(topic["parent"] in codes[:place] for place, topic in enumerate(BANK) if "parent" in topic)
    assert [code for code, topic in zip(codes, BANK, strict=True) if not topic["questions"]] == [
        "service-etiquette",
        "complaints",
        "product-knowledge",
        "cross-department",
    ]


@pytest.mark.parametrize("question", CITING, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_quotes_the_block_that_bears_out_its_key(question: dict[str, Any], language: str) -> None:
    block = BLOCK[question["cites"]["block"]]
    assert question["cites"]["quote"][language] in words(block, language)
    assert block["type"] != "quick_check"


@pytest.mark.parametrize("question", QUESTIONS, ids=name)
def test_what_the_demo_calls_right_is_right_and_what_it_calls_wrong_is_not(question: dict[str, Any]) -> None:
    kind, face, key = kinds.get(question["kind"]), face_of(question), question["key"]
    if kind.is_judged_by_a_person:
        assert key == {}
        return
    best = responses.right(face, key)
    assert kind.clean(best, face.shape) == best
    assert kind.grade(key, best) == 1
    worst = responses.wrong(face, key, Random(7))
    assert kind.grade(key, kind.clean(worst, face.shape)) == 0


@pytest.mark.parametrize("question", CHOICES, ids=name)
def test_options_and_key_fit_the_kind(question: dict[str, Any]) -> None:
    letters, correct = list(question["options"]), question["key"]["correct"]
    assert letters == list("abcde"[: len(letters)])
    assert correct == sorted(set(correct) & set(letters))
    if question["kind"] == "single":
        assert (len(letters), len(correct)) == (4, 1)
    else:
        assert 2 <= len(correct) < len(letters)


@pytest.mark.parametrize("question", CHOICES, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_options_of_words_are_of_a_length_and_speak_of_themselves(
    question: dict[str, Any], language: str
) -> None:
    texts = [text[language] for text in question["options"].values()]
    assert len(set(texts)) == len(texts)
    assert max(map(len, texts)) <= 2 * min(map(len, texts))
    assert [
        text for text in texts if re.search("以上|都对|都不|all of the|none of the|both [A-E]", text, re.I)
    ] == []


@pytest.mark.parametrize(("language", "limit"), [("zh", 0.5), ("en", 0.75)])
def test_no_two_stems_are_much_alike(language: str, limit: float) -> None:
    """Pairs of letters repeat in any English; pairs of Han characters do not."""
    stems = {question["id"]: bigrams(question["stem"][language]) for question in QUESTIONS}
    alike = {pair for pair in combinations(stems, 2) if similarity(stems[pair[0]], stems[pair[1]]) >= limit}
    assert alike == set()


def test_keys_are_spread_over_the_letters() -> None:
    spread = Counter(question["key"]["correct"][0] for question in SINGLE)
    assert max(spread.values()) - min(spread.values()) <= 4
    truths = Counter(q["key"]["correct"][0] for q in QUESTIONS if q["kind"] == "true_false")
    assert truths == {"false": 12, "true": 10}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_is_seldom_the_one_longest_option(language: str) -> None:
    longest = [question["id"] for question in SINGLE if key_alone_is_longest(question, language)]
    assert len(longest) < 0.4 * len(SINGLE), longest
