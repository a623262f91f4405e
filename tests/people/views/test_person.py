from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from core.models import AuditEvent
from people.enums import Role
from people.models import User
from tests.cast import Cast
from tests.factories.people import DepartmentFactory, EmployeeFactory, PostingFactory
from tests.people.views.browsing import signed_in


def statuses(cast: Cast, number: str) -> dict[str, int]:
    return {
        name: signed_in(user).get(f"/people/{number}/").status_code for name, user in cast.users().items()
    }


def test_who_finds_whose_page(cast: Cast) -> None:
    nobody = dict.fromkeys(cast.users(), 404)
    seen = {"hr": 200, "auditor": 200}
    assert statuses(cast, "0003") == nobody | seen | {"employee": 200, "manager": 200}
    assert statuses(cast, "0007") == nobody | seen | {"stranger": 200}
    assert statuses(cast, "0404") == nobody


def test_the_postings_stand_newest_first(cast: Cast) -> None:
    person = cast.employee.employee
    PostingFactory(employee=person, department=cast.quality, from_day=date(2026, 1, 5))
    page = signed_in(cast.hr).get("/people/0003/")
    assert [(str(posting.department), str(posting.from_day)) for posting in page.context["postings"]] == [
        ("质检部", "2026-01-05"),
        ("客服一部", "2020-03-02"),
    ]


def change_role(cast: Cast, by: User, **data: str) -> int:
    return signed_in(by).post("/people/0003/roles/", data).status_code


def test_hr_grants_and_ends_a_role_and_it_is_written_down(cast: Cast) -> None:
    change_role(cast, cast.hr, role="trainer", grant="")
    user = User.objects.get(pk=cast.employee.pk)
    assert (user.has_role(Role.TRAINER), [group.name for group in user.groups.all()]) == (True, ["trainer"])
    change_role(cast, cast.hr, role="trainer", end="")
    user = User.objects.get(pk=cast.employee.pk)
    assert (user.has_role(Role.TRAINER), user.groups.count()) == (False, 0)
    events = AuditEvent.objects.filter(object=f"people.user:{user.pk}").order_by("pk")
    assert [(event.verb, event.by_name, event.details) for event in events] == [
        ("granted role", "孙丽", {"role": "trainer"}),
        ("ended role", "孙丽", {"role": "trainer"}),
    ]


@pytest.mark.parametrize("name", ["newcomer", "employee", "trainer", "manager", "auditor", "stranger"])
def test_nobody_else_grants(cast: Cast, name: str) -> None:
    assert change_role(cast, cast.users()[name], role="hr", grant="") == 404
    assert User.objects.get(pk=cast.employee.pk).roles == frozenset()


def test_a_role_that_does_not_exist_is_nothing(cast: Cast) -> None:
    assert change_role(cast, cast.hr, role="superuser", grant="") == 302
    assert User.objects.get(pk=cast.employee.pk).roles == frozenset()


def test_hr_does_not_lock_herself_out(cast: Cast) -> None:
    page = signed_in(cast.hr).post("/people/0006/roles/", {"role": "hr", "end": ""}, follow=True)
    assert "You cannot take this role from yourself" in page.text
    assert User.objects.get(pk=cast.hr.pk).has_role(Role.HR)


@pytest.mark.parametrize("more", [1, 3])
def test_queries_do_not_grow_with_postings(
    cast: Cast, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = EmployeeFactory(number="0100", department=cast.hotline, manager=cast.manager.employee)
    for month in range(1, more + 1):
        PostingFactory(
            employee=person,
            department=DepartmentFactory(),
            manager=cast.manager.employee,
            from_day=date(2026, month, 1),
        )
    client = signed_in(cast.hr)
    # session; user; her roles; the person; her slips, posting, postings, past, roles
    with django_assert_num_queries(9):
        client.get("/people/0100/")
