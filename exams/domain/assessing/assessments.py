"""An assessment's life: planned or begun on the spot, submitted once; or called off, or reversed later."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.domain import audit
from courses.models import Rubric, RubricVersion, Scenario
from exams.domain.assessing import scoresheets
from exams.domain.assessing.tallies import Tally
from exams.errors import (
    AssessesHerself,
    AssessmentOver,
    NotAllScored,
    NotEmployed,
    PlannedInThePast,
    RubricNotPublished,
    ScoresChanged,
)
from exams.models import Assessment
from people.models import Employee, User
from records.domain import ledger
from records.enums import EntryKind, Result
from records.models import Entry


def subject(rubric: Rubric) -> str:
    """What the training file calls it: requirements ask for the rubric, whatever the scenario."""
    return f"rubric:{rubric.code}"


def plan(
    *, scenario: str, employees: Iterable[Employee], assessor: User, on: date, by: User, at: datetime
) -> list[Assessment]:
    """Plan a role-play for each of some people, all or none. What is open already with this assessor stands.

    `scenario` is its code. Raises AssessesHerself, NotEmployed or PlannedInThePast.
    """
    if on < timezone.localdate(at):
        raise PlannedInThePast
    first = _first_written(scenario)
    with transaction.atomic():
        return [_planned(first, employee, assessor, on, by, at) for employee in employees]


def begin(*, scenario: str, employee: Employee, assessor: User, at: datetime) -> Assessment:
    """Begin on the spot; what is planned or open already with this assessor is begun or gone on with.

    Raises AssessesHerself, NotEmployed or RubricNotPublished.
    """
    first = _first_written(scenario)
    with transaction.atomic():
        return start(_planned(first, employee, assessor, None, assessor, at), at=at)


def start(assessment: Assessment, *, at: datetime) -> Assessment:
    """Begin what was planned, by the rubric's current version; a second call gives what stands.

    Raises RubricNotPublished or AssessmentOver.
    """
    version = assessment.scenario.rubric.current
    if version is None:
        raise RubricNotPublished
    waiting = Assessment.objects.filter(
        pk=assessment.pk, started_at=None, submitted_at=None, called_off_at=None
    )
    waiting.update(started_at=at, rubric_version=version)
    return _open_or_raise(assessment)


def call_off(assessment: Assessment, *, by: User, at: datetime) -> None:
    """Say that it does not take place. Scores given so far count for nothing. Raises AssessmentOver."""
    with transaction.atomic():
        waiting = Assessment.objects.filter(pk=assessment.pk, submitted_at=None, called_off_at=None)
        if not waiting.update(called_off_at=at):
            raise AssessmentOver
        audit.record(by=by, verb="called off assessment", obj=assessment, at=at)


def submit(assessment: Assessment, *, seen: int, remark: str, at: datetime) -> Assessment:
    """Close the sheet and book its result, exactly once; a second call gives what stands.

    `seen` is how many scores had been saved when the assessor read the summary. Raises NotAllScored,
    ScoresChanged or AssessmentOver.
    """
    with transaction.atomic():
        begun = Assessment.objects.filter(pk=assessment.pk, submitted_at=None, called_off_at=None)
        won = begun.exclude(started_at=None).update(submitted_at=at, remark=remark)
        closed = _with_names(assessment)
        if won:
            _book(closed, _complete(closed, seen), at)
        elif closed.submitted_at is None:
            raise AssessmentOver
    return closed


def reverse(assessment: Assessment, *, reason: str, by: User, at: datetime) -> Entry:
    """Say in the training file that a submitted result was never so. Raises AlreadyReversed."""
    booked = Entry.objects.get(source=assessment.source, seq=0)
    return ledger.reverse(booked, reason=reason, by=by, at=at)


def result(assessment: Assessment) -> Tally:
    """What its scores add up to, by the pinned rubric."""
    return scoresheets.total(scoresheets.rows(assessment))


def _first_written(code: str) -> Scenario:
    """The one row that stands for a scenario in every language."""
    return Scenario.objects.filter(code=code).select_related("rubric").order_by("pk")[:1].get()


def _planned(
    scenario: Scenario, employee: Employee, assessor: User, on: date | None, by: User, at: datetime
) -> Assessment:
    if employee == assessor.as_employee:
        raise AssessesHerself
    if not employee.is_employed(timezone.localdate(at)):
        raise NotEmployed
    return Assessment.objects.open().get_or_create(
        employee=employee,
        scenario=scenario,
        assessor=assessor,
        defaults={"planned_on": on, "booked_at": at, **audit.actor(by)},
    )[0]


def _open_or_raise(assessment: Assessment) -> Assessment:
    current = _with_names(assessment)
    if not current.is_open:
        raise AssessmentOver
    return current


def _with_names(assessment: Assessment) -> Assessment:
    named = Assessment.objects.select_related("employee", "scenario", "assessor", "rubric_version__rubric")
    return named.get(pk=assessment.pk)


def _complete(assessment: Assessment, seen: int) -> Tally:
    found = result(assessment)
    if not found.is_complete:
        raise NotAllScored
    if assessment.scores.count() != seen:
        raise ScoresChanged
    return found


def _book(assessment: Assessment, found: Tally, at: datetime) -> None:
    version = cast(RubricVersion, assessment.rubric_version)
    scenario = Scenario.objects.in_language(assessment.scenario.code, settings.LANGUAGE_CODE)
    ledger.book(
        employee=assessment.employee,
        kind=EntryKind.ASSESSMENT,
        subject=subject(version.rubric),
        title=str(scenario or assessment.scenario),
        on=timezone.localdate(assessment.started_at),
        score=found.fraction,
        result=Result.PASSED if found.is_passed(assessment.pass_mark) else Result.FAILED,
        facts={
            "points": float(found.points),
            "points_max": float(found.points_max),
            "assessors": [str(assessment.assessor)],
            "critical_fail": found.critical_fail,
            "scenario": assessment.scenario.code,
            "rubric_version": version.number,
        },
        source=assessment.source,
        by=assessment.assessor,
        at=at,
    )
