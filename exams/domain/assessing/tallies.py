"""What the scores of an assessment add up to: a pure function of criteria, points and pass mark."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from courses.models import Criterion

STEP = Decimal("0.000001")  # as fine as the training file keeps a score


@dataclass(frozen=True)
class Tally:
    """Points are weighted: the best level of a criterion is worth its weight."""

    scored: int
    criteria: int
    points: Decimal
    points_max: Decimal
    fraction: Decimal
    critical_fail: bool

    @property
    def is_complete(self) -> bool:
        return self.scored == self.criteria

    def is_passed(self, pass_mark: Decimal) -> bool:
        """Every criterion scored, no critical one on its lowest level, and the share reached."""
        return self.is_complete and not self.critical_fail and self.fraction >= pass_mark


def tally(criteria: Iterable[Criterion], points: Mapping[str, int | None]) -> Tally:
    """Criteria without points count as not scored; one that can earn nothing weighs nothing."""
    rows = list(criteria)
    scored = [row for row in rows if points.get(row.code) is not None]
    earned = sum((_earned(row, points[row.code] or 0) for row in scored), Fraction(0))
    most = sum((row.weight for row in rows if row.best), 0)
    return Tally(
        scored=len(scored),
        criteria=len(rows),
        points=_decimal(earned),
        points_max=Decimal(most),
        fraction=_decimal(earned / most) if most else Decimal(0),
        critical_fail=any(is_critical_fail(row, points[row.code]) for row in scored),
    )


def is_critical_fail(row: Criterion, points: int | None) -> bool:
    return row.critical and points == min(level.points for level in row.levels)


def _earned(row: Criterion, points: int) -> Fraction:
    return Fraction(row.weight * points, row.best) if row.best else Fraction(0)


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(STEP)
