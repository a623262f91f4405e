from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from certification.domain import coverage, standings
from certification.enums import CellState, SchemeKind
from core.domain import jobs
from core.models import Job
from courses.models import Course, Enrolment
from records.domain import ledger
from tests.factories.certification import SchemeFactory, awarded, course, exam, rule, tenure
from tests.factories.courses import CoursePageFactory
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

HIRED = date(2026, 3, 2)
ON = date(2026, 3, 10)


@pytest.fixture
def person():
    return EmployeeFactory(hired_on=HIRED)


def onboarding(*blocks):
    scheme = SchemeFactory(code="onboarding", kind=SchemeKind.ONBOARDING, titles={"zh-hans": "入职"})
    return list(rule(*blocks, scheme=scheme, active_months=None).requirements.all())


def cell(person, requirement, on=ON):
    standings.rebuild([person.pk])
    return coverage.cells([person], [requirement], on=on)[person.pk, requirement.pk]


def said(cell) -> tuple[CellState, date | None, str]:
    return cell.state, cell.on, str(cell.text)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_met_since(person):
    (asked,) = onboarding(course(due_days=10))
    line = EntryFactory(employee=person, on=date(2026, 3, 5))
    found = cell(person, asked)
    assert said(found) == (
        CellState.PASSED,
        date(2026, 3, 5),
        "Course “Telephone manner” completed on 5 Mar 2026.",
    )
    assert found.entry_id == line.pk


def test_nothing_done_and_time_enough(person):
    (asked,) = onboarding(course(due_days=30))
    assert said(cell(person, asked)) == (
        CellState.NOT_STARTED,
        date(2026, 4, 1),
        (
            "Course “Telephone manner” is not completed yet: open it and finish every lesson."
            " It is due on 1 Apr 2026."
        ),
    )


def test_a_week_before_the_day_it_is_due_soon(person):
    (asked,) = onboarding(course(due_days=15))
    assert [cell(person, asked, on=day).state for day in (ON - timedelta(1), ON)] == [
        CellState.NOT_STARTED,
        CellState.DUE_SOON,
    ]


def test_the_day_after_the_last_day_it_is_overdue(person):
    (asked,) = onboarding(course(due_days=7))
    assert [cell(person, asked, on=day).state for day in (date(2026, 3, 9), date(2026, 3, 10))] == [
        CellState.DUE_SOON,
        CellState.OVERDUE,
    ]


def test_a_failed_exam_is_in_progress_and_says_the_score(person):
    (asked,) = onboarding(exam(min_percent=80))
    EntryFactory(employee=person, exam=True, on=date(2026, 3, 5), result="failed", score="0.555")
    assert said(cell(person, asked)) == (
        CellState.IN_PROGRESS,
        None,
        "Exam “Hotline exam” had 55.5% on 5 Mar 2026, and 80% are asked for: take it again.",
    )


def test_a_course_that_was_opened_is_in_progress(person):
    page = CoursePageFactory()
    (asked,) = onboarding(course(f"course:{page.code}"))
    Enrolment.objects.create(employee=person, course=Course.objects.get(code=page.code))
    assert cell(person, asked).state == CellState.IN_PROGRESS


def test_what_ends_within_a_month_is_due_soon(person):
    (asked,) = onboarding(course())
    EntryFactory(employee=person, on=HIRED, valid_until=date(2026, 4, 10))
    assert [cell(person, asked, on=day).state for day in (date(2026, 3, 10), date(2026, 3, 11))] == [
        CellState.PASSED,
        CellState.DUE_SOON,
    ]
    assert said(cell(person, asked, on=date(2026, 4, 10)))[1:] == (
        date(2026, 4, 10),
        (
            "Course “Telephone manner” completed on 2 Mar 2026."
            " It counts until 10 Apr 2026: renew it before then."
        ),
    )


def test_what_has_lapsed_is_overdue_since_then(person):
    (asked,) = onboarding(course())
    EntryFactory(employee=person, on=HIRED, valid_until=date(2026, 4, 10))
    assert said(cell(person, asked, on=date(2026, 4, 11))) == (
        CellState.OVERDUE,
        date(2026, 4, 10),
        "Course “Telephone manner” counted until 10 Apr 2026: complete it again.",
    )


def test_months_that_are_running_are_in_progress_until_their_day(person):
    awarded(person, rule(course()), on=HIRED)
    asked = rule(tenure(6), rank=2).requirements.get()
    assert said(cell(person, asked)) == (
        CellState.IN_PROGRESS,
        date(2026, 9, 2),
        "6 months in “Foundation” will be complete on 2 Sep 2026, if it stays valid.",
    )


def test_the_columns_go_from_the_lowest_level_up():
    rule(course(), exam(), rank=1)
    rule(course("course:complaint"), tenure(6), rank=2)
    rule(course("course:later"), rank=3, from_day=date(2026, 4, 1))
    columns = coverage.requirements([SchemeFactory()], on=ON)
    assert [(column.rule.level.rank, column.subject) for column in columns] == [
        (1, "course:telephone"),
        (1, "exam:hotline"),
        (2, "course:complaint"),
        (2, "level:service:1"),
    ]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_it_costs_the_same_for_any_number_of_people(number):
    asked = onboarding(course(due_days=10), exam())
    people = [EmployeeFactory(user=None, hired_on=HIRED) for _ in range(number)]
    for person in people[:3]:
        EntryFactory(employee=person)
    standings.rebuild([person.pk for person in people])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(coverage.cells(people, asked, on=ON)) == 2 * number
    assert len(queries) == 3


def test_the_projection_says_as_of_when(person):
    now = timezone.now()
    assert coverage.as_of(now) == now
    rule(course())
    EntryFactory(employee=person)
    later = timezone.now()
    owed = Job.objects.get(name="certification.evaluate")
    assert coverage.as_of(later) == owed.owed_at
    jobs.run_due()
    later = timezone.now()
    assert coverage.as_of(later) == later


def test_a_reversed_line_no_longer_counts(person, hr):
    (asked,) = onboarding(course())
    line = EntryFactory(employee=person, on=HIRED)
    assert cell(person, asked).state == CellState.PASSED
    ledger.reverse(line, reason="Wrong person", by=hr)
    assert cell(person, asked).state == CellState.NOT_STARTED
