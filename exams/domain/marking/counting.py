"""Which of a person's attempts in a sitting counts: a pure function of what each came to, in their order.

Each attempt is a line of the training file of its own. What does not count any more is ended there, the day
before the one that takes its place; what never counted is ended the day before itself. The average of several
is a line of its own. So whoever reads the file reads what counts, whatever the exam's rule is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from exams.enums import Counts

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Taken:
    """What an attempt came to, and on which day it was handed in."""

    on: date
    fraction: Decimal
    passed: bool


@dataclass(frozen=True)
class Average:
    """The mean of the first `of` attempts: from the last one's day until the next (None: for good)."""

    on: date
    until: date | None
    fraction: Decimal
    passed: bool
    of: int


def last_days(taken: Sequence[Taken], counts: str) -> list[date | None]:
    """The last day on which each attempt's own line counts; None: for good, the day before itself: never."""
    never = [one.on - DAY for one in taken]
    replaced: list[date | None] = [later.on - DAY for later in taken[1:]]
    if counts == Counts.LAST:
        return [*replaced, None][: len(taken)]
    if counts == Counts.AVERAGE and len(taken) > 1:
        return [replaced[0], *never[1:]]
    if counts in (Counts.FIRST, Counts.FIRST_PASS):
        first = 0 if counts == Counts.FIRST else _first_pass(taken)
        return [None if place <= first else never[place] for place in range(len(taken))]
    return [None] * len(taken)


def averages(taken: Sequence[Taken], counts: str, pass_mark: Decimal) -> list[Average]:
    """The averages that stood after the second attempt and after each later one. The whole's pass mark alone
    decides whether an average is a pass."""
    if counts != Counts.AVERAGE:
        return []
    found = []
    for of in range(2, len(taken) + 1):
        mean = sum((one.fraction for one in taken[:of]), Decimal(0)) / of
        until = taken[of].on - DAY if of < len(taken) else None
        found.append(Average(taken[of - 1].on, until, mean, mean >= pass_mark, of))
    return found


def stands(taken: Sequence[Taken], counts: str, pass_mark: Decimal) -> Taken | None:
    """What a person's attempts in a sitting come to by the exam's rule; nothing where none is marked."""
    if not taken:
        return None
    if means := averages(taken, counts, pass_mark):
        return Taken(means[-1].on, means[-1].fraction, means[-1].passed)
    chosen = {
        Counts.LAST: len(taken) - 1,
        Counts.FIRST: 0,
        Counts.FIRST_PASS: min(_first_pass(taken), len(taken) - 1),
        Counts.AVERAGE: 0,
    }
    if counts in chosen:
        return taken[chosen[Counts(counts)]]
    return max(taken, key=lambda one: (one.passed, one.fraction))


def _first_pass(taken: Sequence[Taken]) -> int:
    """The place of the first pass; behind the last while there is none."""
    return next((place for place, one in enumerate(taken) if one.passed), len(taken))
