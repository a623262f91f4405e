"""Classical item analysis: pure functions of a response matrix, people × questions, in points.

NaN is "not asked": papers are drawn. `x` is the mark on a question, `X` a person's total over what she was
asked, `r` what x is held against: X - x; for a drawn question X itself, as Moodle does. Variances and
covariances divide by S - 1, S being the people counted. A figure that cannot be told (one person, no spread)
is None. Formulas: Moodle, question/classes/statistics/questions/calculator.php and quiz/report/statistics.

Importing this module loads numpy, a tenth of a second: it is done where a figure is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Mask = NDArray[np.bool_]

THIRDS = 3


@dataclass(frozen=True)
class QuestionFigures:
    """One question. Bounds in brackets; None where the data cannot tell."""

    people: int  # who were asked
    facility: float | None  # mean share of the points [0, 1]
    standard_deviation: float | None  # of the marks, in points
    discrimination_index: float | None  # correlation of x and r, in per cent [-100, 100]
    discriminative_efficiency: float | None  # of what the marks could discriminate, in per cent [<= 100]
    effective_weight: float | None  # share in the spread of the totals, in per cent [0, 100]
    item_total_correlation: float | None  # of x and X [-1, 1]
    item_rest_correlation: float | None  # of x and X - x [-1, 1]
    alpha_without_item: float | None  # alpha of the other questions [<= 1]


@dataclass(frozen=True)
class TestFigures:
    """A test. Points, unless said otherwise."""

    people: int
    questions: int
    asked: int  # of each person: the median, below `questions` where papers are drawn
    mean: float | None
    mean_share: float | None  # mean of total / greatest possible total of what was asked [0, 1]
    standard_deviation: float | None
    standard_deviation_share: float | None  # of total / greatest possible
    skewness: float | None  # negative: a tail of low totals
    kurtosis: float | None  # 0: as a normal distribution
    alpha: float | None  # Cronbach [<= 1]
    internal_consistency: float | None  # alpha in per cent [<= 100]
    error_ratio: float | None  # share of the spread that is chance, in per cent [>= 0]
    standard_error: float | None  # of a person's total


def total(marks: Vector) -> Vector:
    """X of each person: the sum over what she was asked; NaN for who was asked nothing."""
    asked = ~np.isnan(marks)
    return np.where(asked.any(axis=1), np.where(asked, marks, 0.0).sum(axis=1), np.nan)


def rest(marks: Vector, column: int, *, drawn: bool = False) -> Vector:
    """r of each person: what was scored on the other questions; the whole total for a drawn question."""
    whole = total(marks)
    return whole if drawn else whole - np.where(np.isnan(marks[:, column]), 0.0, marks[:, column])


def facility(x: Vector, most: float) -> float | None:
    """F = mean(x) / max [0, 1]: how easy it was."""
    known = x[~np.isnan(x)]
    return _number(known.mean() / most) if known.size and most else None


def standard_deviation(x: Vector) -> float | None:
    """Square root of the variance, S - 1 in the denominator."""
    known = x[~np.isnan(x)]
    return _number(known.std(ddof=1)) if known.size > 1 else None


def covariance(x: Vector, y: Vector) -> float | None:
    """Over the people for whom both are known, S - 1 in the denominator."""
    x, y = _paired(x, y)
    return _number((x - x.mean()) @ (y - y.mean()) / (x.size - 1)) if x.size > 1 else None


def correlation(x: Vector, y: Vector) -> float | None:
    """Pearson's [-1, 1]; None where one of the two has no spread."""
    x, y = _paired(x, y)
    if x.size < 2 or _is_flat(x) or _is_flat(y):
        return None
    x, y = x - x.mean(), y - y.mean()
    return _number(np.clip(x @ y / np.sqrt((x @ x) * (y @ y)), -1.0, 1.0))


def discrimination_index(x: Vector, r: Vector) -> float | None:
    """100 cov(x, r) / sqrt(var x · var r) [-100, 100]: a correlation, not the difference of two groups."""
    found = correlation(x, r)
    return None if found is None else 100 * found


