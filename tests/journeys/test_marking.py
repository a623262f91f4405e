"""A marker reads essays with her hands on the keyboard; the candidate waits, then sees what came of it."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.domain import jobs
from exams.models import Attempt, Mark, Marking
from portal.domain import roles
from tests.cast import Cast, cast_people
from tests.exams.marking.papers import essay, handed_in, written
from tests.factories.courses import RubricVersionFactory
from tests.factories.exams import QuestionVersionFactory, TopicFactory, paper_of
from tests.factories.people import EmployeeFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot, until

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
LETTER = "非常抱歉让您久等了。机器漏水是我们的责任，今天下午就有师傅上门，费用由我们承担。"


@pytest.fixture
def cast(site: str) -> Cast:
    return cast_people()


def look_at(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)
    shoot(page, f"marking-{name}")


def open_pile(marker: Page) -> None:
    marker.locator(".piles a").click()
    expect(marker.locator("#points, .rubric-row:first-of-type input").first).to_be_focused()


def papers(cast: Cast, number: int, **question: Any) -> list[Attempt]:
    sitting = paper_of(essay(5, **question), employees=[], titles={"zh-hans": "季度测试", "en": "Quarterly"})
    people = [cast.employee.employee, *(EmployeeFactory() for _person in range(number - 1))]
    return [written(sitting, person, f"{LETTER}（{place}）") for place, person in enumerate(people, start=1)]


def test_short_answers_take_a_key_and_enter_each(cast: Cast, browse: Browse) -> None:
    """Twenty of them, and the candidate's page turns from waiting to the result."""
    own = papers(cast, 20)[0]
    candidate = browse(cast.employee, own.get_absolute_url(), locale="en", **PHONE)
    expect(candidate.locator("main")).to_contain_text("A person is reading what you wrote")
    look_at(candidate, "waiting-en")
    marker = browse(cast.trainer, "/exams/marking/")
    look_at(marker, "queue-zh")
    open_pile(marker)
    look_at(marker, "points-zh")
    for done in range(1, 21):
        marker.keyboard.type("4")
        marker.keyboard.press("Enter")
        if done < 20:
            expect(marker.locator(".script-answer")).to_contain_text(f"（{done + 1}）")
    expect(marker.locator("#stage .script")).to_have_count(0)
    assert Marking.objects.count() == Mark.objects.count() == 20
    candidate.reload()
    expect(candidate.locator(".verdict-score")).to_contain_text("80")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("zh-phone-dark", {"locale": "zh-CN", "color_scheme": "dark", **PHONE}),
        ("en", {"locale": "en-GB"}),
    ],
)
def test_an_essay_is_marked_by_a_rubric_with_digits(
    cast: Cast, browse: Browse, name: str, options: dict[str, Any]
) -> None:
    rubric = RubricVersionFactory()
    own = papers(cast, 1, rubric=rubric)[0]
    marker = browse(cast.assessor, "/exams/marking/?by=paper", **options)
    open_pile(marker)
    for row in rubric.rows():
        marker.keyboard.press(str(row.best))
    look_at(marker, f"rubric-{name}")
    marker.keyboard.press("Enter")
    until(marker, lambda: Mark.objects.filter(item__attempt=own).exists())
    assert Mark.objects.get().fraction == 1
    candidate = browse(cast.employee, own.get_absolute_url(), **options)
    expect(candidate.locator(".verdict-score")).to_contain_text("100")


@pytest.mark.parametrize(
    ("name", "options"),
    [("zh", {"locale": "zh-CN"}), ("en-phone-dark", {"locale": "en-GB", "color_scheme": "dark", **PHONE})],
)
def test_a_wrong_key_from_the_query_to_the_notice(
    cast: Cast, browse: Browse, name: str, options: dict[str, Any]
) -> None:
    """The candidate queries, the trainer sees what would change and carries it out, the candidate is told."""
    version = QuestionVersionFactory(question__topic=TopicFactory(trainers=[cast.trainer]))
    sitting = paper_of(version, employees=[])
    own = handed_in(sitting, cast.employee.employee, "b")
    for _person in range(3):
        handed_in(sitting, EmployeeFactory(), "a")
    candidate = browse(cast.employee, own.get_absolute_url(), **options)
    expect(candidate.locator(".verdict-failed")).to_be_visible()
    candidate.locator(".query-ask summary").click()
    candidate.locator(".query-ask textarea").fill("乙也对：规定第三条。")
    candidate.locator(".query-ask button").click()
    expect(candidate.locator(".query")).to_contain_text("乙也对")
    look_at(candidate, f"query-{name}")
    trainer = browse(cast.trainer, "/exams/queries/", **options)
    trainer.locator(".piles a").click()
    look_at(trainer, f"query-asked-{name}")
    trainer.locator("a[href*='/regrade/']").click()
    trainer.locator("input[name=remedy][value=full]").check()
    trainer.locator("#id_reason").fill("两个答案都对")
    trainer.locator("button[form=regrade]").click()
    expect(trainer.locator("#preview td")).not_to_have_count(0)
    look_at(trainer, f"regrade-preview-{name}")
    trainer.locator("button[name=confirm]").click()
    expect(trainer.locator(".summary-list")).to_contain_text("两个答案都对")
    jobs.run_due()
    candidate.goto("/notices/")
    expect(candidate.locator("main")).to_contain_text("两个答案都对")
    candidate.goto(own.get_absolute_url())
    expect(candidate.locator(".verdict-passed")).to_be_visible()
    expect(candidate.locator(".query")).to_contain_text("两个答案都对")


def test_a_review_policy_is_a_table_of_ticks(cast: Cast, browse: Browse) -> None:
    roles.sync()
    version = QuestionVersionFactory(question__topic=TopicFactory(trainers=[cast.trainer]))
    exam = paper_of(version, employees=[], review="never", closes_at=timezone.now(), minutes=None).exam
    page = browse(cast.trainer, f"/cms/exams/exams/edit/{exam.pk}/")
    page.locator("#id_review").select_option("custom")
    for value in ("closed.attempt", "closed.right"):
        page.locator(f"input[value='{value}']").check()
    shoot(page, "review-table")
    page.locator("main form button[type=submit], footer button[type=submit]").first.click()
    page.wait_for_url("**/exams/exams/")
    exam.refresh_from_db()
    assert exam.review == {
        "during": ["attempt"],
        "just_after": [],
        "later": [],
        "closed": ["attempt", "right"],
    }
