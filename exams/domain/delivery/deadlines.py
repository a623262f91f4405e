"""When a sitting opens, is due, closes and ends for one person, and how she stands in it at a moment.

Pure functions of the rules in `docs/delivery.md`; `tests/files/deadlines.csv` holds them case by case.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from exams.enums import EndedBy, Standing

# For delivery only: the page stops taking answers at the deadline.
GRACE = timedelta(seconds=60)

# The longest limit an exam or an exception may have.
LONGEST = timedelta(hours=12)

# Extra time without a limit needs an end too: longer than twice the longest limit is nobody's working day.
FAR = 2 * LONGEST

UNLIMITED = math.inf


@dataclass(frozen=True)
class Window:
    """What a sitting and its exam say to everybody. Without a limit the close is the deadline."""

    opens: datetime
    closes: datetime
    due: datetime | None = None
    limit: timedelta | None = None
    attempts: int | None = None
    late_entry: timedelta | None = None
    cool_down: timedelta = timedelta(0)


@dataclass(frozen=True)
class Change:
    """What an exception says otherwise; a field of None is left as it is."""

    opens: datetime | None = None
    due: datetime | None = None
    closes: datetime | None = None
    limit: timedelta | None = None
    attempts: int | None = None


LENIENT: dict[str, Callable[[Iterable[Any]], Any]] = {
    "opens": min,
    "due": max,
    "closes": max,
    "limit": max,
    "attempts": max,
}


@dataclass(frozen=True)
class Terms:
    """What holds for one person. `extra` multiplies the limit: 1 is none, infinity is without a limit."""

    window: Window
    extra: float = 1
    by_person: bool = False
    by_group: bool = False

    @property
    def time(self) -> timedelta | None:
        """The limit with extra time; None where only the close, or nothing, ends an attempt."""
        limit = self.window.limit
        return None if limit is None or self.extra == UNLIMITED else limit * self.extra


@dataclass(frozen=True)
class Go:
    """One attempt as far as time is concerned."""

    started: datetime
    deadline: datetime
    due: datetime | None = None
    finished: datetime | None = None
    ended_by: str = ""
    minutes_added: int = 0
    is_held: bool = False

    def settled(self, at: datetime) -> "Go":
        """As it will be found once somebody looks: its time and the grace over, it is handed in."""
        if self.finished or at < self.deadline + GRACE:
            return self
        return replace(self, finished=self.deadline, ended_by=EndedBy.TIME)

    @property
    def is_late(self) -> bool:
        """Handed in after it was due; at the very moment is in time."""
        return bool(self.due and self.finished and self.finished > self.due)


@dataclass(frozen=True)
class Situation:
    """How a person stands in a sitting at a moment."""

    standing: Standing
    terms: Terms
    at: datetime
    used: int = 0
    last: Go | None = None
    deadline: datetime | None = None  # of the attempt that runs, was the last, or would be started now
    again: datetime | None = None  # when the next attempt can start

    @property
    def may_start(self) -> bool:
        return self.standing == Standing.MAY_START

    @property
    def attempts_left(self) -> int | None:
        """None: as many as wanted."""
        allowed = self.terms.window.attempts
        return None if allowed is None else max(allowed - self.used, 0)

    @property
    def is_used_up(self) -> bool:
        return self.attempts_left == 0


def terms(
    window: Window, *, person: Change = Change(), groups: Iterable[Change] = (), extra: float = 1
) -> Terms:
    """What holds for a person: in each field her own exception, else the most lenient of her groups', else
    the sitting's. With extra time no exception takes minutes away."""
    groups = list(groups)
    own = {name: value for name in LENIENT if (value := getattr(person, name)) is not None}
    shared = {name: pick(given) for name, pick in LENIENT.items() if (given := _given(groups, name))}
    found = replace(window, **shared | own)
    if extra > 1:
        found = replace(found, limit=_longer(window.limit, found.limit))
    return Terms(found, extra, by_person=bool(own), by_group=bool(shared.keys() - own.keys()))


def deadline(held: Terms, *, start: datetime, minutes_added: int = 0) -> datetime:
    """The end of an attempt that starts at a moment: the earlier of start and limit, and the close.

    Extra time gives its factor of what anybody who starts then would have, past the close too; without a
    limit it gives a day. Added minutes come on top.
    """
    window, added = held.window, timedelta(minutes=minutes_added)
    if held.extra == UNLIMITED:
        return max(window.closes, start + FAR) + added
    end = start + min(window.limit or LONGEST, window.closes - start) * held.extra
    return (max(window.closes, end) if window.limit is None else end) + added


def situation(held: Terms, *, at: datetime, used: int = 0, last: Go | None = None) -> Situation:
    """How a person stands who has `used` so many attempts, the last of them as given."""
    last = last.settled(at) if last else None
    end = last.deadline if last else None
    here = Situation(Standing.NOT_OPEN, held, at, used=used, last=last, deadline=end)
    if last and not last.finished:
        return replace(here, standing=Standing.RUNNING if at < last.deadline else Standing.GRACE)
    if last is None and at < held.window.opens:
        return here
    if last is None:
        return _before_the_first(here)
    return _after_the_last(here, last)


def _before_the_first(here: Situation) -> Situation:
    window = here.terms.window
    if here.at >= window.closes:
        return replace(here, standing=Standing.ABSENT)
    if window.late_entry is not None and here.at >= window.opens + window.late_entry:
        return replace(here, standing=Standing.BARRED)
    return _startable(here)


def _after_the_last(here: Situation, last: Go) -> Situation:
    window = here.terms.window
    over = replace(here, standing=Standing.HELD if last.is_held else Standing.HANDED_IN)
    if not window.opens <= here.at < window.closes or (
        window.attempts is not None and here.used >= window.attempts
    ):
        return over
    again = _again(here.terms, last)
    if here.at >= again or not window.cool_down:
        return _startable(here)
    if again >= window.closes:
        return replace(over, again=again)
    return replace(here, standing=Standing.COOLING, again=again)


def _startable(here: Situation) -> Situation:
    return replace(here, standing=Standing.MAY_START, deadline=deadline(here.terms, start=here.at))


def _again(held: Terms, last: Go) -> datetime:
    """The cool-down counts from the earlier of the finish, and start and limit."""
    finish = last.finished or last.deadline
    time = held.time
    return (min(finish, last.started + time) if time else finish) + held.window.cool_down


def _given(changes: Iterable[Change], name: str) -> list[Any]:
    return [value for change in changes if (value := getattr(change, name)) is not None]


def _longer(one: timedelta | None, other: timedelta | None) -> timedelta | None:
    """None is no limit, and longer than any."""
    return None if one is None or other is None else max(one, other)
