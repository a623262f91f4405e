"""What holds for every kind of question."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.enums import QuestionKind
from exams.kinds import BadAnswer
from tests.exams.kinds.examples import EXAMPLES

every_kind = pytest.mark.parametrize("name", QuestionKind.values)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from("abcd"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=6,
)


def test_every_kind_that_can_be_stored_is_registered() -> None:
    assert kinds.names() == sorted(QuestionKind.values) == sorted(EXAMPLES)


def test_a_kind_is_registered_once() -> None:
    with pytest.raises(ValueError, match="Two kinds of question called single"):
        kinds.register(kinds.get("single"))


@every_kind
def test_the_key_itself_earns_all(name: str) -> None:
    kind, example = kinds.get(name), EXAMPLES[name]
    shape = kind.shape(example.text)
    assert kind.clean(example.best, shape) == example.best
    assert kind.grade(example.key, example.best) == (None if kind.is_judged_by_a_person else 1)


@every_kind
def test_what_is_wrong_or_missing_earns_nothing(name: str) -> None:
    kind, example = kinds.get(name), EXAMPLES[name]
    assert [kind.grade(example.key, answer) for answer in (example.worst, [])] == [0, 0]


@given(answer=anything, name=st.sampled_from(sorted(QuestionKind.values)))
def test_anything_at_all_is_refused_or_graded(answer: object, name: str) -> None:
    kind, example = kinds.get(name), EXAMPLES[name]
    shape = kind.shape(example.text)
    try:
        clean = kind.clean(answer, shape)
    except BadAnswer:
        return
    assert kind.clean(clean, shape) == clean
    earned = kind.grade(example.key, clean)
    assert earned is None or (0 <= earned <= 1 and earned == round(earned, 6))


@every_kind
def test_each_place_is_told_right_or_wrong(name: str) -> None:
    kind, example = kinds.get(name), EXAMPLES[name]
    places = len(kind.shape(example.text).slots or "1")
    assert len(kind.right(example.key)) == places
    if not kind.is_judged_by_a_person:
        assert kind.judged(example.key, example.best) == [Decimal(1)] * places
        assert len(kind.judged(example.key, [])) == places
