"""Each finding appears where it should, and nowhere else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.bank import lint
from exams.domain.bank.bank import Wording


def said(
    options: dict[str, str] | None = None,
    key: dict[str, Any] | None = None,
    kind: str = "single",
    **texts: Any,
) -> Wording:
    own = {"stem": "几声之内接起？", "options": options or {"a": "三声", "b": "八声", "c": "十声"}}
    return Wording(
        kind=kind,
        language="zh-hans",
        texts={"zh-hans": own} | texts,
        key={"correct": ["a"]} if key is None else key,
    )


def codes(wording: Wording, **options: Any) -> list[str]:
    return [finding.code for finding in lint.lint(wording, **options)]


def test_a_good_question_is_let_alone() -> None:
    assert codes(said()) == []


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("single", {"correct": []}),
        ("multiple", {}),
        ("true_false", {"correct": []}),
        ("judgement", {"judgements": {"a": "acceptable", "b": "harmful"}}),
        ("short_text", {"accepted": []}),
        ("short_text", {"accepted": [{"text": "三", "fraction": "0.5"}]}),
        ("numeric", {"accepted": []}),
        ("matching", {"pairs": {}}),
        ("ordering", {"order": ["a"]}),
        ("cloze", {"gaps": {"1": {"correct": []}}}),
    ],
)
def test_no_key(kind: str, key: dict[str, Any]) -> None:
    assert "no-key" in codes(said(kind=kind, key=key))


@pytest.mark.parametrize(
    ("kind", "key", "texts"),
    [
        ("judgement", {"judgements": {"a": "best", "b": "harmful"}}, {}),
        ("short_text", {"accepted": [{"text": "三", "fraction": "1"}]}, {}),
        ("numeric", {"accepted": [{"value": "3", "tolerance": "0", "fraction": "1"}]}, {}),
        ("ordering", {"order": ["c", "a", "b"]}, {}),
        ("cloze", {"gaps": {"1": {"correct": ["a"]}}}, {}),
        ("essay", {}, {}),
        ("spoken", {}, {}),
    ],
)
def test_a_key_of_its_kind(kind: str, key: dict[str, Any], texts: dict[str, Any]) -> None:
    assert "no-key" not in codes(said(kind=kind, key=key, **texts))


def test_two_options_that_say_the_same() -> None:
    assert codes(said({"a": "３ 聲", "b": "八声", "c": "3 声"})) == ["twins"]


def test_a_right_answer_that_shows_by_its_length() -> None:
    long = "铃响三声之内接起，报公司名称、本人姓名，并问需要什么帮助"
    assert codes(said({"a": long, "b": "八声之内接起", "c": "不接"})) == ["long-key"]
    assert codes(said({"a": "三声", "b": long, "c": "不接"})) == []
    assert codes(said({"a": "三四五声之内接", "b": "八声", "c": "十声"})) == []


@pytest.mark.parametrize("words", ["以上都是", "以上都對。", "All of the above.", "None of the above"])
def test_an_option_that_points_at_the_others(words: str) -> None:
    wording = said({"a": "三声", "b": "八声", "c": words})
    assert codes(wording) == ["all-of-the-above"]
    assert codes(wording, shuffled=False) == []


def test_a_translation_that_lacks_a_part() -> None:
    half = {"stem": "Within how many rings?", "options": {"a": "Three", "b": ""}}
    assert codes(said(en=half)) == ["half-translated"]
    whole = {"stem": "Within how many rings?", "options": {"a": "Three", "b": "Eight", "c": "Ten"}}
    assert codes(said(en=whole), languages=["zh-hans", "en", "zh-hant"]) == ["no-translation"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('看图：<img src="x">', ["no-alt"]),
        ('看图：<img src="x" alt=" ">', ["no-alt"]),
        ('看图：<img src="x" alt="一张账单">', []),
    ],
)
def test_a_picture_without_words(words: str, found: list[str]) -> None:
    wording = said()
    wording.texts["zh-hans"]["stem"] = words
    assert codes(wording) == found


def test_languages_that_the_bank_is_written_in() -> None:
    english = {"stem": "Rings?", "options": {}}
    assert lint.expected_languages([said(en=english), said(en=english), said()]) == ["zh-hans", "en"]
    assert lint.expected_languages([said(en=english), said()]) == ["zh-hans"]


# Key positions. Counts of LSAT-like length; the probabilities by R's pchisq(x, df, lower.tail = FALSE).


@pytest.mark.parametrize(
    ("value", "degrees", "probability"),
    [
        (3.841459, 1, 0.05),
        (5.991465, 2, 0.05),
        (11.344867, 3, 0.01),
        (13.276704, 4, 0.01),
        (0, 3, 1),
        (0, 4, 1),
    ],
)
def test_the_tail_of_chi_square(value: float, degrees: int, probability: float) -> None:
    assert lint.chi_square_tail(value, degrees) == pytest.approx(probability, abs=1e-7)


@given(st.floats(0, 200), st.integers(1, 9))
def test_a_probability_falls_as_the_value_grows(value: float, degrees: int) -> None:
    here, further = (lint.chi_square_tail(x, degrees) for x in (value, value + 1))
    assert 0 <= further <= here <= 1 + 1e-12


def keyed(counts: dict[str, int], kind: str = "single") -> list[Wording]:
    options = {} if kind == "true_false" else {letter: letter for letter in "abcd"}
    return [
        said(options or {"a": ""}, {"correct": [letter]}, kind)
        for letter, n in counts.items()
        for _ in range(n)
    ]


def test_a_bank_whose_keys_stand_in_b() -> None:
    found = lint.key_positions(keyed({"a": 10, "b": 40, "c": 15, "d": 15}))
    assert [(bias.options, bias.counts) for bias in found] == [(4, [10, 40, 15, 15])]
    # chi-square = (100 + 400 + 25 + 25) / 20 = 27.5 at 3 degrees
    assert found[0].probability == pytest.approx(4.6e-6, rel=0.02)


def test_even_keys_and_few_ones_are_not_told() -> None:
    assert lint.key_positions(keyed({"a": 25, "b": 22, "c": 28, "d": 25})) == []
    assert lint.key_positions(keyed({"b": 19})) == []


def test_true_is_right_too_often() -> None:
    found = lint.key_positions(keyed({"true": 40, "false": 10}, "true_false"))
    assert [(bias.options, bias.counts) for bias in found] == [(2, [40, 10])]
