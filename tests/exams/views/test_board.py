"""The board: who is where in a sitting, and what is done about it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exams.domain.delivery import board
from exams.domain.taking import attempts
from exams.enums import Standing
from exams.models import Attempt, Extension, Presence, Sitting
from people.models import User
from tests.cast import Cast
from tests.factories.exams import (
    AttemptFactory,
    AwayFactory,
    ExtraTimeFactory,
    OverrideFactory,
    PresenceFactory,
    QuestionVersionFactory,
    answer,
    paper_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return paper_of(
        *QuestionVersionFactory.create_batch(3), employees=[cast.employee.employee, cast.newcomer.employee]
    )


@pytest.fixture
def attempt(cast: Cast, sitting: Sitting) -> Attempt:
    return AttemptFactory(employee=cast.employee.employee, sitting=sitting)


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_it_tells_who_is_where(attempt: Attempt, sitting: Sitting, cast: Cast) -> None:
    answer(attempt, 1, "a")
    now = timezone.now()
    PresenceFactory(attempt=attempt, seen_at=now, place=2, unsent=1)
    AwayFactory(attempt=attempt, seconds=12)
    AwayFactory(attempt=attempt, seconds=30, since=now - timedelta(minutes=1))
    shown = board.of(sitting, at=now)
    first, second = shown.lines
    assert (first.employee, first.situation.standing) == (cast.employee.employee, Standing.RUNNING)
    assert first.presence
    assert (first.presence.place, first.presence.unsent, first.minutes_left) == (2, 1, 30)
    assert (first.trace.questions, first.trace.answered, first.trace.aways, first.trace.away_seconds) == (
        3,
        1,
        2,
        42,
    )
    assert (second.employee, second.situation.standing) == (cast.newcomer.employee, Standing.MAY_START)
    assert (shown.running, shown.offline, shown.over, shown.out) == (1, 0, 0, 1)


def test_a_page_unheard_for_three_beats_is_offline(attempt: Attempt, sitting: Sitting) -> None:
    PresenceFactory(attempt=attempt, seen_at=timezone.now())
    seen = Presence.objects.get().seen_at
    line, _other = board.of(sitting, at=seen + timedelta(seconds=45)).lines
    assert not line.is_offline
    line, _other = board.of(sitting, at=seen + timedelta(seconds=46)).lines
    assert line.is_offline


def test_who_left_a_page_open_is_handed_in_by_the_look(attempt: Attempt, sitting: Sitting) -> None:
    later = attempt.deadline_at + timedelta(minutes=2)
    line = next(one for one in board.of(sitting, at=later).lines if one.attempt)
    assert line.situation.standing == Standing.HANDED_IN
    assert Attempt.objects.get().handed_in_at == attempt.deadline_at


@pytest.mark.parametrize("count", [3, 30])
def test_it_costs_the_same_for_any_number_of_people(count: int) -> None:
    people = EmployeeFactory.create_batch(count)
    sitting = paper_of(QuestionVersionFactory(), employees=people)
    for person in people[: count - 1]:
        started = AttemptFactory(employee=person, sitting=sitting)
        PresenceFactory(attempt=started)
        AwayFactory(attempt=started)
        answer(started, 1, "a")
        OverrideFactory(sitting=sitting, employee=person)
        ExtraTimeFactory(employee=person)
    with CaptureQueriesContext(connection) as queries:
        shown = board.of(sitting, at=timezone.now())
    assert len(shown.lines) == count
    assert len(queries) == 8


def test_only_who_runs_tests_sees_it(attempt: Attempt, sitting: Sitting, cast: Cast) -> None:
    for address in (
        reverse("exams:board", args=[sitting.pk]),
        reverse("exams:board_attempt", args=[attempt.pk]),
    ):
        answers = {name: as_(user).get(address).status_code for name, user in cast.users().items()}
        assert {name for name, status in answers.items() if status == 200} == {"trainer", "hr"}


def post(user: User, name: str, pk: int, **said: Any) -> Any:
    return as_(user).post(reverse(name, args=[pk]), said, follow=True)


def test_minutes_are_added_with_a_reason(attempt: Attempt, cast: Cast) -> None:
    page = post(cast.trainer, "exams:board_extend", attempt.pk, minutes=5, reason="", key="k")
    assert page.status_code == 200
    assert Extension.objects.count() == 0
    page = post(cast.trainer, "exams:board_extend", attempt.pk, minutes=5, reason="停电", key="k")
    assert "停电" in page.content.decode()
    assert Attempt.objects.get().deadline_at == attempt.deadline_at + timedelta(minutes=5)


def test_minutes_for_all(attempt: Attempt, sitting: Sitting, cast: Cast) -> None:
    post(cast.hr, "exams:board_extend_all", sitting.pk, minutes=0, reason="停电", key="k")
    assert Extension.objects.count() == 0
    post(cast.hr, "exams:board_extend_all", sitting.pk, minutes=10, reason="停电", key="k")
    assert Attempt.objects.get().deadline_at == attempt.deadline_at + timedelta(minutes=10)


def test_an_attempt_is_ended_and_goes_on(attempt: Attempt, cast: Cast) -> None:
    post(cast.trainer, "exams:board_end", attempt.pk, reason="离场")
    assert Attempt.objects.get().ended_by == "invigilator"
    post(cast.trainer, "exams:board_reopen", attempt.pk, reason="误会", minutes=0)
    assert Attempt.objects.get().handed_in_at is None


def test_nobody_acts_on_her_own_attempt(cast: Cast) -> None:
    own = AttemptFactory(employee=cast.trainer.employee)
    page = as_(cast.trainer).get(reverse("exams:board_attempt", args=[own.pk]))
    assert page.status_code == 200
    assert not page.context["may_act"]
    said = {"minutes": 5, "reason": "?", "key": "k"}
    for name in ("extend", "end", "reopen"):
        assert post(cast.trainer, f"exams:board_{name}", own.pk, **said).status_code == 404
    assert Attempt.objects.get().deadline_at == own.deadline_at


def test_what_ended_meanwhile_is_said(attempt: Attempt, cast: Cast) -> None:
    attempts.hand_in(attempt, at=timezone.now())
    page = post(cast.trainer, "exams:board_extend", attempt.pk, minutes=5, reason="停电", key="k")
    assert len([str(message) for message in page.context["messages"]]) == 1
    assert Extension.objects.count() == 0


def test_an_attempt_that_cannot_be_handed_in_takes_down_no_page(attempt: Attempt, cast: Cast) -> None:
    began = timezone.now() - timedelta(hours=1)
    over = timezone.now() - timedelta(minutes=5)
    Attempt.objects.update(sections=[{}], started_at=began, deadline_at=over)
    hers, theirs = as_(cast.employee), as_(cast.trainer)
    english = {"headers": {"accept-language": "en"}}
    sitting = attempt.sitting_id
    for path in ("/", "/exams/", f"/exams/sittings/{sitting}/", f"/exams/attempts/{attempt.pk}/result/"):
        assert hers.get(path, follow=True).status_code == 200, path
    page = hers.get(f"/exams/attempts/{attempt.pk}/", **english).text
    assert "Every answer that was saved is safe with us" in page
    for path in (f"/exams/board/{sitting}/", f"/exams/board/attempts/{attempt.pk}/"):
        assert "ould not be handed in" in theirs.get(path, **english).text
    assert Attempt.objects.get().handed_in_at is None
