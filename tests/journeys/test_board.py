"""Whoever runs a sitting sees who is where, and gives more time that the candidate's page shows at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from exams.domain.delivery.deadlines import GRACE
from exams.domain.taking import attempts
from exams.errors import AnswerLate
from exams.models import Attempt, Away, Sitting
from tests.cast import Cast, cast_people
from tests.factories.exams import (
    AttemptFactory,
    ExtraTimeFactory,
    OverrideFactory,
    QuestionVersionFactory,
    answer,
    paper_of,
)
from tests.factories.people import EmployeeFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot

WITHIN_A_BEAT = 16_000

LOOKS = {
    "zh": {"locale": "zh-CN", "color_scheme": "light"},
    "en-phone-dark": {"locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 360, "height": 640}},
}


@pytest.fixture
def cast(site: str) -> Cast:
    return cast_people()


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    people = [cast.employee.employee, cast.newcomer.employee, *EmployeeFactory.create_batch(2)]
    sitting = paper_of(*QuestionVersionFactory.create_batch(3), employees=people)
    sitting.room_code = "AB12"
    sitting.save()
    sitting.exam.titles = {"zh-hans": "第四季度产品知识测验", "en": "Product knowledge, fourth quarter"}
    sitting.exam.save()
    return sitting


def test_more_time_reaches_the_candidates_page_within_fifteen_seconds(
    browse: Browse, cast: Cast, sitting: Sitting
) -> None:
    candidate = browse(cast.employee, sitting.get_absolute_url())
    candidate.locator("#room-code").fill("ab12")
    candidate.locator("form[action$='/start/'] button").click()
    candidate.wait_for_url("**/exams/attempts/**")
    expect(candidate.locator("#timer")).to_contain_text("30")
    board = browse(cast.trainer, f"/exams/board/{sitting.pk}/", locale="en-GB")
    board.get_by_role("link", name=cast.employee.employee.name).click()
    form = board.locator("form[action$='/extend/']")
    form.get_by_label("Reason").fill("The power was out")
    form.get_by_role("button", name="Add minutes").click()
    expect(board.get_by_text("The power was out")).to_be_visible()
    expect(candidate.locator("#timer")).to_contain_text("35", timeout=WITHIN_A_BEAT)


@pytest.mark.parametrize("look", LOOKS)
def test_the_screens_of_whoever_runs_it(browse: Browse, cast: Cast, sitting: Sitting, look: str) -> None:
    now = timezone.now()
    close = now + timedelta(days=2)
    running = AttemptFactory(sitting=sitting, employee=cast.employee.employee)
    answer(running, 1, "a")
    Away.objects.create(attempt=running, since=now, seconds=42, at=now)
    OverrideFactory(sitting=sitting, employee=cast.newcomer.employee, minutes=45, closes_at=close)
    ExtraTimeFactory(employee=cast.newcomer.employee)
    late = AttemptFactory(employee=EmployeeFactory())
    attempts.settle([late], at=late.deadline_at + GRACE)
    with pytest.raises(AnswerLate):
        answer(late, 1, "a", at=late.deadline_at + timedelta(minutes=5))
    page = browse(cast.hr, f"/exams/board/{sitting.pk}/", **LOOKS[look])
    screens = {
        "board": f"/exams/board/{sitting.pk}/",
        "board-attempt": f"/exams/board/attempts/{running.pk}/",
        "exceptions": f"/exams/board/{sitting.pk}/exceptions/",
        "extra-time": "/exams/extra-time/",
        "late": "/exams/late/",
        "late-attempt": f"/exams/late/{late.pk}/",
    }
    for name, path in screens.items():
        page.goto(path)
        assert_accessible(page)
        shoot(page, f"{name}-{look}")
    candidate = browse(cast.newcomer, sitting.get_absolute_url(), **LOOKS[look])
    assert_accessible(candidate)
    shoot(candidate, f"start-{look}")
    assert Attempt.objects.count() == 2
