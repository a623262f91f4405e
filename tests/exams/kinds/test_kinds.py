from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.enums import QuestionKind
from exams.kinds import BadAnswer

LETTERS = "abcdef"
letters = st.sets(st.sampled_from(LETTERS))
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)


def test_every_kind_that_can_be_stored_is_registered() -> None:
    assert kinds.names() == sorted(QuestionKind.values)


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="Two kinds of question called single"):
        kinds.register(replace(kinds.get("single")))


@pytest.mark.parametrize(
    ("kind", "correct", "answer", "fraction"),
    [
        ("single", ["b"], ["b"], 1.0),
        ("single", ["b"], ["a"], 0.0),
        ("single", ["b"], [], 0.0),
        ("multiple", ["a", "c"], ["a", "c"], 1.0),
        ("multiple", ["a", "c"], ["c", "a"], 1.0),
        ("multiple", ["a", "c"], ["a"], 0.0),
        ("multiple", ["a", "c"], ["a", "b", "c"], 0.0),
        ("multiple", ["a", "c"], [], 0.0),
        ("true_false", ["false"], ["false"], 1.0),
        ("true_false", ["false"], ["true"], 0.0),
    ],
)
def test_an_answer_is_graded_by_its_key(
    kind: str, correct: list[str], answer: list[str], fraction: float
) -> None:
    assert kinds.get(kind).grade({"correct": correct}, answer) == fraction


@given(correct=letters.filter(bool), answer=letters)
def test_only_exactly_the_right_options_earn_anything(correct: set[str], answer: set[str]) -> None:
    graded = kinds.get("multiple").grade({"correct": sorted(correct)}, sorted(answer))
    assert graded == (1.0 if answer == correct else 0.0)


@given(answer=letters, order=st.permutations(LETTERS))
def test_a_clean_answer_is_the_same_in_whatever_order_it_came(answer: set[str], order: list[str]) -> None:
    given_in_order = [letter for letter in order if letter in answer]
    assert kinds.get("multiple").clean(given_in_order, LETTERS) == sorted(answer)


@given(answer=anything, name=st.sampled_from(sorted(QuestionKind.values)))
def test_anything_at_all_is_an_answer_or_refused(answer: object, name: str) -> None:
    kind = kinds.get(name)
    options = kind.options or tuple(LETTERS)
    try:
        clean = kind.clean(answer, options)
    except BadAnswer:
        return
    assert set(clean) <= set(options)
    assert kind.clean(clean, options) == clean


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", ["a", "b"]),
        ("single", ["z"]),
        ("single", "a"),
        ("multiple", ["a", "a"]),
        ("multiple", [1]),
        ("true_false", ["true", "false"]),
        ("true_false", ["a"]),
    ],
)
def test_a_bad_answer_is_refused(kind: str, answer: object) -> None:
    chosen = kinds.get(kind)
    with pytest.raises(BadAnswer):
        chosen.clean(answer, chosen.options or LETTERS)
