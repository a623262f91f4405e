import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from notices.models import Notice
from people.models import User
from tests.factories.notices import NoticeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, employee: User) -> Client:
    client.force_login(employee)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def subjects(page: str) -> list[str]:
    return re.findall(r'<a href="/notices/\d+/">(.*?)</a>', page)


def test_one_reads_ones_own_newest_first(reader: Client, employee: User, stranger: User) -> None:
    NoticeFactory(user=employee, title="Level 1")
    NoticeFactory(user=employee, title="Level 2")
    NoticeFactory(user=stranger, title="Level 5")
    assert subjects(reader.get("/notices/").text) == [
        "Your certificate: Level 2",
        "Your certificate: Level 1",
    ]


def test_an_opened_notice_is_read_and_leads_on(reader: Client, employee: User) -> None:
    notice = NoticeFactory(user=employee, link="/records/")
    NoticeFactory(user=employee)
    response = reader.get(f"/notices/{notice.pk}/")
    assert response.url == "/records/"
    assert reader.get("/notices/").context["unread"] == 1


def test_a_notice_without_a_link_leads_back(reader: Client, employee: User) -> None:
    assert reader.get(f"/notices/{NoticeFactory(user=employee, link='').pk}/").url == "/notices/"


def test_the_moment_of_reading_stays_the_first_one(reader: Client, employee: User) -> None:
    notice = NoticeFactory(user=employee)
    reader.get(f"/notices/{notice.pk}/")
    first = Notice.objects.get().read_at
    reader.get(f"/notices/{notice.pk}/")
    assert Notice.objects.get().read_at == first


def test_all_are_read_at_once_and_nobody_elses(reader: Client, employee: User, stranger: User) -> None:
    NoticeFactory.create_batch(2, user=employee)
    NoticeFactory(user=stranger)
    assert reader.post("/notices/read/").url == "/notices/"
    assert list(Notice.objects.unread().values_list("user", flat=True)) == [stranger.pk]


def test_nothing_told_is_said(reader: Client) -> None:
    said = "Nothing has been told to you yet. Results, certificates and open tests will stand here."
    assert re.findall(f"<p>({said})</p>", reader.get("/notices/").text) == [said]


@pytest.mark.parametrize("number", [1, 3])
def test_the_same_number_of_queries_for_one_and_for_three(
    reader: Client, employee: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    NoticeFactory.create_batch(number, user=employee)
    with django_assert_num_queries(7):
        reader.get("/notices/")
