"""Spoken answers: sent with the page's ticket while the attempt is open, heard by who spoke and who marks."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exams.domain.taking import attempts, recordings, tickets
from exams.models import Attempt, Recording
from people.models import Employee, User
from tests.cast import Cast
from tests.exams.kinds.examples import EXAMPLES
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, TopicFactory, answer, paper_of

pytestmark = pytest.mark.django_db
WEBM = b"\x1a\x45\xdf\xa3" + bytes(100)


@pytest.fixture
def attempt(cast: Cast) -> Attempt:
    """At a spoken question of the trainer's and a single choice."""
    own = cast.employee.employee
    spoken = QuestionVersionFactory(
        kind="spoken",
        texts={"zh-hans": EXAMPLES["spoken"].text},
        key={},
        question__topic=TopicFactory(trainers=[cast.trainer]),
    )
    sitting = paper_of(spoken, QuestionVersionFactory(), employees=[own], review="handed_in")
    return AttemptFactory(employee=own, sitting=sitting)


def sent(attempt: Attempt, content: bytes = WEBM, *, position: int = 1, ticket: str | None = None) -> Any:
    item = attempt.items.get(position=position)
    shown = tickets.ticket_of(attempt) if ticket is None else ticket
    url = reverse("exams:record", args=[attempt.pk, item.pk])
    return Client().post(url, content, content_type="audio/webm", headers={"X-Exam-Ticket": shown})


def heard(attempt: Attempt, user: User) -> Any:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    kept = Recording.objects.get()
    return client.get(reverse("exams:recording", args=[attempt.pk, kept.item_id, kept.reference]))


def test_a_recording_is_kept_and_named_by_the_answer(attempt: Attempt) -> None:
    reference = sent(attempt).json()["recording"]
    item = attempt.items.get(position=1)
    kept = Recording.objects.get()
    assert (kept.item, kept.reference, kept.mime, kept.size) == (item, reference, "audio/webm", len(WEBM))
    answer(attempt, 1)
    page = reverse("exams:save", args=[attempt.pk, item.pk])
    ticket = {"X-Exam-Ticket": tickets.ticket_of(attempt)}
    body = {"seq": 2, "answer": [reference]}
    assert Client().post(page, body, content_type="application/json", headers=ticket).status_code == 200


@pytest.mark.parametrize(
    ("content", "position"),
    [(b"", 1), (b"<svg>", 1), (b"RIFF0000WAVE", 1), (WEBM, 2), (WEBM + bytes(recordings.MOST_BYTES), 1)],
)
def test_what_is_no_recording_of_a_spoken_question_is_refused(
    attempt: Attempt, content: bytes, position: int
) -> None:
    assert sent(attempt, content, position=position).status_code == 400
    assert Recording.objects.count() == 0


def test_nobody_fills_the_disk(attempt: Attempt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MOST_RECORDINGS", 2)
    assert [sent(attempt).status_code for _time in range(3)] == [200, 200, 400]


def test_only_the_ticket_of_the_attempt_opens_it(attempt: Attempt) -> None:
    other = tickets.ticket_of(AttemptFactory())
    assert [sent(attempt, ticket=ticket).status_code for ticket in ("", other)] == [404, 404]


def test_what_comes_too_late_or_from_who_has_left_is_not_kept(attempt: Attempt) -> None:
    Employee.objects.filter(pk=attempt.employee_id).update(left_on=timezone.localdate() - timedelta(days=1))
    assert sent(attempt).status_code == 404
    Employee.objects.filter(pk=attempt.employee_id).update(left_on=None)
    attempts.hand_in(attempt, at=timezone.now())
    assert (sent(attempt).status_code, Recording.objects.count()) == (409, 0)


def test_who_may_listen(attempt: Attempt, cast: Cast) -> None:
    reference = sent(attempt).json()["recording"]
    during = {
        who: heard(attempt, getattr(cast, who)).status_code for who in ("employee", "trainer", "stranger")
    }
    assert during == {"employee": 200, "trainer": 404, "stranger": 404}
    assert heard(attempt, cast.employee).content == WEBM
    answer_with(attempt, reference)
    attempts.hand_in(attempt, at=timezone.now())
    after = {
        who: heard(attempt, getattr(cast, who)).status_code for who in ("employee", "trainer", "stranger")
    }
    assert after == {"employee": 200, "trainer": 200, "stranger": 404}


def answer_with(attempt: Attempt, reference: str) -> None:
    item = attempt.items.get(position=1)
    page = reverse("exams:save", args=[attempt.pk, item.pk])
    ticket = {"X-Exam-Ticket": tickets.ticket_of(attempt)}
    body = {"seq": 1, "answer": [reference]}
    assert Client().post(page, body, content_type="application/json", headers=ticket).status_code == 200


def test_the_review_lets_it_be_heard(attempt: Attempt, cast: Cast) -> None:
    answer_with(attempt, sent(attempt).json()["recording"])
    attempts.hand_in(attempt, at=timezone.now())
    client = Client()
    client.force_login(cast.hr, backend=settings.AUTHENTICATION_BACKENDS[-1])
    page = client.get(reverse("exams:review", args=[attempt.pk])).content.decode()
    kept = Recording.objects.get()
    assert reverse("exams:recording", args=[attempt.pk, kept.item_id, kept.reference]) in page
