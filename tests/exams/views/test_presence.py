"""What an exam page tells of itself while it is open, and tests whose questions come one after the other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import AuditEvent
from exams.domain.delivery.deadlines import GRACE
from exams.domain.taking import attempts, tickets
from exams.errors import NotItsTurn
from exams.models import Attempt, Away, Presence, RefusedResponse, Response
from tests.cast import Cast
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, answer, paper_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(cast: Cast) -> Attempt:
    return AttemptFactory(employee=cast.employee.employee)


@pytest.fixture
def sequential(cast: Cast) -> Attempt:
    person = cast.employee.employee
    versions = QuestionVersionFactory.create_batch(3)
    sitting = paper_of(*versions, employees=[person], navigation="sequential")
    return AttemptFactory(employee=person, sitting=sitting)


def beat(attempt: Attempt, report: Any, ticket: str | None = None) -> Any:
    return Client(enforce_csrf_checks=True).post(
        f"/exams/attempts/{attempt.pk}/clock",
        report,
        content_type="application/json",
        headers={"X-Exam-Ticket": tickets.ticket_of(attempt) if ticket is None else ticket},
    )


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def test_a_beat_is_noted_and_answered_with_the_deadline(attempt: Attempt) -> None:
    response = beat(attempt, {"place": 2, "unsent": 1, "away": []})
    body = response.json()
    assert (response.status_code, body["deadline"], body["open"]) == (200, ms(attempt.deadline_at), True)
    assert abs(body["now"] - ms(timezone.now())) < 5000
    noted = Presence.objects.get()
    assert (noted.attempt, noted.place, noted.unsent) == (attempt, 2, 1)
    beat(attempt, {"place": 3, "unsent": 0})
    noted.refresh_from_db()
    assert (noted.place, noted.unsent) == (3, 0)


def test_a_beat_costs_one_read_and_one_write(attempt: Attempt) -> None:
    for _number in range(2):
        with CaptureQueriesContext(connection) as queries:
            beat(attempt, {"place": 2, "unsent": 1, "away": []})
        assert [query["sql"].split()[0] for query in queries] == ["SELECT", "INSERT"]


@pytest.mark.parametrize("ticket", ["", "0" * 64])
def test_a_wrong_ticket_is_a_missing_attempt(attempt: Attempt, ticket: str) -> None:
    assert beat(attempt, {"place": 1}, ticket=ticket).status_code == 404
    assert Presence.objects.count() == 0


@pytest.mark.parametrize(
    "report",
    [
        [],
        "?",
        {"place": "2", "unsent": -1, "away": "x"},
        {
            "place": True,
            "unsent": 99_999,
            "away": [1, {"at": "x", "seconds": 9}, {"at": 1e300, "seconds": 9}],
        },
    ],
)
def test_what_makes_no_sense_is_left_out(attempt: Attempt, report: Any) -> None:
    assert beat(attempt, report).status_code == 200
    assert list(Presence.objects.values_list("place", "unsent")) == [(None, 0)]
    assert Away.objects.count() == 0


def test_times_away_are_kept_once_and_only_where_they_can_be(attempt: Attempt) -> None:
    left = attempt.started_at.replace(microsecond=0)
    told = [
        {"at": ms(left), "seconds": 12},
        {"at": ms(left + timedelta(seconds=1)), "seconds": 4},
        {"at": ms(left - timedelta(hours=1)), "seconds": 30},
        {"at": ms(left + timedelta(hours=1)), "seconds": 30},
        {"at": ms(left), "seconds": 10**9},
    ]
    for _again in range(2):
        beat(attempt, {"place": 1, "away": told})
    assert list(Away.objects.values_list("since", "seconds")) == [(left.astimezone(UTC), 12)]


def test_a_beat_after_the_end_says_so_and_leaves_no_trace(attempt: Attempt) -> None:
    attempts.hand_in(attempt, at=timezone.now())
    assert beat(attempt, {"place": 1}).json()["open"] is False
    assert Presence.objects.count() == 0


def test_a_beat_in_the_delivery_grace_is_still_open(cast: Cast) -> None:
    started = timezone.now() - timedelta(minutes=30, seconds=30)
    sitting = paper_of(
        QuestionVersionFactory(),
        employees=[cast.employee.employee],
        opens_at=started - timedelta(hours=1),
    )
    attempt = AttemptFactory(employee=cast.employee.employee, sitting=sitting, started_at=started)
    assert attempt.deadline_at < timezone.now() < attempt.deadline_at + GRACE
    assert beat(attempt, {}).json()["open"] is True


# One after the other


def ask(attempt: Attempt, position: int, *, go_on: bool = False) -> Any:
    client, headers = Client(enforce_csrf_checks=True), {"X-Exam-Ticket": tickets.ticket_of(attempt)}
    address = f"/exams/attempts/{attempt.pk}/items/{position}"
    return client.post(address, headers=headers) if go_on else client.get(address, headers=headers)


def place(attempt: Attempt) -> int | None:
    return Attempt.objects.get(pk=attempt.pk).place


def test_a_free_test_gives_any_question(attempt: Attempt) -> None:
    assert [ask(attempt, position).status_code for position in (3, 1, 4)] == [200, 200, 404]
    assert place(attempt) is None


def test_the_shell_of_a_sequential_test_holds_the_current_question_alone(
    sequential: Attempt, client: Client, cast: Cast
) -> None:
    client.force_login(cast.employee)
    shell = client.get(f"/exams/attempts/{sequential.pk}/").context["shell"]
    assert ([item["position"] for item in shell["items"]], shell["place"], shell["total"]) == ([1], 1, 3)


def test_one_goes_on_to_the_next_question_alone(sequential: Attempt) -> None:
    assert ask(sequential, 1).json()["item"]["position"] == 1
    ahead = ask(sequential, 3, go_on=True)
    assert (ahead.status_code, ahead.json()) == (409, {"error": "order", "place": 1})
    assert [ask(sequential, 2, go_on=True).status_code for _twice in range(2)] == [200, 200]
    assert place(sequential) == 2
    assert [ask(sequential, position).status_code for position in (1, 2, 3)] == [409, 200, 409]
    assert ask(sequential, 1, go_on=True).status_code == 409
    assert [ask(sequential, position, go_on=True).status_code for position in (3, 4)] == [200, 404]
    assert place(sequential) == 3


def test_a_look_ahead_is_noted_with_who_and_what(sequential: Attempt, cast: Cast) -> None:
    ask(sequential, 3)
    noted = AuditEvent.objects.get(object=f"exams.attempt:{sequential.pk}")
    assert (noted.by_id, noted.details) == (cast.employee.pk, {"asked": 3, "place": 1})


def test_an_answer_out_of_turn_is_refused_and_kept(sequential: Attempt) -> None:
    with pytest.raises(NotItsTurn):
        answer(sequential, 3, "a")
    answer(sequential, 1, "b")
    ask(sequential, 2, go_on=True)
    with pytest.raises(NotItsTurn):
        answer(sequential, 1, "a", seq=2)
    assert list(Response.objects.values_list("item__position", "answer")) == [(1, ["b"])]
    kept = RefusedResponse.objects.order_by("pk").values_list("item__position", "reason")
    assert list(kept) == [(3, "order"), (1, "order")]


def test_nothing_is_shown_after_the_end(sequential: Attempt) -> None:
    attempts.hand_in(sequential, at=timezone.now())
    assert ask(sequential, 2, go_on=True).json() == {"error": "late"}
    assert ask(sequential, 1).status_code == 409
    assert place(sequential) == 1


def test_a_save_says_when_it_was_typed_and_that_is_kept_with_what_comes_late(attempt: Attempt) -> None:
    Attempt.objects.update(started_at=timezone.now() - timedelta(minutes=1))
    typed = (timezone.now() - timedelta(seconds=1)).replace(microsecond=0)
    item = attempt.items.get(position=1)
    attempts.hand_in(attempt, at=timezone.now())
    response = Client().post(
        f"/exams/attempts/{attempt.pk}/items/{item.pk}/save",
        {"seq": 1, "answer": [], "typed": ms(typed)},
        content_type="application/json",
        headers={"X-Exam-Ticket": tickets.ticket_of(attempt)},
    )
    assert (response.status_code, response.json()) == (409, {"error": "late"})
    kept = RefusedResponse.objects.get()
    assert (kept.reason, kept.typed_at) == ("late", typed)
