from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.bank import comparison
from exams.models import QuestionVersion

WORDS = st.text("三五声之内 接起 ring rings.<b>&", max_size=60)


def version(**columns: object) -> QuestionVersion:
    texts = {
        "zh-hans": {"stem": "铃响三声之内接起？", "options": {"a": "对", "b": "错"}, "explanation": "规定"},
        "en": {"stem": "Answer within three rings?", "options": {"a": "Yes", "b": "No"}},
    }
    usual = {
        "kind": "single",
        "language": "zh-hans",
        "texts": texts,
        "key": {"correct": ["a"]},
        "points": Decimal(1),
    }
    return QuestionVersion(**usual | columns)


def changed(before: QuestionVersion, after: QuestionVersion) -> list[tuple[str, str, str, str]]:
    """Section, label, and the marked words of either."""
    with translation.override("en"):
        return [
            (
                section.title,
                line.label,
                *("".join(w for w, mark in side if mark) for side in (line.before, line.after)),
            )
            for section in comparison.compare(before, after)
            for line in section.lines
            if line.is_changed
        ]


def test_one_character_is_marked() -> None:
    other = version()
    other.texts["zh-hans"]["stem"] = "铃响五声之内接起？"
    assert changed(version(), other) == [("简体中文", "Question", "三", "五")]


def test_a_word_is_not_torn() -> None:
    other = version()
    other.texts["en"]["stem"] = "Answer within thirty rings?"
    assert changed(version(), other) == [("English", "Question", "three", "thirty")]


def test_key_points_and_difficulty() -> None:
    other = version(key={"correct": ["a", "b"]}, points=Decimal("2.50"), difficulty="hard", level=3)
    assert changed(version(), other) == [
        ("Key and weight", "Key", "", ", B"),
        ("Key and weight", "Points", "1", "2.5"),
        ("Key and weight", "Difficulty", "Medium", "Hard"),
        ("Key and weight", "Level", "–", "3"),
    ]


def test_a_language_and_an_option_that_were_added() -> None:
    before, after = version(), version()
    del before.texts["en"]
    after.texts["zh-hans"]["options"]["c"] = "看情况"
    assert changed(before, after) == [
        ("简体中文", "Option C", "", "看情况"),
        ("English", "Question", "", "Answer within three rings?"),
        ("English", "Option A", "", "Yes"),
        ("English", "Option B", "", "No"),
    ]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ({"correct": ["a", "c"], "weights": {"a": "0.5"}}, "A, C · weights: A = 0.5"),
        ({"judgements": {"a": "best", "b": "harmful"}}, "A = best, B = harmful"),
        ({"pairs": {"1": "a", "2": "b"}}, "1 = A, 2 = B"),
        ({"order": ["c", "a"]}, "C, A"),
        ({}, ""),
    ],
)
def test_a_key_in_words(key: dict[str, object], words: str) -> None:
    assert comparison.key_in_words(key) == words


@given(WORDS, WORDS)
def test_nothing_is_lost_and_only_what_differs_is_marked(before: str, after: str) -> None:
    left, right = comparison.marked(before, after)
    assert ("".join(w for w, _ in left), "".join(w for w, _ in right)) == (before, after)
    assert [w for w, mark in left if not mark] == [w for w, mark in right if not mark]
    assert (before == after) == (not any(mark for _, mark in left + right))
