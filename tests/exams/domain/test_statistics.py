"""The formulas of `exams.domain.statistics` against values worked out by hand, and against what must hold."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from exams.domain import statistics

NAN = float("nan")

# Five people, three questions. Totals 3, 2, 1, 2, 0: mean 1.6, squares of the deviations 5.2, variance 1.3.
# Variances of the questions .2, .3, .3; covariances with the total .4, .45, .45.
WORKED = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 1], [0, 0, 0]], dtype=float)


def test_the_worked_example_of_questions():
    first, second, third = statistics.of_questions(WORKED, [1, 1, 1])
    assert [first.people, first.facility, second.facility, third.facility] == [5, 0.8, 0.4, 0.4]
    assert first.standard_deviation == pytest.approx(math.sqrt(0.2))
    # cov(x1, r1) = .4 - .2 = .2, var r1 = 1.3 - .8 + .2 = .7; sorted, x and r cannot agree better.
    assert first.discrimination_index == pytest.approx(100 * 0.2 / math.sqrt(0.2 * 0.7))
    assert first.discriminative_efficiency == pytest.approx(100)
    # cov(x2, r2) = .15, var r2 = .7; sorted: (-.4)(-1.2 - .2 - .2) + .6 (.8 + .8) = 1.6, a covariance of .4.
    assert second.discrimination_index == pytest.approx(100 * 0.15 / math.sqrt(0.3 * 0.7))
    assert second.discriminative_efficiency == pytest.approx(37.5)
    assert first.item_total_correlation == pytest.approx(0.4 / math.sqrt(0.2 * 1.3))
    assert second.item_rest_correlation == pytest.approx(0.15 / math.sqrt(0.3 * 0.7))
    # Roots .632456, .670820, .670820: together 1.974097.
    assert first.effective_weight == pytest.approx(32.0377, abs=1e-4)
    assert second.effective_weight == pytest.approx(33.9811, abs=1e-4)
    # Without the first: 2 (1 - .6 / .7); without the second: 2 (1 - .5 / .7).
    assert first.alpha_without_item == pytest.approx(2 / 7)
    assert second.alpha_without_item == pytest.approx(4 / 7)


def test_the_worked_example_of_totals():
    found = statistics.of_test(WORKED, [1, 1, 1])
    assert (found.people, found.questions, found.asked) == (5, 3, 3)
    assert found.mean == pytest.approx(1.6)
    assert found.mean_share == pytest.approx(1.6 / 3)
    assert found.standard_deviation == pytest.approx(math.sqrt(1.3))
    # Cubes sum to -1.44, m3 = -.288, k3 = 25 · -.288 / 12 = -.6.
    assert found.skewness == pytest.approx(-0.6 / 1.3**1.5)
    # Fourth powers sum to 10.576, m4 = 2.1152, m2 = 1.04, k4 = 25 (6 · 2.1152 - 12 · 1.0816) / 24 = -.3.
    assert found.kurtosis == pytest.approx(-0.3 / 1.69)
    # 3 / 2 · (1 - .8 / 1.3)
    assert found.alpha == pytest.approx(0.576923, abs=1e-6)
    assert found.internal_consistency == pytest.approx(57.6923, abs=1e-4)
    assert found.error_ratio == pytest.approx(65.0444, abs=1e-4)
    assert found.standard_error == pytest.approx(0.741620, abs=1e-6)


def test_points_count_by_their_greatest():
    marks = np.array([[5.0, 1.0], [2.5, 0.0]])
    first, second = statistics.of_questions(marks, [5, 2])
    assert (first.facility, second.facility) == (0.75, 0.25)


def test_one_person_tells_no_spread():
    (only,) = statistics.of_questions(np.array([[1.0]]), [1])
    assert only.facility == 1
    assert (only.standard_deviation, only.discrimination_index, only.item_total_correlation) == (None,) * 3
    found = statistics.of_test(np.array([[1.0]]), [1])
    assert (found.mean, found.standard_deviation, found.alpha, found.skewness, found.kurtosis) == (
        1,
        *[None] * 4,
    )


def test_nobody_at_all():
    found = statistics.of_test(np.empty((0, 2)), [1, 1])
    assert (found.people, found.mean, found.alpha) == (0, None, None)


def test_a_question_that_all_get_right_has_no_discrimination_and_spoils_nothing():
    marks = np.column_stack([WORKED, np.ones(5)])
    *others, easy = statistics.of_questions(marks, [1] * 4)
    assert (easy.facility, easy.discrimination_index, easy.discriminative_efficiency) == (1, None, None)
    assert [one.item_rest_correlation for one in others] == pytest.approx(
        [one.item_rest_correlation for one in statistics.of_questions(WORKED, [1] * 3)]
    )


def test_a_negative_covariance_has_no_weight():
    marks = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1], [1, 1, 0]], dtype=float)
    first, second, turned = statistics.effective_weights(marks)
    assert turned is None
    assert (first, second) == (pytest.approx(50), pytest.approx(50))


def test_what_was_not_asked_counts_nowhere():
    marks = np.array([[1, 1, NAN], [0, 1, NAN], [1, NAN, 0], [0, NAN, 1]])
    found = statistics.of_questions(marks, [1, 1, 1])
    assert [one.people for one in found] == [4, 2, 2]
    assert [one.facility for one in found] == [0.5, 1, 0.5]
    assert statistics.total(marks).tolist() == [2, 1, 1, 1]
    whole = statistics.of_test(marks, [1, 1, 1])
    assert (whole.questions, whole.asked, whole.mean_share) == (3, 2, 0.625)


def test_a_drawn_question_is_held_against_the_whole_total():
    x, totals = WORKED[:, 1], statistics.total(WORKED)
    drawn = statistics.of_questions(WORKED, [1] * 3, drawn=[False, True, False])[1]
    assert drawn.discrimination_index == pytest.approx(100 * 0.45 / math.sqrt(0.3 * 1.3))
    assert drawn.discrimination_index == pytest.approx(statistics.discrimination_index(x, totals))
    assert drawn.item_rest_correlation == pytest.approx(0.15 / math.sqrt(0.3 * 0.7))


def test_equal_scores_stand_in_one_third():
    scores = np.array([0, 1, 1, 1, 1, 1, 1, 2, NAN])
    assert statistics.thirds(scores).tolist() == [0, 1, 1, 1, 1, 1, 1, 2, -1]
    assert statistics.thirds(np.arange(9.0)).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]


marks_given = arrays.arrays(
    np.float64,
    st.tuples(st.integers(4, 12), st.integers(2, 6)),
    elements=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
)


@given(marks_given)
def test_alpha_is_cronbachs_where_everybody_was_asked_everything(marks):
    spread = marks.sum(axis=1).var(ddof=1)
    assume(spread > 1e-6)
    count = marks.shape[1]
    expected = count / (count - 1) * (1 - marks.var(axis=0, ddof=1).sum() / spread)
    assert statistics.alpha(marks) == pytest.approx(expected)


@given(marks_given, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_nothing(marks, chance):
    order = list(range(len(marks)))
    chance.shuffle(order)
    before, after = (statistics.of_test(rows, [1] * marks.shape[1]) for rows in (marks, marks[order]))
    for name in ("mean", "standard_deviation", "alpha", "skewness", "kurtosis"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), abs=1e-9), name


@given(marks_given)
def test_figures_keep_their_bounds(marks):
    for one in statistics.of_questions(marks, [1] * marks.shape[1]):
        assert 0 <= one.facility <= 1
        assert one.discrimination_index is None or -100 <= one.discrimination_index <= 100
        assert one.discriminative_efficiency is None or one.discriminative_efficiency <= 100 + 1e-9
        assert one.effective_weight is None or 0 <= one.effective_weight <= 100 + 1e-9
        assert one.item_total_correlation is None or -1 <= one.item_total_correlation <= 1


@given(marks_given)
def test_effective_weights_add_up_to_a_hundred(marks):
    known = [weight for weight in statistics.effective_weights(marks) if weight is not None]
    assume(any(known))
    assert sum(known) == pytest.approx(100)
