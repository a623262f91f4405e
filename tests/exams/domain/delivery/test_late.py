"""Late answers: a person decides, nothing that was handed in changes, the result follows."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exams.domain.delivery import interventions, late, standings
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import reviews, verification
from exams.domain.taking import answers, attempts, items, receipts
from exams.enums import EndedBy, Preset, SittingKind
from exams.errors import AnswerLate, AttemptRuns, CameAfterKeys, JudgedByPeople, NothingHeld
from exams.models import Attempt, CountedAnswer, LateDecision, Mark, Marking, RefusedResponse, Response
from exams.models.disclosure import preset
from notices.models import Notice
from people.models import User
from records.models import Entry
from tests.cast import Cast
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, answer, paper_of, place_of

pytestmark = pytest.mark.django_db


def came_late(attempt: Attempt, position: int, *letters: str, seq: int = 1, after: int = 90) -> None:
    with pytest.raises(AnswerLate):
        answer(attempt, position, *letters, seq=seq, at=attempt.deadline_at + timedelta(seconds=after))


@pytest.fixture
def attempt(cast: Cast) -> Attempt:
    """Offline through the end: one answer was in time, two came later."""
    person = cast.employee.employee
    sitting = paper_of(*QuestionVersionFactory.create_batch(3), employees=[person], review="closed")
    attempt = AttemptFactory(employee=person, sitting=sitting)
    answer(attempt, 1, "b")
    attempts.settle([attempt], at=attempt.deadline_at + GRACE)
    came_late(attempt, 1, "a", seq=2)
    came_late(attempt, 2, "b", after=91)
    came_late(attempt, 2, "a", after=92)
    return Attempt.objects.get()


def decide(attempt: Attempt, by: User, counted: bool = True, at: datetime | None = None) -> LateDecision:
    at = at or attempt.deadline_at + timedelta(hours=1)
    return late.decide(attempt, counted=counted, reason="断网", by=by, at=at)


def test_what_waits_is_the_last_answer_of_each_question(attempt: Attempt) -> None:
    found = [
        (one.came.position, one.handed_in.given, one.came.given)
        for one in late.of(attempt, at=attempt.deadline_at + timedelta(hours=4))
    ]
    assert found == [(1, ["b"], ["a"]), (2, [], ["a"])]


def test_counted_answers_are_marked_and_the_result_is_put_right(attempt: Attempt, cast: Cast) -> None:
    assert Entry.objects.get().score == 0
    before = receipts.receipt(attempt, items.of(attempt))
    decide(attempt, cast.trainer)
    lines = Entry.objects.order_by("seq").values_list("seq", "score", "reverses__seq", "reason", "by_id")
    assert list(lines) == [
        (0, Decimal(0), None, "", None),
        (1, None, 0, "断网", cast.trainer.pk),
        (2, Decimal("0.666667"), None, "断网", cast.trainer.pk),
    ]
    assert list(Response.objects.values_list("answer", flat=True)) == [["b"]]
    assert receipts.receipt(attempt, items.of(attempt)) == before
    assert [state.given for state in items.of(attempt)] == [["a"], ["a"], []]
    assert Notice.objects.filter(kind="late_counted").count() == 1
    assert verification.verify() == (1, [])


def test_refused_answers_change_nothing(attempt: Attempt, cast: Cast) -> None:
    marks = Mark.objects.count()
    decide(attempt, cast.trainer, counted=False)
    assert (Entry.objects.count(), Mark.objects.count(), CountedAnswer.objects.count()) == (1, marks, 0)
    assert late.of(attempt, at=attempt.deadline_at + timedelta(hours=4)) == []
    assert Notice.objects.filter(kind="late_refused").count() == 1


def test_what_waits_is_decided_once(attempt: Attempt, cast: Cast) -> None:
    decide(attempt, cast.trainer)
    with pytest.raises(NothingHeld):
        decide(attempt, cast.hr, counted=False)
    assert LateDecision.objects.count() == 1


def test_what_comes_after_a_decision_waits_for_the_next(attempt: Attempt, cast: Cast) -> None:
    decide(attempt, cast.trainer)
    came_late(attempt, 3, "a", after=7200)
    assert [one.came.position for one in late.of(attempt, at=attempt.deadline_at + timedelta(hours=4))] == [3]
    decide(attempt, cast.trainer, at=attempt.deadline_at + timedelta(hours=3))
    assert Entry.objects.bookings().get().score == 1
    assert verification.verify() == (1, [])


def test_an_attempt_that_runs_is_not_decided_about(attempt: Attempt, cast: Cast) -> None:
    interventions.reopen(attempt, minutes=5, reason="?", by=cast.trainer, at=attempt.deadline_at)
    with pytest.raises(AttemptRuns):
        decide(attempt, cast.trainer)


def test_a_newer_answer_of_a_reopened_attempt_stands_before_a_counted_one(
    attempt: Attempt, cast: Cast
) -> None:
    decide(attempt, cast.trainer)
    at = attempt.deadline_at + timedelta(hours=2)
    opened = interventions.reopen(attempt, minutes=30, reason="?", by=cast.trainer, at=at)
    answer(opened, 2, "b", at=at)
    attempts.hand_in(opened, at=at + timedelta(minutes=1))
    assert [state.given for state in items.of(opened)] == [["a"], ["b"], []]
    assert Entry.objects.bookings().get().score == Decimal("0.333333")
    assert verification.verify() == (1, [])


def test_what_the_reopened_attempt_has_a_newer_answer_to_is_not_decided_about(
    attempt: Attempt, cast: Cast
) -> None:
    at = attempt.deadline_at + timedelta(minutes=10)
    opened = interventions.reopen(attempt, minutes=30, reason="?", by=cast.trainer, at=at)
    answer(opened, 1, "c", seq=2, at=at)
    attempts.hand_in(opened, at=at + timedelta(minutes=1))
    assert [one.came.position for one in late.of(opened, at=at)] == [2]
    assert "1 late answer is not offered any more" in english(cast.trainer, f"/exams/late/{opened.pk}/")
    answer_of_second(opened, cast, at + timedelta(hours=1))
    with pytest.raises(NothingHeld):
        decide(opened, cast.trainer, at=at + timedelta(hours=3))
    assert not late.is_waiting(opened)
    assert not standings.with_delivery(Attempt.objects.all()).get().held
    assert not Notice.objects.filter(kind="late_counted").exists()


def answer_of_second(attempt: Attempt, cast: Cast, at: datetime) -> None:
    opened = interventions.reopen(attempt, minutes=5, reason="?", by=cast.trainer, at=at)
    answer(opened, 2, "c", at=at)
    attempts.hand_in(opened, at=at)


def test_what_came_when_the_right_answers_were_open_cannot_count(attempt: Attempt, cast: Cast) -> None:
    """They are open from the end on; that is written two minutes late here, between two late answers."""
    exam = attempt.sitting.exam
    exam.review = preset(Preset.HANDED_IN)
    exam.save()
    Attempt.objects.update(processed_at=attempt.deadline_at + timedelta(seconds=92))
    own = Attempt.objects.get()
    over = own.deadline_at + timedelta(hours=1)
    assert [(one.came.given, one.may_count) for one in late.of(own, at=over)] == [
        (["a"], True),
        (["b"], True),
    ]
    came_late(own, 3, "a", after=100)
    assert [one.may_count for one in late.of(own, at=over)] == [True, True, False]
    decide(own, cast.trainer)
    assert [state.given for state in items.of(own)] == [["a"], ["b"], []]
    came_late(own, 3, "a", seq=1, after=7200)
    with pytest.raises(CameAfterKeys):
        decide(own, cast.trainer, at=own.deadline_at + timedelta(hours=3))
    decide(own, cast.trainer, counted=False, at=own.deadline_at + timedelta(hours=3))


def test_who_decides_or_reopens_reads_since_when_the_right_answers_were_open(cast: Cast) -> None:
    began = timezone.now() - timedelta(minutes=50)
    person = cast.employee.employee
    pages = []
    for review in ("handed_in", "closed"):
        sitting = paper_of(QuestionVersionFactory(), employees=[person], review=review)
        attempt = AttemptFactory(employee=person, sitting=sitting, started_at=began)
        attempts.settle([attempt], at=timezone.now())
        came_late(attempt, 1, "a", after=20 * 60 - 1)
        paths = (f"/exams/late/{attempt.pk}/", f"/exams/board/attempts/{attempt.pk}/")
        pages += ["could see what tells of the right answers" in english(cast.hr, path) for path in paths]
    assert pages == [True, True, False, False]


def test_right_answers_seen_before_a_reopening_stay_seen(cast: Cast) -> None:
    attempt = AttemptFactory(employee=cast.employee.employee)
    began = attempt.started_at
    attempts.hand_in(attempt, at=began)
    opened = interventions.reopen(attempt, minutes=5, reason="?", by=cast.hr, at=began + timedelta(minutes=1))
    assert reviews.telling_since(opened, began + timedelta(minutes=2)) == began


@pytest.mark.parametrize("days", [-9000, 9000])
def test_when_a_page_says_it_was_typed_is_between_start_and_arrival(attempt: Attempt, days: int) -> None:
    at = attempt.deadline_at + timedelta(minutes=5)
    with pytest.raises(AnswerLate):
        answers.save(place=place_of(attempt, 3), seq=1, answer=[], at=at, typed=at + timedelta(days=days))
    typed = RefusedResponse.objects.latest("pk").typed_at
    assert typed == (attempt.started_at if days < 0 else at)


def english(user: User, path: str) -> str:
    return as_(user).get(path, headers={"accept-language": "en"}).text


def essay_paper(person: Any) -> Attempt:
    versions = [QuestionVersionFactory(), QuestionVersionFactory(kind="essay", options={}, key={})]
    return AttemptFactory(employee=person, sitting=paper_of(*versions, employees=[person], review="closed"))


def essay(attempt: Attempt, text: str, at: datetime, seq: int = 1) -> None:
    answers.save(place=place_of(attempt, 2), seq=seq, answer=[text], at=at)


def test_an_essay_that_came_late_waits_for_a_marker(cast: Cast) -> None:
    attempt = essay_paper(cast.employee.employee)
    attempts.settle([attempt], at=attempt.deadline_at + GRACE)
    with pytest.raises(AnswerLate):
        essay(attempt, "迟到的论述", attempt.deadline_at + timedelta(minutes=5))
    decide(attempt, cast.trainer)
    state = items.of(attempt)[1]
    assert (state.given, state.fraction) == (["迟到的论述"], None)


def test_what_people_have_judged_is_neither_reopened_nor_replaced(cast: Cast) -> None:
    attempt = essay_paper(cast.employee.employee)
    essay(attempt, "论述", attempt.started_at)
    attempts.settle([attempt], at=attempt.deadline_at + GRACE)
    with pytest.raises(AnswerLate):
        essay(attempt, "迟到的论述", attempt.deadline_at + timedelta(minutes=5), seq=2)
    item = attempt.items.get(position=2)
    Marking.objects.create(item=item, place=1, marker=cast.assessor, fraction=1, at=attempt.deadline_at)
    with pytest.raises(JudgedByPeople):
        decide(attempt, cast.trainer)
    with pytest.raises(JudgedByPeople):
        interventions.reopen(attempt, minutes=5, reason="?", by=cast.trainer, at=timezone.now())
    assert LateDecision.objects.count() == 0
    assert Attempt.objects.get().handed_in_at is not None


def test_an_essay_left_empty_and_written_after_reopening_waits_for_a_marker(cast: Cast) -> None:
    attempt = essay_paper(cast.employee.employee)
    done = attempts.hand_in(attempt, at=attempt.started_at)
    at = attempt.started_at + timedelta(minutes=1)
    opened = interventions.reopen(done, minutes=5, reason="?", by=cast.trainer, at=at)
    essay(opened, "论述", at)
    attempts.hand_in(opened, at=at)
    assert items.of(opened)[1].fraction is None
    assert not Entry.objects.bookings().exists()
    assert verification.verify() == (1, [])


def test_practice_is_marked_and_never_booked(cast: Cast) -> None:
    person = cast.employee.employee
    sitting = paper_of(QuestionVersionFactory(), employees=[person], kind=SittingKind.PRACTICE)
    attempt = AttemptFactory(employee=person, sitting=sitting)
    answer(attempt, 1, "a")
    attempts.hand_in(attempt, at=timezone.now())
    assert (Mark.objects.get().fraction, Entry.objects.count()) == (1, 0)
    assert verification.verify() == (1, [])


# Screens


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_they_are_listed_shown_and_decided(attempt: Attempt, cast: Cast) -> None:
    client = as_(cast.trainer)
    assert [line["attempt"] for line in client.get("/exams/late/").context["lines"]] == [attempt]
    page = client.get(f"/exams/late/{attempt.pk}/")
    shown = [(line["was"].answered, line["came"].answered) for line in page.context["lines"]]
    assert shown == [(True, True), (False, True)]
    assert client.post(f"/exams/late/{attempt.pk}/", {"counted": "yes", "reason": ""}).context["form"].errors
    # The answers of these tests came in the future: a decision is about what came by then.
    Attempt.objects.filter(pk=attempt.pk).update(ended_by=EndedBy.TIME)
    page = client.post(f"/exams/late/{attempt.pk}/", {"counted": "no", "reason": "迟到"})
    assert page.context["form"].non_field_errors() == [str(NothingHeld.text)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same(cast: Cast, count: int) -> None:
    for _number in range(count):
        attempt = AttemptFactory()
        attempts.settle([attempt], at=attempt.deadline_at + GRACE)
        came_late(attempt, 1, "a")
    client = as_(cast.trainer)
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/exams/late/")
    assert len(page.context["lines"]) == count
    assert len(queries) == 7


def test_nobody_decides_on_her_own(cast: Cast) -> None:
    attempt = AttemptFactory(employee=cast.trainer.employee)
    attempts.settle([attempt], at=attempt.deadline_at + GRACE)
    came_late(attempt, 1, "a")
    as_(cast.trainer).post(f"/exams/late/{attempt.pk}/", {"counted": "yes", "reason": "?"})
    assert LateDecision.objects.count() == 0


def test_the_candidate_reads_that_they_wait(attempt: Attempt, cast: Cast) -> None:
    page = as_(cast.employee).get(f"/exams/attempts/{attempt.pk}/result/")
    assert page.context["held"] is True
    decide(attempt, cast.trainer)
    assert as_(cast.employee).get(f"/exams/attempts/{attempt.pk}/result/").context["held"] is False


def test_what_was_handed_in_after_it_was_due_is_marked_so(cast: Cast) -> None:
    attempt = AttemptFactory()
    attempt.due_at = attempt.started_at + timedelta(minutes=5)
    attempt.handed_in_at = attempt.due_at
    assert not attempt.is_late
    attempt.handed_in_at += timedelta(seconds=1)
    assert attempt.is_late
