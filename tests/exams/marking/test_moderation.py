from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.marking.moderation import final, has_second, needed, policy

GAP = Decimal("0.25")
marks = st.decimals(0, 1, places=2)


def fractions(*written: str) -> list[Decimal]:
    return [Decimal(one) for one in written]


@pytest.mark.parametrize(
    ("judged", "second", "markers"),
    [
        ([], False, 1),
        (["0.5"], False, 1),
        ([], True, 2),
        (["0.5"], True, 2),
        (["0.5", "0.74"], True, 2),
        (["0.5", "0.75"], True, 3),
        (["1", "0"], True, 3),
    ],
)
def test_how_many_markers_an_answer_needs(judged: list[str], second: bool, markers: int) -> None:
    assert needed(fractions(*judged), second=second, gap=GAP) == markers


@pytest.mark.parametrize(
    ("judged", "mark"),
    [(["0.4"], "0.4"), (["0.4", "0.5"], "0.45"), (["0", "1", "0.7"], "0.7"), (["0", "0.000001"], "0.000001")],
)
def test_what_they_come_to(judged: list[str], mark: str) -> None:
    assert final(fractions(*judged)) == Decimal(mark)


@given(st.lists(marks, min_size=1, max_size=3))
def test_a_mark_lies_between_its_judgements(judged: list[Decimal]) -> None:
    assert min(judged) <= final(judged) <= max(judged)


@pytest.mark.parametrize(("share", "least", "most"), [("0", 0, 0), ("0.2", 170, 230), ("1", 1000, 1000)])
def test_the_share_is_drawn_and_stays_as_it_was_drawn(share: str, least: int, most: int) -> None:
    drawn = [has_second("a" * 32, item, Decimal(share)) for item in range(1000)]
    assert least <= sum(drawn) <= most
    assert drawn == [has_second("a" * 32, item, Decimal(share)) for item in range(1000)]


def test_attempts_from_before_have_one_marker() -> None:
    assert policy({}) == (Decimal(0), Decimal(1))
