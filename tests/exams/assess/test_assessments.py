"""An assessment's life: planned, begun, scored, submitted once, called off, reversed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.models import AuditEvent
from courses.domain import rubrics
from courses.models import Scenario
from exams.domain.assessing import assessments, criterion_scores
from exams.errors import (
    AssessesHerself,
    AssessmentOver,
    BadScore,
    NotAllScored,
    NotEmployed,
    PlannedInThePast,
    RubricNotPublished,
    ScoreLate,
    ScoresChanged,
    ScoreStale,
)
from exams.models import Assessment, RefusedScore
from people.enums import Role
from people.models import Employee
from records import evidence
from records.enums import EntryKind, Result
from records.errors import AlreadyReversed
from records.models import Entry
from tests.factories.assessments import (
    CODES,
    AssessmentFactory,
    RolePlayFactory,
    begun,
    score,
    scored,
    submitted,
)
from tests.factories.courses import ScenarioFactory
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = date(2026, 11, 20)


@pytest.fixture
def role_play(db) -> Scenario:
    return RolePlayFactory(code="refund")


def planned(employees: list[Employee], cast, **columns) -> list[Assessment]:
    usual = {"scenario": "refund", "assessor": cast.assessor, "on": TODAY, "by": cast.trainer, "at": AT}
    return assessments.plan(employees=employees, **usual | columns)


def test_a_role_play_is_planned_for_each_of_some_people(cast, role_play) -> None:
    made = planned([cast.newcomer.employee, cast.employee.employee], cast)
    assert [(one.employee, one.scenario, one.planned_on, one.by_name) for one in made] == [
        (cast.newcomer.employee, role_play, TODAY, "欧阳慧"),
        (cast.employee.employee, role_play, TODAY, "欧阳慧"),
    ]
    assert {(one.started_at, one.rubric_version, one.pass_mark) for one in made} == {
        (None, None, Decimal("0.7"))
    }


def test_planning_twice_leaves_what_stands(cast, role_play) -> None:
    first = planned([cast.employee.employee], cast)
    again = planned([cast.employee.employee, cast.newcomer.employee], cast, on=TODAY + timedelta(days=3))
    assert (again[0], again[0].planned_on) == (first[0], TODAY)
    assert Assessment.objects.count() == 2


def test_a_scenario_written_in_two_languages_is_one(cast, role_play) -> None:
    ScenarioFactory(code="refund", language="en", rubric=role_play.rubric)
    assert planned([cast.employee.employee], cast)[0].scenario == role_play
    again = assessments.begin(
        scenario="refund", employee=cast.employee.employee, assessor=cast.assessor, at=AT
    )
    assert again == Assessment.objects.get()


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [({"on": TODAY - timedelta(days=1)}, PlannedInThePast), ({"assessor": "herself"}, AssessesHerself)],
)
def test_a_plan_is_made_for_all_or_for_none(cast, role_play, columns, refusal) -> None:
    if "assessor" in columns:
        columns = {"assessor": cast.employee}
    with pytest.raises(refusal):
        planned([cast.newcomer.employee, cast.employee.employee], cast, **columns)
    assert Assessment.objects.count() == 0


def test_who_has_left_is_not_planned(cast, role_play) -> None:
    with pytest.raises(NotEmployed):
        planned([EmployeeFactory(left_on=TODAY - timedelta(days=1))], cast)


def test_nobody_assesses_herself_on_the_spot(cast, role_play) -> None:
    with pytest.raises(AssessesHerself):
        assessments.begin(scenario="refund", employee=cast.assessor.employee, assessor=cast.assessor, at=AT)


def test_beginning_on_the_spot_begins_what_was_planned(cast, role_play) -> None:
    waiting = planned([cast.employee.employee], cast)[0]
    for _click in range(2):
        started = assessments.begin(
            scenario="refund", employee=cast.employee.employee, assessor=cast.assessor, at=AT
        )
        assert (started, started.started_at, started.planned_on) == (waiting, AT, TODAY)


def test_two_assessors_have_a_sheet_each(cast, role_play) -> None:
    other = UserFactory(roles=[Role.ASSESSOR])
    for assessor in (cast.assessor, other):
        assessments.begin(scenario="refund", employee=cast.employee.employee, assessor=assessor, at=AT)
    assert Assessment.objects.begun().count() == 2


def test_the_database_knows_one_open_assessment_of_a_kind() -> None:
    first = AssessmentFactory()
    same = {"employee": first.employee, "scenario": first.scenario, "assessor": first.assessor}
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(booked_at=AT, **same)
    assessments.call_off(first, by=first.assessor, at=AT)
    assert Assessment.objects.create(booked_at=AT, **same).is_open


def test_the_rubric_is_pinned_at_the_start(role_play) -> None:
    waiting = AssessmentFactory(scenario=role_play)
    role_play.rubric.name_en = "New words"
    second = rubrics.publish(rubric=role_play.rubric, by=None)
    started = assessments.start(waiting, at=AT)
    role_play.rubric.name_en = "Newer words"
    rubrics.publish(rubric=role_play.rubric, by=None)
    again = assessments.start(started, at=AT + timedelta(hours=1))
    assert (again.rubric_version, again.started_at) == (second, AT)


def test_a_rubric_that_was_never_published_scores_nobody() -> None:
    waiting = AssessmentFactory(scenario=ScenarioFactory())
    with pytest.raises(RubricNotPublished):
        assessments.start(waiting, at=AT)


def test_the_latest_score_of_a_criterion_counts() -> None:
    sheet = begun()
    score(sheet, "calming", 1)
    score(sheet, "calming", 3, seq=2, comment="后来好了")
    score(sheet, "facts", None, comment="还没看到")
    standing = criterion_scores.latest([sheet])[sheet.pk]
    assert {code: (row.points, row.comment) for code, row in standing.items()} == {
        "calming": (3, "后来好了"),
        "facts": (None, "还没看到"),
    }
    assert assessments.result(sheet).scored == 1


def test_a_score_sent_again_is_acknowledged_again() -> None:
    sheet = begun()
    first = score(sheet, "calming", 2)
    assert score(sheet, "calming", 2) == first
    assert (sheet.scores.count(), RefusedScore.objects.count()) == (1, 0)


def test_a_stale_window_is_told_what_stands_and_its_score_is_kept() -> None:
    sheet = begun()
    score(sheet, "calming", 1, comment="道歉", at=AT)
    with pytest.raises(ScoreStale) as stale:
        score(sheet, "calming", 3)
    found = stale.value
    assert (found.seq, found.points, found.comment, found.at) == (1, 1, "道歉", AT)
    kept = RefusedScore.objects.get()
    assert (kept.seq, kept.points, kept.reason) == (1, 3, "stale")


def test_a_score_out_of_sequence_is_refused() -> None:
    with pytest.raises(ScoreStale) as stale:
        score(begun(), "calming", 3, seq=2)
    assert (stale.value.seq, stale.value.at) == (0, None)


@pytest.mark.parametrize(("code", "points"), [("singing", 1), ("calming", 4), ("calming", 99)])
def test_what_the_rubric_does_not_have_is_no_score(code, points) -> None:
    sheet = begun()
    with pytest.raises(BadScore):
        score(sheet, code, points)
    assert sheet.scores.count() == 0


def test_before_the_start_there_is_nothing_to_score() -> None:
    with pytest.raises(BadScore):
        score(AssessmentFactory(), "calming", 1)


def test_a_score_after_the_end_is_kept_and_does_not_count() -> None:
    done = submitted()
    with pytest.raises(ScoreLate):
        score(done, "calming", 0, seq=2)
    assert (assessments.result(done).fraction, RefusedScore.objects.get().reason) == (1, "late")


def test_submitting_books_the_result_once() -> None:
    sheet = scored(3, 3, 2, 3, 2, 3, started_at=AT)
    for _click in range(2):
        done = assessments.submit(sheet, seen=6, remark="很稳", at=AT + timedelta(minutes=20))
    entry = Entry.objects.get()
    assert (done.submitted_at, done.remark) == (AT + timedelta(minutes=20), "很稳")
    assert (entry.employee, entry.kind, entry.subject) == (
        sheet.employee,
        EntryKind.ASSESSMENT,
        f"rubric:{sheet.scenario.rubric.code}",
    )
    assert (entry.title, entry.on, entry.source, entry.by_id) == (
        "第九天的破壁机",
        TODAY,
        f"exams.assessment:{sheet.pk}",
        sheet.assessor.pk,
    )
    assert (entry.score, entry.result) == (Decimal("0.9"), Result.PASSED)
    assert entry.facts == {
        "points": 90.0,
        "points_max": 100.0,
        "assessors": [str(sheet.assessor)],
        "critical_fail": False,
        "scenario": sheet.scenario.code,
        "rubric_version": 1,
    }


@pytest.mark.parametrize(
    ("points", "result", "critical_fail"),
    [
        ((3, 3, 0, 3, 3, 3), Result.FAILED, True),
        ((2, 2, 1, 2, 1, 2), Result.FAILED, False),
        ((2, 2, 3, 2, 2, 2), Result.PASSED, False),
    ],
)
def test_a_critical_fail_fails_the_whole(points, result, critical_fail) -> None:
    submitted(*points)
    entry = Entry.objects.get()
    assert (entry.result, entry.facts["critical_fail"]) == (result, critical_fail)


def test_nothing_is_submitted_before_all_is_scored() -> None:
    sheet = scored(3, 3, 3, 3, 3)
    with pytest.raises(NotAllScored):
        assessments.submit(sheet, seen=5, remark="", at=timezone.now())
    sheet.refresh_from_db()
    assert (sheet.submitted_at, Entry.objects.count()) == (None, 0)


def test_a_summary_that_is_no_longer_true_is_not_submitted() -> None:
    sheet = scored()
    score(sheet, "closing", 0, seq=2)
    with pytest.raises(ScoresChanged):
        assessments.submit(sheet, seen=6, remark="", at=timezone.now())
    assert Entry.objects.count() == 0


def test_what_was_called_off_is_neither_begun_nor_submitted() -> None:
    sheet = scored()
    assessments.call_off(sheet, by=sheet.assessor, at=AT)
    for verb in (
        lambda: assessments.submit(sheet, seen=6, remark="", at=timezone.now()),
        lambda: assessments.start(sheet, at=timezone.now()),
        lambda: assessments.call_off(sheet, by=sheet.assessor, at=AT),
        lambda: score(sheet, "calming", 1, seq=2),
    ):
        with pytest.raises(AssessmentOver):
            verb()
    assert AuditEvent.objects.get(verb="called off assessment").at == AT


def test_what_was_submitted_is_not_called_off() -> None:
    done = submitted()
    with pytest.raises(AssessmentOver):
        assessments.call_off(done, by=done.assessor, at=AT)


def test_a_result_is_reversed_once_with_a_reason(cast) -> None:
    done = submitted()
    line = assessments.reverse(done, reason="认错了人", by=cast.hr, at=AT)
    assert (line.reverses.source, line.reason, line.by_name) == (done.source, "认错了人", "孙丽")
    assert Entry.objects.bookings().count() == 0
    with pytest.raises(AlreadyReversed):
        assessments.reverse(done, reason="再一次", by=cast.hr, at=AT)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("newcomer", False),
        ("employee", True),
        ("trainer", False),
        ("assessor", True),
        ("manager", True),
        ("hr", True),
        ("auditor", True),
        ("stranger", False),
    ],
)
def test_who_sees_an_assessment(cast, name, seen) -> None:
    done = submitted(employee=cast.employee.employee, assessor=cast.assessor)
    user = cast.users()[name]
    assert Assessment.objects.visible_to(user).filter(pk=done.pk).exists() == seen
    address = evidence.address(Entry.objects.get(), user)
    assert address == (f"/assess/{done.pk}/result/" if seen else None)


def test_the_planner_sees_what_she_planned(cast, role_play) -> None:
    made = planned([cast.employee.employee], cast)
    assert list(Assessment.objects.visible_to(cast.trainer)) == made


def test_six_criteria_of_the_factory_are_those_of_the_rubric() -> None:
    assert [row.code for row in begun().criteria] == CODES
