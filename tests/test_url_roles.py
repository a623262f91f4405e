from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import User
from portal.domain import roles
from tests.cast import Cast
from tests.url_roles import OBJECTS, ROLES, Row, rows

OURS = {"portal", "certification", "exams", "courses", "records", "notices", "people", "core", "allauth"}


def addresses(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, int]]:
    """Every address of ours, with the number of its arguments."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)
        elif pattern.callback.__module__.split(".")[0] in OURS:
            yield f"{namespace}{pattern.name or pattern.pattern}", len(pattern.pattern.converters)


def answer(user: User | AnonymousUser, url: str) -> str:
    client = Client()
    if user.is_authenticated:
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    response = client.get(url)
    if response.streaming:
        response.getvalue()
    to_sign_in = response.status_code == 302 and response.url.startswith(reverse("account_login"))
    return "in" if to_sign_in else str(response.status_code)


def test_every_address_of_ours_has_a_row() -> None:
    known = {row.address for row in rows()}
    assert sorted({name for name, _ in addresses(get_resolver().url_patterns)} - known) == []


def test_an_address_with_an_object_has_two_rows() -> None:
    counted = Counter(row.address for row in rows())
    names = {name for name, arguments in addresses(get_resolver().url_patterns) if arguments}
    assert sorted(name for name in names if counted[name] < 2) == []


def test_no_row_stands_twice() -> None:
    counted = Counter((row.address, row.object) for row in rows())
    assert [key for key, number in counted.items() if number > 1] == []


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_answered_everywhere_alike(role: str) -> None:
    assert len({row.cells[role] for row in rows()}) > 1


@pytest.fixture
def nobody_has_asked_yet() -> Iterator[None]:
    """The public pages count who asks how often."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def groups_as_installed(db: None) -> None:
    """As `manage.py sync_roles` leaves them after every migration."""
    roles.sync()


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.address} of {row.object}")
@pytest.mark.usefixtures("nobody_has_asked_yet", "groups_as_installed")
def test_each_role_gets_its_answer(row: Row, cast: Cast) -> None:
    url = reverse(row.address, args=OBJECTS[row.object](cast))
    people: dict[str, User | AnonymousUser] = {"anonymous": AnonymousUser(), **cast.users()}
    assert {role: answer(people[role], url) for role in ROLES} == row.cells
