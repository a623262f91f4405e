import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.domain.queries import department_paths
from tests.cast import Cast
from tests.factories.people import DepartmentFactory, EmployeeFactory
from tests.people.views.browsing import signed_in

URL = "/people/"


def names(client: Client, **query: object) -> list[str]:
    return [person.name for person, _ in client.get(URL, query).context["rows"]]


def test_hr_and_auditor_see_everybody_by_sound(cast: Cast) -> None:
    everybody = ["李静", "欧阳慧", "孙丽", "王小雨", "吴强", "赵磊", "周明"]
    assert names(signed_in(cast.hr)) == everybody
    assert names(signed_in(cast.auditor)) == everybody


def test_a_manager_sees_herself_and_those_below(cast: Cast) -> None:
    assert names(signed_in(cast.manager)) == ["李静", "王小雨", "周明"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("李", ["李静"]),
        ("0003", ["李静"]),
        ("００03", ["李静"]),
        ("歐陽", ["欧阳慧"]),
        ("王 0002", ["王小雨"]),
        ("%", []),
        ("nobody", []),
    ],
)
def test_search_by_name_or_number_folded(cast: Cast, query: str, found: list[str]) -> None:
    assert names(signed_in(cast.hr), q=query) == found


def test_a_department_brings_those_below_it(cast: Cast) -> None:
    night = DepartmentFactory(name="夜班", parent=cast.hotline)
    EmployeeFactory(number="0100", name="安然", department=night)
    assert names(signed_in(cast.hr), department=cast.hotline.pk) == ["安然", "李静", "王小雨", "周明"]


def test_who_left_is_found_where_asked_for(cast: Cast) -> None:
    EmployeeFactory(number="0100", name="安然", left_on="2024-06-30")
    client = signed_in(cast.hr)
    assert "安然" not in names(client)
    assert names(client, state="left") == ["安然"]
    assert len(names(client, state="all")) == 8


def test_what_makes_no_sense_is_not_asked_for(cast: Cast) -> None:
    assert len(names(signed_in(cast.hr), department="x", state="y", page="z")) == 7


def test_pages_of_fifty(cast: Cast) -> None:
    EmployeeFactory.create_batch(50, department=cast.hotline)
    client = signed_in(cast.hr)
    assert (len(names(client)), len(names(client, page=2))) == (50, 7)


def test_nothing_found_and_nothing_there_say_different_things(cast: Cast) -> None:
    page = signed_in(cast.hr).get(URL, {"q": "nobody"})
    assert "Nobody here is called that" in page.text


@pytest.mark.parametrize("more", [1, 3, 40])
def test_queries_are_the_same_for_one_row_and_for_many(
    cast: Cast, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    EmployeeFactory.create_batch(more, name="测试", department=cast.hotline, manager=cast.manager.employee)
    client = signed_in(cast.hr)
    # session; user and employee; roles; departments; count, page, postings
    with django_assert_num_queries(7):
        client.get(URL, {"q": "测试"})


def test_departments_of_any_depth_are_offered_parents_first(cast: Cast) -> None:
    """What an earlier release let in must not take the list down."""
    below = DepartmentFactory(name="一组", parent=cast.hotline)
    for level in range(1200):
        below = DepartmentFactory(name=str(level), parent=below)
    assert signed_in(cast.hr).get(URL).status_code == 200
    paths = [path for _, path in department_paths()]
    assert paths[:4] == ["客服一部", "客服一部 / 一组", "客服一部 / 一组 / 0", "客服一部 / 一组 / 0 / 1"]
    assert (len(paths), paths[-1]) == (1203, "质检部")
