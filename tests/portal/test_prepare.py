import re
from io import StringIO
from itertools import count

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from people.domain import slips
from people.domain.first_account import first_code
from people.enums import Role
from people.errors import SlipWithdrawn
from people.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ADDRESSES = (f"203.0.113.{number}" for number in count(1))  # the rate is counted by address
LINE = re.compile(r"First sign-in: http://testserver(/activate/\?code=(\w+))  \(name: hr\)")


@pytest.fixture
def start(monkeypatch, settings):
    """A start without the demo, and what it prints; the queue belongs to whoever runs the tests."""
    settings.DEMO = False
    settings.CELERY_BROKER_URL = "memory://"

    def started() -> str:
        out = StringIO()
        call_command("prepare", stdout=out)
        return out.getvalue()

    return started


def activate(client: Client, code: str):
    password = "eine lange Reise"
    given = {"code": code, "password1": password, "password2": password}
    headers = {"accept-language": "en"}
    return client.post("/activate/", given, follow=True, headers=headers, REMOTE_ADDR=next(ADDRESSES))


def test_the_first_start_lets_an_administrator_in(start, client: Client) -> None:
    address, code = LINE.search(start()).groups()
    assert client.get(address).context["form"].initial == {"code": code}
    page = activate(client, code)
    user = page.context["user"]
    assert (user.username, user.name, user.is_superuser, user.roles) == ("hr", "HR", True, {Role.HR})
    first = page.context["parts"][0]
    assert (first.name, first.content["checklist"].done) == ("administration", 0)
    assert client.get("/setup/").status_code == 200
    assert client.login(username="hr", password="eine lange Reise")


def test_a_second_start_withdraws_the_code_before(start, client: Client) -> None:
    old, new = (LINE.search(start())[2] for _ in range(2))
    with pytest.raises(SlipWithdrawn):
        slips.find(old, at=timezone.now())
    assert activate(client, new).context["user"].username == "hr"
    assert User.objects.count() == 1


def test_once_somebody_has_a_password_nothing_is_printed(start, client: Client) -> None:
    activate(client, LINE.search(start())[2])
    assert LINE.search(start()) is None


def test_an_account_with_a_password_needs_no_other() -> None:
    UserFactory(password="eine lange Reise")
    assert (first_code(at=timezone.now()), User.objects.filter(username="hr").count()) == (None, 0)
