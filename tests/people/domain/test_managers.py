from hypothesis import given
from hypothesis import strategies as st

from people.domain.managers import cycles

companies = st.dictionaries(st.integers(1, 30), st.none() | st.integers(1, 30))


def reaches_herself(person: int, managers: dict[int, int | None]) -> bool:
    above = managers.get(person)
    for _ in managers:
        if above == person:
            return True
        above = managers.get(above) if above is not None else None
    return above == person


def test_a_chain_that_ends_has_no_ring() -> None:
    assert cycles({1: None, 2: 1, 3: 2, 4: 99}) == []


def test_a_ring_is_named_once_from_its_lowest_key_upwards() -> None:
    assert cycles({5: 3, 3: 9, 9: 5, 7: 5}) == [[3, 9, 5]]


def test_two_rings() -> None:
    assert sorted(cycles({1: 2, 2: 1, 3: 4, 4: 3, 5: 1})) == [[1, 2], [3, 4]]


@given(companies)
def test_those_in_rings_are_those_who_report_to_themselves(managers: dict[int, int | None]) -> None:
    ringed = {person for ring in cycles(managers) for person in ring}
    assert ringed == {person for person in managers if reaches_herself(person, managers)}


@given(companies)
def test_each_in_a_ring_reports_to_the_next(managers: dict[int, int | None]) -> None:
    for ring in cycles(managers):
        assert [managers[person] for person in ring] == [*ring[1:], ring[0]]


@given(st.lists(st.integers(0, 40), min_size=1, max_size=40))
def test_who_reports_to_somebody_before_her_makes_no_ring(picks: list[int]) -> None:
    managers = {at: (pick % at if at else None) for at, pick in enumerate(picks)}
    assert cycles(managers) == []
