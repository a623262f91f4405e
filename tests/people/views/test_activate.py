from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.domain import slips
from people.models import Employee, User
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
PASSWORD = "eine lange Reise"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory(number="0042", name="李静")


def code_of(person: Employee, days_ago: int = 0) -> str:
    at = timezone.now() - timedelta(days=days_ago)
    return slips.issue(employees=[person], by=None, at=at)[0].code


def send(code: str, first: str = PASSWORD, second: str = PASSWORD, client: Client | None = None) -> object:
    client = client or Client(headers={"accept-language": "en"})
    return client.post("/activate/", {"code": code, "password1": first, "password2": second})


def errors(answer: object) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)  # type: ignore[attr-defined]


def test_the_code_of_the_address_stands_in_the_form(client: Client) -> None:
    page = client.get("/activate/", {"code": "ACDEF HJKMN"})
    assert page.context["form"]["code"].value() == "ACDEF HJKMN"


def test_a_code_becomes_a_password_and_a_session(person: Employee) -> None:
    client = Client()
    answer = send(code_of(person), client=client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")  # type: ignore[attr-defined]
    assert client.session["_auth_user_id"] == str(person.user_id)
    assert User.objects.get(username="0042").check_password(PASSWORD)


def test_a_get_neither_uses_nor_judges_a_code(person: Employee, client: Client) -> None:
    code = code_of(person)
    assert "李静" not in client.get("/activate/", {"code": code}).text
    assert send(code).status_code == 302  # type: ignore[attr-defined]


def test_why_a_code_does_not_open(person: Employee) -> None:
    used, other = code_of(person), EmployeeFactory()
    send(used)
    withdrawn, _ = code_of(other), code_of(other)
    old = code_of(EmployeeFactory(), days_ago=15)
    left = code_of(EmployeeFactory(left_on="2024-06-30"))
    said = {name: errors(send(code))["code"][0][:24] for name, code in {
        "used": used, "withdrawn": withdrawn, "old": old, "left": left, "unknown": "AAAAAAAAAA",
    }.items()}  # fmt: skip
    assert said == {
        "used": "This code has been used.",
        "withdrawn": "A newer slip was printed",
        "old": "This code is too old. As",
        "left": "This account is closed. ",
        "unknown": "This code is not known. ",
    }


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("short", "short", "password1"),
        ("password123", "password123", "password1"),
        (PASSWORD, "x", "password2"),
    ],
)
def test_a_refused_password_leaves_the_slip_good(
    person: Employee, first: str, second: str, field: str
) -> None:
    code = code_of(person)
    assert list(errors(send(code, first, second))) == [field]
    assert send(code).status_code == 302  # type: ignore[attr-defined]


def test_guessing_is_stopped(person: Employee) -> None:
    statuses = [send("AAAAAAAAAA").status_code for _ in range(31)]  # type: ignore[attr-defined]
    assert (statuses[:30], statuses[30]) == ([200] * 30, 429)
