from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from exams.models import Question, Topic
from people.enums import Role
from people.models import User
from portal.domain.roles import sync
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory
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


@pytest.fixture
def synced(db: None) -> None:
    """The groups as every installation has them."""
    sync()


@pytest.fixture
def topic(trainer: User) -> Topic:
    """The trainer's own."""
    return TopicFactory(name="电话礼仪", code="phone", trainers=[trainer])


@pytest.fixture
def question(topic: Topic) -> Question:
    """A single choice, 甲 is right."""
    return QuestionVersionFactory(question=QuestionFactory(topic=topic, code="phone-0001")).question
