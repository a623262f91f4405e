"""Drawing against every possible assignment, tried one by one."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from exams.domain.papers.drawing import Unit, draw, split

RULES = 3
suits = st.frozensets(st.integers(0, RULES - 1), max_size=RULES)
needs = st.lists(st.integers(0, 3), min_size=RULES, max_size=RULES)


def units(sizes: st.SearchStrategy[int], most: int = 6) -> st.SearchStrategy[list[Unit]]:
    pairs = st.lists(st.tuples(sizes, suits), max_size=most)
    return pairs.map(lambda rows: [Unit(at, size, rules) for at, (size, rules) in enumerate(rows)])


def choices(wanted: list[int], stock: list[Unit]) -> Iterator[tuple[int | None, ...]]:
    """Every way to give each unit to a rule that it suits, or to none, so that each rule has its number."""
    for way in product(*([None, *sorted(unit.rules)] for unit in stock)):
        got = [0] * len(wanted)
        for unit, rule in zip(stock, way, strict=True):
            if rule is not None:
                got[rule] += unit.size
        if got == wanted:
            yield way


def is_sound(wanted: list[int], drawn: list[list[Unit]]) -> bool:
    taken = [unit for held in drawn for unit in held]
    fits = all(rule in unit.rules for rule, held in enumerate(drawn) for unit in held)
    return (
        fits
        and len({unit.pk for unit in taken}) == len(taken)
        and [sum(one.size for one in held) for held in drawn] == wanted
    )


@given(needs, units(st.just(1)))
def test_single_questions_are_drawn_exactly_when_some_choice_exists(
    wanted: list[int], stock: list[Unit]
) -> None:
    possible = next(choices(wanted, stock), None) is not None
    drawn = draw(wanted, stock)
    assert (drawn is not None) == possible
    assert drawn is None or is_sound(wanted, drawn)


@given(needs, units(st.integers(1, 3)))
def test_units_are_drawn_exactly_when_some_choice_exists(wanted: list[int], stock: list[Unit]) -> None:
    possible = next(choices(wanted, stock), None) is not None
    drawn = draw(wanted, stock)
    assert (drawn is not None) == possible
    assert drawn is None or is_sound(wanted, drawn)


@given(needs, units(st.integers(1, 3)))
def test_the_first_units_are_taken_that_leave_a_choice(wanted: list[int], stock: list[Unit]) -> None:
    """Among all choices the one whose units stand first: compared as rows of taken and not taken."""
    rows = [[rule is not None for rule in way] for way in choices(wanted, stock)]
    drawn = draw(wanted, stock)
    taken = {unit.pk for held in drawn or [] for unit in held}
    assert [unit.pk in taken for unit in stock] == max(rows, default=[False] * len(stock))


@given(needs, units(st.just(1)), st.lists(st.integers(0, 4), min_size=6, max_size=6))
def test_no_choice_was_asked_less_often(wanted: list[int], stock: list[Unit], times: list[int]) -> None:
    """Sorted by how often each was asked, the choice with the fewest repetitions is found."""
    stock.sort(key=lambda unit: times[unit.pk])
    sums = [
        sum(times[unit.pk] for unit, rule in zip(stock, way, strict=True) if rule is not None)
        for way in choices(wanted, stock)
    ]
    drawn = draw(wanted, stock)
    assert drawn is None or sum(times[unit.pk] for held in drawn for unit in held) == min(sums)


@given(needs, units(st.just(1)))
def test_what_is_short_is_as_little_as_can_be(wanted: list[int], stock: list[Unit]) -> None:
    """The places left free, and rivals that lack just as many together."""
    best = max(
        sum(rule is not None for rule in way)
        for way in product(*([None, *sorted(unit.rules)] for unit in stock))
        if all(way.count(rule) <= need for rule, need in enumerate(wanted))
    )
    seats = split(wanted, stock)
    assert sum(seats.free) == sum(wanted) - best
    for rule in range(RULES):
        if seats.free[rule]:
            together = seats.rivals(rule)
            there = sum(bool(unit.rules & together) for unit in stock)
            assert sum(wanted[one] for one in together) - there == sum(seats.free[one] for one in together)


def test_a_question_steps_aside_for_a_rule_that_has_no_other() -> None:
    both, one = Unit(0, 1, frozenset({0, 1})), Unit(1, 1, frozenset({0}))
    assert draw([1, 1], [both, one]) == [[one], [both]]


def test_a_unit_is_never_split() -> None:
    pair, three = Unit(0, 2, frozenset({0})), Unit(1, 3, frozenset({0}))
    assert draw([4], [pair, three]) is None
    assert draw([5], [pair, three]) == [[pair, three]]


def test_what_cannot_add_up_is_told_at_once() -> None:
    """Six rules that want odd numbers of pairs: nobody tries the millions of ways."""
    every = frozenset(range(6))
    assert draw([9] * 6, [Unit(at, 2 + 2 * (at % 2), every) for at in range(60)]) is None


def test_many_units_are_drawn_at_once() -> None:
    """Sections of a large bank with two hundred groups: an end is found without trying everything."""
    stock = [Unit(at, 1 + at % 4, frozenset({at % 5, (at // 5) % 5})) for at in range(800)]
    drawn = draw([12, 9, 7, 11, 10], stock)
    assert drawn is not None
    assert is_sound([12, 9, 7, 11, 10], drawn)
