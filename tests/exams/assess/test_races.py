"""What threads do to an assessment on a database with real commits."""

from typing import Any

import pytest
from django.utils import timezone

from exams.domain.assessing import assessments
from exams.errors import AssessmentOver, ScoreLate, ScoresChanged, ScoreStale
from exams.models import Assessment, RefusedScore
from people.enums import Role
from records.models import Entry
from tests.exams.races import together
from tests.factories.assessments import RolePlayFactory, begun, score, scored
from tests.factories.people import EmployeeFactory, UserFactory

ROUNDS = 10

pytestmark = pytest.mark.usefixtures("own_database")


def submit(sheet: Assessment) -> Assessment:
    return assessments.submit(sheet, seen=6, remark="", at=timezone.now())


def test_a_double_click_begins_one_sheet() -> None:
    RolePlayFactory(code="refund")
    assessor = UserFactory(roles=[Role.ASSESSOR])
    for _round in range(ROUNDS):
        employee = EmployeeFactory()

        def begin(employee: Any = employee) -> Assessment:
            return assessments.begin(
                scenario="refund", employee=employee, assessor=assessor, at=timezone.now()
            )

        assert len({made.pk for made in together(begin, begin, begin)}) == 1
    assert Assessment.objects.count() == ROUNDS


def test_a_double_click_books_one_result() -> None:
    for _round in range(ROUNDS):
        sheet = scored()
        done = together(*[lambda sheet=sheet: submit(sheet)] * 4)
        assert len({one.submitted_at for one in done}) == 1
    assert Entry.objects.count() == ROUNDS


def test_no_score_slips_in_behind_a_submission() -> None:
    for _round in range(ROUNDS):
        sheet = scored()
        changed, done = together(
            lambda sheet=sheet: score(sheet, "closing", 0, seq=2), lambda sheet=sheet: submit(sheet)
        )
        entries = Entry.objects.filter(source=sheet.source)
        if isinstance(changed, ScoreLate):
            assert [float(entry.score or 0) for entry in entries] == [1.0]
            assert sheet.scores.count() == 6
        else:
            assert (type(done), list(entries), sheet.scores.count()) == (ScoresChanged, [], 7)


def test_two_windows_under_one_number_keep_one_score_and_refuse_the_other() -> None:
    for _round in range(ROUNDS):
        sheet = begun()
        results = together(
            lambda sheet=sheet: score(sheet, "calming", 0), lambda sheet=sheet: score(sheet, "calming", 3)
        )
        assert [type(one) for one in results].count(ScoreStale) == 1
        kept = sheet.scores.get().points
        assert RefusedScore.objects.get(assessment=sheet).points == 3 - (kept or 0)


def test_what_is_called_off_is_not_booked_as_well() -> None:
    for _round in range(ROUNDS):
        sheet = scored()
        together(
            lambda sheet=sheet: assessments.call_off(sheet, by=sheet.assessor, at=timezone.now()),
            lambda sheet=sheet: submit(sheet),
        )
        sheet.refresh_from_db()
        assert Entry.objects.filter(source=sheet.source).exists() == (sheet.called_off_at is None)
        with pytest.raises(AssessmentOver):
            assessments.call_off(sheet, by=sheet.assessor, at=timezone.now())
