"""A key that holds a number one cannot compute with costs a mark, never an attempt."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams import kinds
from exams.kinds.kind import amount

junk = st.sampled_from(
    [
        "NaN",
        "sNaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "1e999999",
        "1e-999999",
        "1e999999999999999999",
        "9" * 101,
        "",
        "x",
    ]
) | st.decimals().map(str)
forms = st.fixed_dictionaries({"value": junk, "tolerance": junk, "fraction": junk}) | st.fixed_dictionaries(
    {"low": junk, "high": junk, "fraction": junk}
)
numerics = st.fixed_dictionaries(
    {
        "kind": st.just("numeric"),
        "accepted": st.lists(forms, max_size=3),
        "units": st.dictionaries(st.just("kg"), junk),
    }
)
texts = st.fixed_dictionaries(
    {"accepted": st.lists(st.fixed_dictionaries({"text": st.just("1"), "fraction": junk}))}
)
choices = st.fixed_dictionaries(
    {"correct": st.just(["a"]), "weights": st.dictionaries(st.sampled_from("abc"), junk, min_size=1)}
)
clozes = st.fixed_dictionaries(
    {
        "gaps": st.fixed_dictionaries({"1": numerics, "2": texts, "3": choices}),
        "weights": st.dictionaries(st.sampled_from("123"), junk),
    }
)
keys = st.one_of(
    st.tuples(st.just("numeric"), numerics, st.just(["1 kg"]) | st.just(["1"])),
    st.tuples(st.just("short_text"), texts, st.just(["1"])),
    st.tuples(st.just("multiple"), choices, st.just(["a", "b"])),
    st.tuples(st.just("cloze"), clozes, st.just(["1", "1", "a"])),
)


@given(asked=keys)
def test_no_number_of_a_key_stops_the_marking(asked: tuple[str, dict[str, Any], list[str]]) -> None:
    name, key, answer = asked
    kind = kinds.get(name)
    earned = kind.grade(key, answer)
    assert earned is not None
    assert 0 <= earned <= 1
    assert all(0 <= part <= 1 for part in kind.judged(key, answer))
    assert kind.right(key) is not None
    assert kind.remarks(key, answer) is not None


@pytest.mark.parametrize("said", ["NaN", "Infinity", "1e31", "1e-31", "1e999999", "0." + "1" * 99, None])
def test_what_no_key_may_hold(said: object) -> None:
    assert amount(said) is None


@pytest.mark.parametrize("said", ["0", "0e-99", "-3.5", "1e30", "1e-30", 2])
def test_what_a_key_may_hold(said: object) -> None:
    assert amount(said) is not None
