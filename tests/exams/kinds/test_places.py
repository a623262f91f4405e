"""Matching, ordering and gaps: each place by itself, and what is said of partial credit."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.kinds import BadAnswer
from exams.kinds.kind import fraction
from tests.exams.kinds.examples import EXAMPLES

MATCHING, ORDERING, CLOZE = (kinds.get(name) for name in ("matching", "ordering", "cloze"))
STEPS = ["a", "b", "c", "d"]


@given(right=st.lists(st.sampled_from("abc"), min_size=1, max_size=12), data=st.data())
def test_each_right_pair_earns_an_equal_share(right: list[str], data: Any) -> None:
    pairs = {str(number): letter for number, letter in enumerate(right, start=1)}
    given_ = data.draw(
        st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=len(right), max_size=len(right))
    )
    hits = sum(one == other for one, other in zip(right, given_, strict=True))
    assert MATCHING.grade({"pairs": pairs}, given_) == fraction(Decimal(hits) / len(right))


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        (["a", "b", "c", "d"], "1"),
        (["b", "a", "c", "d"], "0.666667"),
        (["b", "c", "d", "a"], "0"),
        (["d", "c", "b", "a"], "0"),
        (["a", "b", "c"], "0"),
        ([], "0"),
    ],
)
def test_an_order_earns_by_its_pairs(answer: list[str], earned: str) -> None:
    assert ORDERING.grade({"order": STEPS}, answer) == Decimal(earned)


@given(answer=st.permutations(STEPS), at=st.integers(0, 2))
def test_putting_two_neighbours_right_never_costs(answer: list[str], at: int) -> None:
    better = sorted(answer[at : at + 2])
    mended = answer[:at] + better + answer[at + 2 :]
    before, after = (ORDERING.grade({"order": STEPS}, order) for order in (answer, mended))
    assert before is not None
    assert after is not None
    assert after >= before


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        (["a", "5", "您好"], "1"),
        (["a", "", ""], "0.5"),
        (["b", "5", ""], "0.25"),
        (["", "４", "您 好"], "0.5"),
        ([], "0"),
    ],
)
def test_gaps_earn_their_weights(answer: list[str], earned: str) -> None:
    assert CLOZE.grade(EXAMPLES["cloze"].key, answer) == Decimal(earned)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("matching", ["a"]),
        ("matching", ["a", "z"]),
        ("ordering", ["a", "b"]),
        ("ordering", ["a", "a", "b", "c"]),
        ("cloze", ["a"]),
        ("cloze", ["z", "", ""]),
        ("spoken", ["../../secret"]),
        ("essay", ["x" * 10_001]),
    ],
)
def test_a_bad_answer_is_refused(kind: str, answer: list[str]) -> None:
    with pytest.raises(BadAnswer):
        kinds.get(kind).clean(answer, kinds.get(kind).shape(EXAMPLES[kind].text))


@pytest.mark.parametrize("kind", ["matching", "cloze"])
def test_nothing_in_any_place_is_no_answer(kind: str) -> None:
    shape = kinds.get(kind).shape(EXAMPLES[kind].text)
    assert kinds.get(kind).clean([""] * len(shape.slots or ()), shape) == []