def discriminative_efficiency(x: Vector, r: Vector) -> float | None:
    """100 cov(x, r) / covmax [<= 100]; covmax is the covariance once both are sorted, the best possible."""
    x, r = _paired(x, r)
    found, best = covariance(x, r), covariance(np.sort(x), np.sort(r))
    return None if found is None or not best or _is_flat(x) or _is_flat(r) else 100 * found / best


def effective_weights(marks: Vector) -> list[float | None]:
    """100 sqrt(cov(x, X)) / sum of these over the questions [0, 100]; None where cov(x, X) < 0."""
    totals = total(marks)
    found = [covariance(x, totals) for x in marks.T]
    roots = [None if cov is None or cov < 0 else float(np.sqrt(cov)) for cov in found]
    whole = sum(root for root in roots if root)
    return [None if root is None or not whole else 100 * root / whole for root in roots]


def skewness(totals: Vector) -> float | None:
    """k3 / k2^1.5 with k3 = S² m3 / ((S-1)(S-2)); negative where low totals trail behind."""
    x = _known(totals)
    count = x.size
    if count < 3 or _is_flat(x):
        return None
    k2, m3 = x.var(ddof=1), ((x - x.mean()) ** 3).mean()
    return _number(count**2 * m3 / ((count - 1) * (count - 2)) / k2**1.5)


def kurtosis(totals: Vector) -> float | None:
    """k4 / k2² with k4 = S² ((S+1) m4 - 3 (S-1) m2²) / ((S-1)(S-2)(S-3)); 0 for a normal distribution."""
    x = _known(totals)
    count = x.size
    if count < 4 or _is_flat(x):
        return None
    k2, centred = x.var(ddof=1), x - x.mean()
    m2, m4 = (centred**2).mean(), (centred**4).mean()
    spread = (count + 1) * m4 - 3 * (count - 1) * m2**2
    return _number(count**2 * spread / ((count - 1) * (count - 2) * (count - 3)) / k2**2)


def alpha(marks: Vector) -> float | None:
    """Cronbach's p / (p-1) · (1 - sum var x / var X) [<= 1].

    Where people were asked different questions, p is the number asked of a person (the median), and the mean
    variance and mean covariance of the questions, each pair by the people who had both, stand for the sums.
    """
    shared, weights = _covariances(marks)
    return _alpha(shared, weights, _asked(marks))


def alphas_without(marks: Vector) -> list[float | None]:
    """Alpha of the test without each question in turn; above alpha: the test is better off without it."""
    shared, weights = _covariances(marks)
    asked, columns = _asked(marks), range(marks.shape[1])
    keep = [np.arange(marks.shape[1]) != column for column in columns]
    return [_alpha(shared[np.ix_(k, k)], weights[np.ix_(k, k)], asked - 1) for k in keep]


def error_ratio(consistency: float | None) -> float | None:
    """100 sqrt(1 - CIC / 100), both in per cent [>= 0]: how much of the spread is chance."""
    return None if consistency is None else float(100 * np.sqrt(max(1 - consistency / 100, 0)))


def standard_error(ratio: float | None, deviation: float | None) -> float | None:
    """Error ratio · SD / 100, in points: two in three true totals lie within it of what was measured."""
    return None if ratio is None or deviation is None else ratio * deviation / 100


def of_questions(
    marks: Vector, most: Sequence[float], *, drawn: Sequence[bool] | None = None
) -> list[QuestionFigures]:
    """Every column's figures; `most` are the greatest possible marks, `drawn` says what was not for all."""
    marks = np.asarray(marks, dtype=np.float64)
    drawn = drawn or [False] * marks.shape[1]
    totals, weights, without = total(marks), effective_weights(marks), alphas_without(marks)
    return [
        _of_question(marks[:, column], totals, most[column], drawn[column], weights[column], without[column])
        for column in range(marks.shape[1])
    ]


