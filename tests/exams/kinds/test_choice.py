"""Single and multiple choice, true or false, judgement: all or nothing, weights, never below nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.kinds import BadAnswer, Shape

LETTERS = "abcdef"
HALVES = {"correct": ["a", "c"], "weights": {"a": "0.5", "c": "0.5", "b": "-0.5"}}
SHAPE = Shape(options=tuple(LETTERS))
letters = st.sets(st.sampled_from(LETTERS))
weights = st.dictionaries(
    st.sampled_from(LETTERS), st.decimals(-1, 1, places=4).map(str), min_size=1, max_size=6
)


@pytest.mark.parametrize(
    ("kind", "key", "answer", "fraction"),
    [
        ("single", {"correct": ["b"]}, ["b"], "1"),
        ("single", {"correct": ["b"]}, ["a"], "0"),
        ("single", {"correct": ["b"], "weights": {"b": "1", "a": "0.4"}}, ["a"], "0.4"),
        ("single", {"correct": ["b"], "weights": {"b": "1", "a": "-0.4"}}, ["a"], "0"),
        ("multiple", {"correct": ["a", "c"]}, ["a", "c"], "1"),
        ("multiple", {"correct": ["a", "c"]}, ["a"], "0"),
        ("multiple", {"correct": ["a", "c"]}, ["a", "b", "c"], "0"),
        ("multiple", {"correct": ["a", "c"], "weights": {"a": "0.5", "c": "0.5", "b": "-0.5"}}, ["a"], "0.5"),
        (
            "multiple",
            {"correct": ["a", "c"], "weights": {"a": "0.5", "c": "0.5", "b": "-0.5"}},
            ["a", "b"],
            "0",
        ),
        ("multiple", {"correct": ["a"], "weights": {"a": "1", "b": "-1", "c": "-1"}}, ["b", "c"], "0"),
        ("multiple", {"correct": ["a"], "weights": {"a": "1"}}, ["a", "d"], "1"),
        ("true_false", {"correct": ["false"]}, ["false"], "1"),
        ("judgement", {"judgements": {"a": "best", "b": "acceptable", "c": "harmful"}}, ["b"], "0.5"),
        ("judgement", {"judgements": {"a": "best", "b": "acceptable", "c": "harmful"}}, ["c"], "0"),
    ],
)
def test_what_an_answer_earns(kind: str, key: dict[str, object], answer: list[str], fraction: str) -> None:
    assert kinds.get(kind).grade(key, answer) == Decimal(fraction)


@given(correct=letters.filter(bool), answer=letters)
def test_without_weights_only_exactly_the_right_options_earn(correct: set[str], answer: set[str]) -> None:
    graded = kinds.get("multiple").grade({"correct": sorted(correct)}, sorted(answer))
    assert graded == (1 if answer == correct else 0)


@given(answer=letters, key=weights)
def test_weights_stay_within_nothing_and_all(answer: set[str], key: dict[str, str]) -> None:
    whole = sum((Decimal(key.get(letter, 0)) for letter in answer), Decimal(0))
    graded = kinds.get("multiple").grade({"correct": ["a"], "weights": key}, sorted(answer))
    assert graded == min(max(whole, Decimal(0)), Decimal(1))


@given(answer=letters, order=st.permutations(LETTERS))
def test_the_order_of_ticks_means_nothing(answer: set[str], order: list[str]) -> None:
    came = [letter for letter in order if letter in answer]
    assert kinds.get("multiple").clean(came, SHAPE) == sorted(answer)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("single", ["a", "b"]), ("single", ["z"]), ("single", "a"), ("multiple", ["a", "a"]), ("multiple", [1])],
)
def test_a_bad_answer_is_refused(kind: str, answer: object) -> None:
    with pytest.raises(BadAnswer):
        kinds.get(kind).clean(answer, SHAPE)
