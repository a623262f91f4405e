import io
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.imports import RosterImport
from people.models import Employee, User
from tests.cast import Cast
from tests.factories.people import EmployeeFactory
from tests.people.views.browsing import signed_in

PASSWORD = "correct horse battery"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def whose(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).username if key else None


def sign_in(client: Client, login: str, password: str = PASSWORD, **data: str) -> str:
    answer = client.post(LOGIN, {"login": login, "password": password} | data)
    return answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "login", ["0003", " 0003 ", "li.jing@example.com", "LI.Jing@Example.COM", "li.jing@example.com "]
)
def test_by_number_or_address_as_people_type_them(cast: Cast, client: Client, login: str) -> None:
    User.objects.filter(pk=cast.employee.pk).update(email="li.jing@example.com")
    assert (sign_in(client, login), whose(client)) == ("/", "0003")


def test_letters_of_a_number_in_any_case(db: None, client: Client) -> None:
    EmployeeFactory(number="HZ-007")
    assert (sign_in(client, "hz-007"), whose(client)) == ("/", "HZ-007")


@pytest.mark.parametrize(("login", "password"), [("3", PASSWORD), ("0003", "wrong"), ("nobody", PASSWORD)])
def test_whoever_is_wrong_reads_the_same(cast: Cast, client: Client, login: str, password: str) -> None:
    page = client.post(LOGIN, {"login": login, "password": password})
    assert page.context["form"].non_field_errors() == [
        "The username and/or password you specified are not correct."
    ]


def test_a_leaver_who_knows_her_password_reads_a_sentence(cast: Cast, client: Client) -> None:
    Employee.objects.filter(number="0003").update(left_on=timezone.localdate() - timedelta(days=1))
    address = sign_in(client, "0003")
    assert (address, whose(client)) == ("/accounts/inactive/", None)
    assert "This account is closed" in client.get(address).text


def test_on_her_last_day_she_still_signs_in(cast: Cast, client: Client) -> None:
    Employee.objects.filter(number="0003").update(left_on=timezone.localdate())
    assert (sign_in(client, "0003"), whose(client)) == ("/", "0003")


def test_a_leavers_session_is_over_at_once(cast: Cast) -> None:
    client = signed_in(cast.employee)
    assert client.get("/").status_code == 200
    Employee.objects.filter(number="0003").update(left_on=timezone.localdate() - timedelta(days=1))
    assert client.get("/").headers["Location"] == "/accounts/login/?next=/"


def test_so_is_the_session_of_a_closed_account(cast: Cast) -> None:
    client = signed_in(cast.auditor)
    User.objects.filter(pk=cast.auditor.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_a_new_password_ends_the_sessions_elsewhere(cast: Cast) -> None:
    client = signed_in(cast.employee)
    cast.employee.set_password("eine lange Reise")
    cast.employee.save()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/preferences/", "/preferences/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_where_one_is_led_is_ours(cast: Cast, client: Client, asked: str, led: str) -> None:
    assert sign_in(client, "0003", next=asked) == led


def test_guessing_at_one_account_is_stopped_and_others_get_in(cast: Cast, client: Client) -> None:
    for _ in range(5):
        sign_in(client, "0003", "wrong")
    page = client.post(LOGIN, {"login": "0003", "password": PASSWORD})
    assert "Too many failed login attempts" in page.text
    assert (sign_in(Client(), "0007"), whose(client)) == ("/", None)


def test_a_whole_centre_signs_in_through_one_address(cast: Cast) -> None:
    assert {sign_in(Client(), "0003") for _ in range(60)} == {"/"}


def test_nothing_can_be_registered(cast: Cast, client: Client) -> None:
    known = User.objects.count()
    form = {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    closed = ("signup/", "email/", "confirm-email/", "login/code/confirm/", "phone/verify/", "3rdparty/")
    assert {client.post(f"/accounts/{path}", form).status_code for path in closed} == {404}
    assert User.objects.count() == known


def test_a_forgotten_password_by_mail(cast: Cast, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": cast.employee.email.upper()})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "eine lange Reise", "password2": "eine lange Reise"})
    assert sign_in(Client(), "0003", "eine lange Reise") == "/"


def test_an_address_that_the_roster_takes_away_opens_nothing(cast: Cast, client: Client) -> None:
    old = cast.employee.email
    EmailAddress.objects.create(user=cast.employee, email=old, primary=True, verified=True)
    RosterImport().run(io.BytesIO("工号,姓名,邮箱\n0003,李静,new@example.com\n".encode()))
    assert sign_in(client, old) == ""
    client.post("/accounts/password/reset/", {"email": old})
    assert [letter.to for letter in mail.outbox if "/password/reset/key/" in letter.body] == []
    assert sign_in(client, "new@example.com") == "/"


def test_an_address_that_is_not_known_gets_the_same_answer(cast: Cast, client: Client) -> None:
    known = client.post("/accounts/password/reset/", {"email": cast.employee.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_a_session_asks_for_user_and_employee_at_once(cast: Cast, django_assert_num_queries: object) -> None:
    client = signed_in(cast.stranger)
    # session; user and employee
    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/accounts/login/")


def test_signing_out_clears_what_pages_kept_on_the_device(cast: Cast) -> None:
    client = signed_in(cast.employee)
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers
    left = client.post("/accounts/logout/")
    assert (left.status_code, left.headers["Clear-Site-Data"]) == (302, '"storage"')
    assert client.get("/exams/").status_code == 302
