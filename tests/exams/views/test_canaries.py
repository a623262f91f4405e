"""Nothing that a candidate can fetch during an attempt holds a secret, whatever the kind of question."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from exams.domain.bank import media
from exams.domain.taking import tickets
from exams.domain.taking.shelves import faces
from exams.domain.taking.tokens import outward
from exams.enums import QuestionKind
from exams.models import Attempt, Item, QuestionMedia, Response
from tests.cast import Cast
from tests.exams.kinds.canaries import QUESTIONS, SECRETS, WHY, texts_of
from tests.factories.exams import QuestionVersionFactory, StimulusVersionFactory, TopicFactory, paper_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.employee, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def picture() -> QuestionMedia:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    return media.keep(topic=TopicFactory(), file=out, name="CANARYKEY-is-right.png", by=None)


def begun(cast: Cast, client: Client, **exam: Any) -> Attempt:
    """An attempt at one question of each kind, all with a picture and on shared material."""
    unit = StimulusVersionFactory().stimulus
    shown = picture()
    versions = []
    for place, (kind, (_text, key, _wrong)) in enumerate(QUESTIONS.items(), start=1):
        texts = texts_of(kind)
        texts["zh-hans"]["media"] = {"stem": [media.mention(shown, "红")]}
        version = QuestionVersionFactory(kind=kind, texts=texts, key=key)
        version.question.stimulus, version.question.place = unit, place
        version.question.save()
        versions.append(version)
    sitting = paper_of(*versions, employees=[cast.employee.employee], **exam)
    client.post(reverse("exams:start", args=[sitting.pk]))
    return Attempt.objects.get()


def saves(own: Attempt) -> Iterator[Any]:
    """Of each item an answer taken, the same again, a stale one, and nonsense."""
    for item in own.items.select_related("version"):
        wrong = QUESTIONS[item.version.kind][2]
        shape = faces.many([item.version_id])[item.version_id].shape
        names = outward(own.nonce, item.pk, shape, wrong)
        for seq, answer in ((1, names), (1, names), (9, names), (2, ["CANARY"]), (2, [])):
            yield script(own, reverse("exams:save", args=[own.pk, item.pk]), {"seq": seq, "answer": answer})


def script(own: Attempt, url: str, body: dict[str, Any]) -> Any:
    ticket = {"X-Exam-Ticket": tickets.ticket_of(own)}
    return Client().post(url, json.dumps(body), content_type="application/json", headers=ticket)


def everything_during(client: Client, own: Attempt) -> Iterator[Any]:
    page = client.get(reverse("exams:attempt", args=[own.pk]))
    yield page
    for item in page.context["shell"]["items"]:
        yield from (client.get(file["src"]) for file in item["media"] + item["stimulus"].get("media", []))
    for name in ("clock", "offline", "worker", "result", "review"):
        yield client.get(reverse(f"exams:{name}", args=[own.pk]), follow=True)
    for position in range(1, own.items.count() + 2):
        headers = {"X-Exam-Ticket": tickets.ticket_of(own)}
        yield client.get(reverse("exams:item", args=[own.pk, position]), headers=headers)
    yield client.get(reverse("exams:index"))
    yield client.get(own.sitting.get_absolute_url())
    yield from saves(own)
    yield client.get(reverse("exams:attempt", args=[own.pk]))


def leaked(responses: Iterator[Any]) -> list[str]:
    return [
        f"{secret} in {response.request['PATH_INFO']}"
        for response in responses
        for secret in SECRETS
        if secret in response.content.decode(errors="replace") + str(response.headers)
    ]


def test_no_secret_of_any_kind_leaves_the_server_during_an_attempt(cast: Cast, client: Client) -> None:
    own = begun(cast, client, review="handed_in")
    assert {item.version.kind for item in own.items.all()} == set(QuestionKind.values)
    assert leaked(everything_during(client, own)) == []
    assert Response.objects.filter(seq=1).count() == len(QuestionKind.values)
    assert Item.objects.filter(stimulus=None).count() == 0


def test_nor_after_it_where_the_policy_shows_nothing(cast: Cast, client: Client) -> None:
    own = begun(cast, client, review="never")
    list(saves(own))
    ended = script(own, reverse("exams:hand_in", args=[own.pk]), {})
    pages = [
        client.get(reverse(f"exams:{name}", args=[own.pk]), follow=True) for name in ("result", "review")
    ]
    assert leaked(iter([ended, *pages])) == []


def test_the_canaries_sing_once_the_policy_lets_them(cast: Cast, client: Client) -> None:
    """So that the tests above could fail."""
    own = begun(cast, client, review="handed_in")
    list(saves(own))
    script(own, reverse("exams:hand_in", args=[own.pk]), {})
    page = client.get(reverse("exams:result", args=[own.pk])).content.decode()
    assert page.count(WHY) == len(QuestionKind.values)
    assert [secret for secret in SECRETS if secret not in page] == []
