import re

import pytest
from django.test import Client

from people.models import User

pytestmark = pytest.mark.django_db


def test_a_language_is_kept_with_the_person_and_in_the_browser(client: Client, employee: User) -> None:
    client.force_login(employee)
    response = client.post("/preferences/language/", {"language": "zh-hant", "next": "/preferences/"})
    employee.refresh_from_db()
    assert (response.status_code, response.url) == (302, "/preferences/")
    assert (employee.language, client.cookies["django_language"].value) == ("zh-hant", "zh-hant")


def test_her_own_language_goes_before_the_browsers(client: Client, employee: User) -> None:
    User.objects.filter(pk=employee.pk).update(language="en")
    client.force_login(employee)
    response = client.get("/preferences/", headers={"accept-language": "zh-TW"})
    assert re.findall("<html lang=.(.*).>", response.text) == ["en"]


def test_who_is_not_signed_in_keeps_a_language_in_the_browser(client: Client) -> None:
    client.post("/preferences/language/", {"language": "zh-hant"})
    response = client.get("/accounts/login/", headers={"accept-language": "en"})
    assert re.findall("<html lang=.(.*).>", response.text) == ["zh-Hant"]


def test_an_unknown_language_is_refused(client: Client, employee: User) -> None:
    client.force_login(employee)
    response = client.post("/preferences/language/", {"language": "xx"})
    employee.refresh_from_db()
    assert (response.status_code, employee.language) == (400, "")


@pytest.mark.parametrize(
    ("theme", "media"),
    [("dark", ["screen"]), ("light", []), ("system", ["screen and (prefers-color-scheme: dark)"])],
)
def test_an_appearance_is_kept_with_the_person(
    client: Client, employee: User, theme: str, media: list[str]
) -> None:
    client.force_login(employee)
    client.post("/preferences/theme/", {"theme": theme})
    employee.refresh_from_db()
    assert employee.theme == theme
    assert dark_sheets(client.get("/preferences/").text) == media


def test_who_is_not_signed_in_keeps_an_appearance_in_the_browser(client: Client) -> None:
    client.post("/preferences/theme/", {"theme": "dark"})
    assert dark_sheets(client.get("/accounts/login/").text) == ["screen"]


def test_an_unknown_appearance_is_refused(client: Client) -> None:
    assert client.post("/preferences/theme/", {"theme": "pink"}).status_code == 400


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_a_foreign_address(client: Client, address: str) -> None:
    response = client.post("/preferences/theme/", {"theme": "dark", "next": address})
    assert response.url == "/"


def dark_sheets(page: str) -> list[str]:
    return re.findall(r'gradus-dark\.css" media="([^"]*)"', page)
