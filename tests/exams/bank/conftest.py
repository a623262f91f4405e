from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from people.enums import Role
from people.models import User
from tests.factories.people import EmployeeFactory

Enter = Callable[[User], Client]


@pytest.fixture
def enter() -> Enter:
    """A browser in which somebody is signed in and reads English."""

    def entered(user: User) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return entered


@pytest.fixture
def other_trainer(db: None) -> User:
    """A trainer of other topics."""
    return EmployeeFactory(number="0099", name="钱进", roles=[Role.TRAINER]).user
