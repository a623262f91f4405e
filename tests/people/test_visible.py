"""Whom somebody sees: herself, those below her on a day, everybody for HR and auditors."""

from datetime import date

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Employee, User
from tests.cast import Cast
from tests.factories.people import EmployeeFactory, PostingFactory, RosterUploadFactory

pytestmark = pytest.mark.django_db
NOW = date(2026, 11, 2)


def seen(user: User, on: date = NOW) -> list[str]:
    return sorted(Employee.objects.visible_to(user, on=on).values_list("number", flat=True))


def test_the_chain_goes_all_the_way_down() -> None:
    people = [EmployeeFactory(number="0")]
    for number in range(1, 12):
        people.append(EmployeeFactory(number=f"{number:x}", manager=people[-1]))
    assert seen(people[0].user) == list("0123456789ab")
    assert seen(people[8].user) == list("89ab")


def test_whom_she_led_then_is_whom_she_saw_then() -> None:
    old, new = EmployeeFactory(number="1"), EmployeeFactory(number="2")
    agent = EmployeeFactory(number="3", manager=old)
    PostingFactory(employee=agent, manager=new, from_day=date(2026, 7, 1))
    assert {
        day: (seen(old.user, day), seen(new.user, day)) for day in (date(2026, 6, 30), date(2026, 7, 1))
    } == {
        date(2026, 6, 30): (["1", "3"], ["2"]),
        date(2026, 7, 1): (["1"], ["2", "3"]),
    }


def test_a_posting_to_come_shows_nobody_yet() -> None:
    boss = EmployeeFactory(number="1")
    agent = EmployeeFactory(number="2")
    PostingFactory(employee=agent, manager=boss, from_day=date(2027, 1, 1))
    assert seen(boss.user) == ["1"]


def test_a_later_line_for_the_same_day_corrects() -> None:
    wrong, right = EmployeeFactory(number="1"), EmployeeFactory(number="2")
    agent = EmployeeFactory(number="3", manager=wrong)
    PostingFactory(employee=agent, manager=right, from_day=agent.hired_on)
    assert (seen(wrong.user), seen(right.user)) == (["1"], ["2", "3"])


def test_a_ring_in_old_data_ends_the_walk() -> None:
    one, two = EmployeeFactory(number="1"), EmployeeFactory(number="2")
    PostingFactory(employee=one, manager=two, from_day=one.hired_on)
    PostingFactory(employee=two, manager=one, from_day=two.hired_on)
    assert (seen(one.user), seen(two.user)) == (["1", "2"], ["1", "2"])


def test_a_role_that_ended_shows_nothing_more(cast: Cast) -> None:
    cast.hr.role_grants.update(ended_at="2026-11-01T00:00:00Z")
    assert seen(User.objects.get(pk=cast.hr.pk)) == ["0006"]


def test_an_outsider_without_a_role_sees_nobody(cast: Cast) -> None:
    cast.auditor.role_grants.update(ended_at="2026-11-01T00:00:00Z")
    assert seen(User.objects.get(pk=cast.auditor.pk)) == []


def test_the_chain_costs_one_query_however_long(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    below = cast.manager.employee
    for _ in range(20):
        below = EmployeeFactory(manager=below)
    user = User.objects.select_related("employee").get(pk=cast.manager.pk)
    # her roles; the people
    with django_assert_num_queries(2):
        assert len(seen(user, timezone.localdate())) == 23


def test_an_uploaded_roster_is_seen_by_hr_alone(cast: Cast) -> None:
    upload = RosterUploadFactory()
    finders = [name for name, user in cast.users().items() if upload in type(upload).objects.visible_to(user)]
    assert finders == ["hr"]
