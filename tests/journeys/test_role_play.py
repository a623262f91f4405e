"""An assessor scores a role-play, standing, with one hand; nothing that happens to the line loses a score."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from exams.models import Assessment, CriterionScore, RefusedScore
from records.models import Entry
from tests.cast import Cast, cast_people
from tests.factories.assessments import CODES, AssessmentFactory, RolePlayFactory, begun, score, submitted
from tests.factories.courses import ScenarioFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot, until

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 640}, "has_touch": True}
LOOKS: dict[str, dict[str, Any]] = {
    "zh-phone": {"locale": "zh-CN", "color_scheme": "light", **PHONE},
    "en-phone-dark": {"locale": "en-GB", "color_scheme": "dark", **PHONE},
    "zh-dark": {"locale": "zh-CN", "color_scheme": "dark", "has_touch": True},
    "en": {"locale": "en-GB", "color_scheme": "light", "has_touch": True},
}
CHOSEN = (3, 3, 2, 3, 2, 3)


@dataclass
class Scene:
    cast: Cast
    scenario: Any


@pytest.fixture
def scene(site: str) -> Scene:
    cast = cast_people()
    scenario = RolePlayFactory(
        code="refund",
        title="第九天的破壁机",
        customer_card="陆女士，小学老师，午休时打来。\n\n破壁机漏水，没有人回她电话。",
        assessor_card="插头还插着，冒过火花。",
        calm="让她说完，为没有回电道歉。",
    )
    ScenarioFactory(
        code="refund",
        language="en",
        title="The Blender on Day Nine",
        intro="A customer's blender leaks.",
        customer_card="Ms Lu, a primary-school teacher, calls in her lunch break.",
        goals="She is willing to go on talking",
        rubric=scenario.rubric,
    )
    return Scene(cast, scenario)


def stored() -> dict[str, int | None]:
    """The points that stand, by criterion."""
    return dict(CriterionScore.objects.order_by("seq").values_list("criterion", "points"))


def level(page: Page, code: str, points: int) -> Any:
    return page.locator(f"#c-{code} .level input[value='{points}']")


def open_sheet(browse: Browse, scene: Scene, **options: Any) -> tuple[Page, Assessment]:
    sheet = begun(
        scenario=scene.scenario, employee=scene.cast.employee.employee, assessor=scene.cast.assessor
    )
    return browse(scene.cast.assessor, sheet.get_absolute_url(), **PHONE | options), sheet


def look_at(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert_accessible(page)
    shoot(page, f"role-play-{name}")


def assert_easy_to_hit(page: Page) -> None:
    """Every level is at least 48 × 48, and 8 px from its neighbours."""
    boxes = [box for one in page.locator(".level").all() if (box := one.bounding_box())]
    assert len(boxes) == 24
    assert [box for box in boxes if box["width"] < 48 or box["height"] < 48] == []
    for one, other in pairwise(boxes):
        beside = other["x"] - (one["x"] + one["width"])
        below = other["y"] - (one["y"] + one["height"])
        assert max(beside, below) >= 8


@pytest.mark.parametrize("look", LOOKS)
def test_six_criteria_are_scored_by_touch(browse: Browse, scene: Scene, look: str) -> None:
    cast = scene.cast
    AssessmentFactory(scenario=scene.scenario, employee=cast.newcomer.employee, assessor=cast.assessor)
    submitted(2, 2, 1, 2, 2, 2, scenario=scene.scenario, assessor=cast.assessor)
    page = browse(cast.assessor, "/", **LOOKS[look])
    page.locator(".sitenav a[href='/assess/']").tap()
    page.wait_for_url("**/assess/")
    page.locator("#find").fill("李静")
    page.locator(".find-row button").tap()
    page.wait_for_url("**/assess/?q=*")
    look_at(page, f"home-{look}")
    page.locator("a[href='/assess/begin/0003/']").tap()
    page.wait_for_url("**/begin/0003/")
    look_at(page, f"begin-{look}")
    page.locator("button[form=begin]").tap()
    page.locator("#sheet").wait_for()
    assert_easy_to_hit(page)
    look_at(page, f"sheet-fresh-{look}")
    for code, points in zip(CODES, CHOSEN, strict=True):
        level(page, code, points).tap()
    until(page, lambda: stored() == dict(zip(CODES, CHOSEN, strict=True)))
    expect(page.locator("#saved")).to_contain_text(":")
    expect(page.locator("#count")).to_contain_text("6")
    look_at(page, f"sheet-scored-{look}")
    assert "90" not in page.locator("main").inner_text()
    page.locator("#check").tap()
    page.wait_for_url("**/submit/")
    look_at(page, f"submit-{look}")
    page.locator("button[form=submit]").tap()
    page.wait_for_url("**/result/")
    look_at(page, f"result-{look}")
    entry = Entry.objects.get(employee=cast.employee.employee)
    assert (float(entry.score or 0), entry.result) == (0.9, "passed")


def test_six_criteria_are_scored_by_the_keyboard_alone(browse: Browse, scene: Scene) -> None:
    page, sheet = open_sheet(browse, scene)
    for code in CODES:
        for _tab in range(60):
            page.keyboard.press("Tab")
            if page.locator(f"#c-{code} .level input:focus").count():
                break
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
    until(page, lambda: stored() == dict.fromkeys(CODES, 2))
    page.locator("#check").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/")
    page.locator("button[form=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
    sheet.refresh_from_db()
    assert sheet.submitted_at is not None


def test_the_focus_is_never_behind_the_bar(browse: Browse, scene: Scene) -> None:
    page, _sheet = open_sheet(browse, scene)
    for _tab in range(12):
        page.keyboard.press("Tab")
        focused = page.locator(":focus").bounding_box()
        bar = page.locator(".page-actions").bounding_box()
        assert focused
        assert bar
        assert bar["height"] <= 96
        if not page.locator(".page-actions :focus").count():
            assert focused["y"] + focused["height"] <= bar["y"] + 1


def test_scores_given_offline_are_kept_and_sent(browse: Browse, scene: Scene) -> None:
    page, sheet = open_sheet(browse, scene)
    level(page, "calming", 3).tap()
    expect(page.locator("#saved")).to_contain_text(":")
    page.context.set_offline(True)
    for code in ("facts", "identity", "listening"):
        level(page, code, 2).tap()
    expect(page.locator("#saved")).to_have_class("sheet-saved trouble")
    expect(page.locator("#saved")).to_contain_text("3")
    look_at(page, "sheet-offline")
    page.locator("#check").tap()
    page.wait_for_timeout(300)
    assert page.url.endswith(f"/assess/{sheet.pk}/")
    page.context.set_offline(False)
    until(page, lambda: stored() == {"calming": 3, "facts": 2, "identity": 2, "listening": 2})
    expect(page.locator("#saved")).to_have_class("sheet-saved")


def test_a_lost_acknowledgement_leaves_one_score(browse: Browse, scene: Scene) -> None:
    page, sheet = open_sheet(browse, scene)
    lost: list[int] = []

    def lose_the_first(route: Any) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/scores/**", lose_the_first)
    level(page, "calming", 3).tap()
    expect(page.locator("#saved")).to_contain_text(":")
    assert (lost, sheet.scores.count(), RefusedScore.objects.count()) == ([200], 1, 0)


def test_a_stale_window_shows_both_scores_and_the_assessor_chooses(browse: Browse, scene: Scene) -> None:
    page, sheet = open_sheet(browse, scene)
    score(sheet, "calming", 0, comment="打断了两次")
    score(sheet, "facts", 1)
    level(page, "calming", 3).tap()
    box = page.locator("#c-calming [data-conflict]")
    expect(box).to_contain_text("打断了两次")
    level(page, "facts", 2).tap()
    page.locator("#c-facts [data-conflict] button").nth(1).tap()
    expect(level(page, "facts", 1)).to_be_checked()
    look_at(page, "sheet-stale")
    box.locator("button").first.tap()
    until(page, lambda: stored() == {"calming": 3, "facts": 1})
    assert sorted(RefusedScore.objects.values_list("criterion", "points")) == [("calming", 3), ("facts", 2)]


def test_a_lost_session_is_told_and_the_page_goes_on(browse: Browse, scene: Scene) -> None:
    page, _sheet = open_sheet(browse, scene)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    level(page, "calming", 3).tap()
    expect(page.locator("#saved a")).to_have_attribute("target", "_blank")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    until(page, lambda: stored() == {"calming": 3})


def test_another_device_goes_on_where_the_first_stopped(browse: Browse, scene: Scene) -> None:
    page, sheet = open_sheet(browse, scene)
    level(page, "calming", 3).tap()
    page.locator("#c-calming summary").nth(1).tap()
    page.locator("#c-calming textarea").fill("很稳")
    page.locator("#c-calming textarea").blur()
    until(page, lambda: sheet.scores.filter(comment="很稳").exists())
    other = browse(scene.cast.assessor, sheet.get_absolute_url())
    expect(level(other, "calming", 3)).to_be_checked()
    expect(other.locator("#c-calming textarea")).to_have_value("很稳")
    level(other, "facts", 1).check(force=True)
    until(other, lambda: stored() == {"calming": 3, "facts": 1})


def test_without_a_script_the_plain_form_does_it(browse: Browse, scene: Scene) -> None:
    page, _sheet = open_sheet(browse, scene, java_script_enabled=False)
    for code in CODES:
        level(page, code, 3).check(force=True)
    page.locator("#check").click()
    page.wait_for_url("**/submit/")
    page.locator("button[form=submit]").click()
    page.wait_for_url("**/result/")
    assert stored() == dict.fromkeys(CODES, 3)


@pytest.mark.parametrize("look", LOOKS)
def test_a_trainer_plans_and_the_learner_reads_her_card(browse: Browse, scene: Scene, look: str) -> None:
    cast = scene.cast
    page = browse(cast.trainer, "/assess/", **LOOKS[look])
    page.locator("#id_department").select_option(label="客服一部")
    page.locator(".choose button").tap()
    page.wait_for_url("**/plan/?*")
    page.locator(".option", has_text="李静").tap()
    page.locator("#id_assessor").select_option(label="赵磊")
    look_at(page, f"plan-{look}")
    page.locator("#plan button").tap()
    page.locator("table", has_text="李静").wait_for()
    look_at(page, f"planned-{look}")
    learner = browse(cast.employee, "/assess/", **LOOKS[look])
    look_at(learner, f"mine-{look}")
    learner.locator(".people a").tap()
    learner.wait_for_url("**/card/")
    look_at(learner, f"card-{look}")
    made = Assessment.objects.get()
    assert (made.employee, made.assessor, made.planned_on) == (
        cast.employee.employee,
        cast.assessor,
        timezone.localdate(),
    )