def of_test(marks: Vector, most: Sequence[float]) -> TestFigures:
    """The figures of the totals. Who was asked nothing is left out."""
    marks = np.asarray(marks, dtype=np.float64)
    marks = marks[~np.isnan(marks).all(axis=1)] if marks.size else marks
    totals, possible = total(marks), (~np.isnan(marks)) @ np.asarray(most, dtype=np.float64)
    shares = totals / np.where(possible, possible, np.nan)
    found, deviation = alpha(marks), standard_deviation(totals)
    consistency = None if found is None else 100 * found
    ratio = error_ratio(consistency)
    return TestFigures(
        people=marks.shape[0],
        questions=marks.shape[1],
        asked=_asked(marks),
        mean=_mean(totals),
        mean_share=_mean(shares),
        standard_deviation=deviation,
        standard_deviation_share=standard_deviation(shares),
        skewness=skewness(totals),
        kurtosis=kurtosis(totals),
        alpha=found,
        internal_consistency=consistency,
        error_ratio=ratio,
        standard_error=standard_error(ratio, deviation),
    )


def thirds(scores: Vector) -> NDArray[np.int64]:
    """0 for the lowest third of some scores, 1 for the middle, 2 for the best; -1 where the score is NaN.

    Equal scores stand in one third, that of the middle of their places, so that thirds may differ in size.
    """
    found = np.full(scores.shape, -1, dtype=np.int64)
    known = ~np.isnan(scores)
    values, inverse, counts = np.unique(scores[known], return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - counts / 2
    if values.size:
        found[known] = np.minimum(middles * THIRDS // counts.sum(), THIRDS - 1).astype(np.int64)[inverse]
    return found


def by_third(chosen: Mask, third: NDArray[np.int64]) -> tuple[int, int, int]:
    """How many of the lowest, middle and best third are marked."""
    low, middle, best = (int((chosen & (third == number)).sum()) for number in range(THIRDS))
    return low, middle, best


def _of_question(
    x: Vector, totals: Vector, most: float, drawn: bool, weight: float | None, without: float | None
) -> QuestionFigures:
    others = totals - np.where(np.isnan(x), 0.0, x)
    against = totals if drawn else others
    return QuestionFigures(
        people=int((~np.isnan(x)).sum()),
        facility=facility(x, most),
        standard_deviation=standard_deviation(x),
        discrimination_index=discrimination_index(x, against),
        discriminative_efficiency=discriminative_efficiency(x, against),
        effective_weight=weight,
        item_total_correlation=correlation(x, totals),
        item_rest_correlation=correlation(x, others),
        alpha_without_item=without,
    )


def _covariances(marks: Vector) -> tuple[Vector, Vector]:
    """Covariances of each pair of questions over the people who had both, and how far each counts: n - 1."""
    asked = (~np.isnan(marks)).astype(np.float64)
    means = np.where(asked, marks, 0.0).sum(axis=0) / np.maximum(asked.sum(axis=0), 1)
    centred = np.where(asked > 0, marks - means, 0.0)
    both, sums = asked.T @ asked, centred.T @ asked
    freedom = np.maximum(both - 1, 0)
    products = centred.T @ centred - sums * sums.T / np.maximum(both, 1)
    return np.where(freedom > 0, products / np.maximum(freedom, 1), 0.0), freedom


def _alpha(shared: Vector, weights: Vector, asked: int) -> float | None:
    """p c / (v + (p-1) c): the same as the usual form where everybody was asked everything."""
    own = np.eye(len(shared), dtype=bool)
    if asked < 2 or not weights[own].sum() or not weights[~own].sum():
        return None
    variance = np.average(shared[own], weights=weights[own])
    common = np.average(shared[~own], weights=weights[~own])
    whole = variance + (asked - 1) * common
    return _number(asked * common / whole) if whole > 1e-12 else None


def _asked(marks: Vector) -> int:
    counts = (~np.isnan(marks)).sum(axis=1)
    return int(np.median(counts)) if counts.size else 0


def _paired(x: Vector, y: Vector) -> tuple[Vector, Vector]:
    both = ~(np.isnan(x) | np.isnan(y))
    return x[both], y[both]


def _known(x: Vector) -> Vector:
    return x[~np.isnan(x)]


def _is_flat(x: Vector) -> bool:
    """No spread but that of rounding."""
    return bool(np.ptp(x) <= 1e-9 * max(1.0, float(np.abs(x).max())))


def _mean(x: Vector) -> float | None:
    known = _known(x)
    return _number(known.mean()) if known.size else None


def _number(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
