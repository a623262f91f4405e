"""Which units serve which rules of a paper: exact, so that a paper which can be filled is filled.

A unit is one question, or several that belong together and are drawn whole. A rule wants a number of
questions, and a unit serves one rule at most. For single questions this is a matching: the sets that can be
seated form a matroid, so that taking units in the order of preference, each one moving others aside along an
augmenting path, gives the most preferred choice there is. Units of several questions make it a search, which
asks the matching at its ends and remembers where it has been.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

State = tuple[int, ...]


class Unit(NamedTuple):
    """What is drawn whole: its place in the caller's list, its number of questions, the rules it suits."""

    pk: int
    size: int
    rules: frozenset[int]


class Seats:
    """Places of rules, taken by units of one question each."""

    def __init__(self, needs: Iterable[int]) -> None:
        self.free = list(needs)
        self.taken: list[list[Unit]] = [[] for _ in self.free]
        self.refused: set[frozenset[int]] = set()

    @property
    def is_full(self) -> bool:
        return not any(self.free)

    def seat(self, unit: Unit) -> bool:
        """Give the unit a place, moving others if need be. Whom it refuses once, it refuses for good."""
        if unit.rules in self.refused:
            return False
        came: dict[int, tuple[int | None, Unit]] = dict.fromkeys(unit.rules, (None, unit))
        waiting = deque(came)
        while waiting:
            rule = waiting.popleft()
            if self.free[rule]:
                self._move(rule, came)
                return True
            for mover in self.taken[rule]:
                for other in mover.rules - came.keys():
                    came[other] = (rule, mover)
                    waiting.append(other)
        self.refused.add(unit.rules)
        return False

    def seat_all(self, units: Iterable[Unit]) -> bool:
        """Seat units until every place is taken; whether it is."""
        for unit in units:
            if self.is_full:
                break
            self.seat(unit)
        return self.is_full

    def rivals(self, rule: int) -> set[int]:
        """The rules that hold what this one lacks, itself among them, once nothing more can be seated."""
        found, waiting = {rule}, [rule]
        while waiting:
            wanting = waiting.pop()
            holders = {
                at for at, units in enumerate(self.taken) if any(wanting in one.rules for one in units)
            }
            waiting += holders - found
            found |= holders
        return found

    def _move(self, rule: int | None, came: dict[int, tuple[int | None, Unit]]) -> None:
        self.free[rule] -= 1  # type: ignore[index]
        while rule is not None:
            before, mover = came[rule]
            self.taken[rule].append(mover)
            if before is not None:
                self.taken[before].remove(mover)
            rule = before


def draw(needs: Sequence[int], units: Sequence[Unit]) -> list[list[Unit]] | None:
    """For each rule units of exactly as many questions as it needs, or None where no choice does.

    `units` stand in the order of preference. Of single questions those are taken that nothing better could
    replace; of larger units likewise, one after another.
    """
    suiting = [unit for unit in units if unit.rules]
    if not split(needs, suiting).is_full:
        return None
    if all(unit.size == 1 for unit in suiting):
        return split(needs, suiting).taken
    if not all(_adds_up(need, rule, suiting) for rule, need in enumerate(needs)):
        return None
    return _draw_whole(tuple(needs), suiting)


def split(needs: Sequence[int], units: Iterable[Unit]) -> Seats:
    """The most that could be seated if units were drawn question by question."""
    seats = Seats(needs)
    seats.seat_all(unit for unit in units for _question in range(unit.size))
    return seats


def _adds_up(need: int, rule: int, units: Iterable[Unit]) -> bool:
    """Whether some of the units that suit a rule have together as many questions as it needs, were it alone.
    What fails here would be searched for long."""
    sums = {0}
    for unit in units:
        if rule in unit.rules:
            sums |= {total + unit.size for total in sums if total + unit.size <= need}
        if need in sums:
            return True
    return need in sums


def _draw_whole(needs: State, units: list[Unit]) -> list[list[Unit]] | None:
    """Walk through the units: one is taken where the rest can still be completed with it."""
    drawn = _complete(needs, [], units)
    taken: list[Unit] = []
    refused: set[tuple[int, frozenset[int]]] = set()
    for at, unit in enumerate(units):
        if drawn is None or sum(one.size for one in taken) == sum(needs):
            break
        if (unit.size, unit.rules) in refused:
            continue
        if not any(unit in held for held in drawn):
            other = _complete(needs, [*taken, unit], units[at + 1 :])
            if other is None:
                refused.add((unit.size, unit.rules))
                continue
            drawn = other
        taken.append(unit)
    return drawn


def _complete(needs: State, must: list[Unit], may: Sequence[Unit]) -> list[list[Unit]] | None:
    """A choice with all that it must have and some that it may: larger units by search, then single ones."""
    firmly = [unit for unit in must if unit.size == 1]
    singles = [*firmly, *_enough(needs, (unit for unit in may if unit.size == 1))]
    larger = [unit for unit in must if unit.size > 1]
    bound = len(larger)
    larger += _enough(needs, (unit for unit in may if unit.size > 1))
    seen: set[tuple[int, State]] = set()
    ways: list[tuple[State, tuple]] = [(needs, ())]
    while ways:
        left, placed = ways.pop()
        at = len(placed)
        if (at, left) in seen:
            continue
        seen.add((at, left))
        if at == len(larger):
            seats = Seats(left)
            if all(map(seats.seat, firmly)) and seats.seat_all(singles[len(firmly) :]):
                return _together(seats, larger, placed)
            continue
        unit = larger[at]
        ways += [
            (_less(left, rule, unit.size), (*placed, rule)) for rule in unit.rules if left[rule] >= unit.size
        ]
        if at >= bound:
            ways.append((left, (*placed, None)))
    return None


def _enough(needs: State, units: Iterable[Unit]) -> list[Unit]:
    """Of units that are alike as many as could ever be used."""
    most = sum(needs)
    kept: dict[tuple[int, frozenset[int]], int] = {}
    found = []
    for unit in units:
        alike = (unit.size, unit.rules)
        kept[alike] = kept.get(alike, 0) + unit.size
        if kept[alike] < most + unit.size:
            found.append(unit)
    return found


def _less(left: State, rule: int, size: int) -> State:
    return (*left[:rule], left[rule] - size, *left[rule + 1 :])


def _together(seats: Seats, larger: list[Unit], placed: tuple[int | None, ...]) -> list[list[Unit]]:
    drawn = [list(units) for units in seats.taken]
    for unit, rule in zip(larger, placed, strict=True):
        if rule is not None:
            drawn[rule].append(unit)
    return drawn
