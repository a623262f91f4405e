from datetime import date

import pytest

from certification.domain.findings import entries_of
from certification.domain.paths import Path, paths
from certification.enums import SchemeKind
from people.models import Employee
from tests.factories.certification import SchemeFactory, assessment, awarded, course, exam, rule
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)


@pytest.fixture
def onboarding() -> None:
    scheme = SchemeFactory(code="onboarding", kind=SchemeKind.ONBOARDING)
    rule(course(), exam(), scheme=scheme, from_day=date(2026, 1, 1))


def before(employee: Employee) -> list[Path]:
    return paths(employee, entries_of(employee), on=TODAY)


def schemes(employee: Employee) -> list[tuple[str, int]]:
    return [(path.scheme.code, path.met) for path in before(employee)]


@pytest.mark.usefixtures("onboarding")
class TestOnboarding:
    def test_it_is_asked_of_a_new_hire(self) -> None:
        assert schemes(EmployeeFactory(hired_on=date(2026, 11, 1))) == [("onboarding", 0)]

    def test_it_is_asked_until_it_is_done(self) -> None:
        late = EmployeeFactory(hired_on=date(2026, 1, 1))
        EntryFactory(employee=late)
        assert schemes(late) == [("onboarding", 1)]

    def test_it_is_not_asked_of_who_came_before_there_was_any(self) -> None:
        assert schemes(EmployeeFactory(hired_on=date(2025, 12, 31))) == []

    @pytest.mark.parametrize(("hired_on", "shown"), [("2026-08-23", [("onboarding", 2)]), ("2026-08-22", [])])
    def test_done_it_is_shown_for_as_long_as_one_is_new(self, hired_on: str, shown: list) -> None:
        done = EmployeeFactory(hired_on=date.fromisoformat(hired_on))
        EntryFactory(employee=done, on=TODAY)
        EntryFactory(employee=done, exam=True, on=TODAY)
        assert schemes(done) == shown

    def test_it_stands_before_the_ladders(self) -> None:
        rule(course(), scheme=SchemeFactory(code="able"))
        assert schemes(EmployeeFactory(hired_on=TODAY)) == [("onboarding", 0), ("able", 0)]


class TestLadder:
    def test_the_first_level_comes_first(self) -> None:
        rule(exam(), rank=2)
        rule(course(), rank=1)
        [path] = before(EmployeeFactory())
        assert (path.held, path.level.rank, path.met) == (None, 1, 0)

    def test_the_step_above_the_level_held_is_next(self) -> None:
        person, first = EmployeeFactory(), rule(course(), rank=1)
        rule(exam(), assessment(), rank=2)
        awarded(person, first)
        EntryFactory(employee=person, exam=True)
        [path] = before(person)
        assert (path.held.rank, path.held_until, path.level.rank) == (1, date(2027, 3, 2), 2)
        assert (path.met, len(path.findings), path.is_done) == (1, 2, False)

    def test_a_level_that_has_lapsed_is_not_held(self) -> None:
        person = EmployeeFactory()
        awarded(person, rule(course(), rank=1, from_day=date(2025, 1, 1)), on=date(2025, 3, 2))
        [path] = before(person)
        assert (path.held, path.level.rank) == (None, 1)

    def test_at_the_top_nothing_is_left(self) -> None:
        person = EmployeeFactory()
        awarded(person, rule(course(), rank=1, active_months=None))
        [path] = before(person)
        assert (path.held.rank, path.held_until, path.level, path.findings) == (1, None, None, [])

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_two_queries(self, number: int, django_assert_num_queries) -> None:
        for rank in range(1, number + 1):
            rule(*[course(f"course:c{n}") for n in range(rank)], rank=rank)
        person = EmployeeFactory()
        with django_assert_num_queries(2):
            paths(person, [], on=TODAY)
