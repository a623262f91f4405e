"""The assessor's card is in no answer that a learner ever gets."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.cast import Cast
from tests.factories.assessments import AssessmentFactory, RolePlayFactory, scored, submitted
from tests.url_roles import OBJECTS, Row, rows

pytestmark = pytest.mark.django_db

ONE = ("sheet", "submit", "card", "result", "start", "call_off", "reverse")
OF_ONE = {f"assess:{name}" for name in ONE}
HIDDEN = ("assessor_card", "calm", "analyse", "propose", "follow_up", "must_say", "never_say")


@pytest.fixture
def own(cast: Cast) -> list[int]:
    """Her role-plays in every state, of a scenario whose hidden words cannot be mistaken."""
    hidden = {name: f"CANARY-{name}" for name in HIDDEN}
    scenario = RolePlayFactory(title="漏水", customer_card="CARD-FOR-ALL", **hidden)
    mine = {"scenario": scenario, "employee": cast.employee.employee}
    made = [AssessmentFactory(**mine), scored(3, 2, **mine), submitted(**mine)]
    return [one.pk for one in made]


def addresses(row: Row, cast: Cast, own: list[int]) -> list[str]:
    """An address of the house with what the table says, or with her own role-plays wherever one fits."""
    if row.address in OF_ONE:
        return [reverse(row.address, args=[pk]) for pk in own]
    if row.address == "assess:score":
        return [reverse(row.address, args=[pk, "calming"]) for pk in own]
    return [reverse(row.address, args=OBJECTS[row.object](cast))]


def answers(user: User, url: str) -> Iterator[str]:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    for response in (client.get(url), client.post(url, {"q": "漏水", "seq": 1, "points": 1})):
        body = b"".join(response.streaming_content) if response.streaming else response.content
        yield f"{response.headers} {body.decode(errors='replace')}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.address} of {row.object}")
def test_no_answer_to_a_learner_bears_the_hidden_words(row: Row, cast: Cast, own: list[int]) -> None:
    urls = addresses(row, cast, own)
    heard = [(url, text) for url in urls for text in answers(cast.employee, url)]
    assert [url for url, text in heard if "CANARY-" in text] == []
    cards = [reverse("assess:card", args=[pk]) for pk in own[:2]] if row.address == "assess:card" else []
    assert sorted({url for url, text in heard if "CARD-FOR-ALL" in text}) == cards


def test_the_hidden_words_are_there_for_the_assessor(cast: Cast, own: list[int]) -> None:
    scenario = RolePlayFactory(assessor_card="CANARY-card")
    waiting = AssessmentFactory(scenario=scenario, assessor=cast.assessor)
    client = Client()
    client.force_login(cast.assessor, backend=settings.AUTHENTICATION_BACKENDS[-1])
    assert "CANARY-card" in client.get(reverse("assess:sheet", args=[waiting.pk])).content.decode()
