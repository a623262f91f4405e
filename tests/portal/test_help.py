import re

import pytest
from django.test import Client

from people.models import User
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_it_names_whom_to_ask(client: Client, cast: Cast) -> None:
    client.force_login(cast.newcomer)
    page = client.get("/help/", headers={"accept-language": "en"})
    assert re.findall("<dd>([^<]+)</dd>", page.text)[:1] == ["周明"]
    assert [str(user) for user in page.context["hr"]] == ["孙丽"]
    assert [str(user) for user in page.context["trainers"]] == ["欧阳慧"]


def test_every_screen_leads_to_it(client: Client, employee: User) -> None:
    client.force_login(employee)
    assert re.findall('<a href="/help/">', client.get("/preferences/").text) == ['<a href="/help/">']


def test_a_visitor_is_not_led_to_it(client: Client) -> None:
    assert re.findall("/help/", client.get("/accounts/login/").text) == []
