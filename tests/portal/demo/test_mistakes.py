"""Who gets what wrong: as many as the score says, and what is planted."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from portal.demo.mistakes import GOOD, Asked, Planted, missed

PLANTED = Planted(doubted="q0", instead="c", easy="q1", weak="New rules")
QUESTIONS = [Asked(f"q{at}", "New rules" if at % 4 == 0 else "Old rules", 0.3) for at in range(20)]


@given(wrong=st.integers(0, 20), seed=st.integers())
def test_a_score_says_how_many_are_wrong(wrong: int, seed: int) -> None:
    found = missed(QUESTIONS, score=1 - wrong / 20, planted=PLANTED, chance=Random(seed))
    assert len(found) == wrong
    assert (QUESTIONS[1] in found) == (wrong == 20)


@given(wrong=st.integers(1, 4), seed=st.integers())
def test_the_good_do_not_believe_the_key(wrong: int, seed: int) -> None:
    score = 1 - wrong / 20
    assert QUESTIONS[0] in missed(QUESTIONS, score=score, planted=PLANTED, chance=Random(seed))
    assert PLANTED.mistake(QUESTIONS[0], score) == ["c"]
    assert PLANTED.mistake(QUESTIONS[0], GOOD - 0.1) is None
    assert PLANTED.mistake(QUESTIONS[2], score) is None


def test_a_weak_topic_is_missed_more_often() -> None:
    plain = QUESTIONS[2:]
    found = [
        one for seed in range(200) for one in missed(plain, score=0.7, planted=PLANTED, chance=Random(seed))
    ]
    weak = sum(one.topic == "New rules" for one in found) / sum(one.topic == "New rules" for one in plain)
    other = sum(one.topic != "New rules" for one in found) / sum(one.topic != "New rules" for one in plain)
    assert weak > 2 * other
