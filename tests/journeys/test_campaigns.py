"""HR sets the next quarter's test in three steps; who runs tests reads what came of the last."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from exams.domain.campaigns import campaign_reports
from exams.domain.marking import results
from exams.domain.marking.results import Writing
from exams.models import Attempt, Campaign, Sitting
from tests.cast import Cast, cast_people
from tests.factories.exams import (
    CampaignFactory,
    QuestionFactory,
    QuestionVersionFactory,
    TopicFactory,
    crowd,
    paper_of,
)
from tests.journeys.screens import assert_accessible, shoot

Browse = Callable[..., Page]
DAY = timedelta(days=1)
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
LOOKS = [
    pytest.param({"viewport": PHONE, "locale": "zh-CN", "color_scheme": "dark"}, id="phone zh dark"),
    pytest.param({"viewport": DESK, "locale": "en-US"}, id="desk en light"),
]
STEMS = (
    "电话铃响几声之内应当接听？",
    "客户情绪激动时，第一步应当做什么？",
    "物流异常应当向哪个部门上报？",
    "退款最迟几个工作日到账？",
)
KNOW, GUESS, MISS = ["aaac"] * 14, ["aabb", "abab"] * 10, ["bbba", "cbda"] * 8


def company() -> Cast:
    call_command("sync_roles")
    return cast_people()


def quarter(cast: Cast) -> Campaign:
    """Last quarter's test, ended: fifty strangers took it, and of the cast nobody did."""
    topics = [TopicFactory(name=name, trainers=[cast.trainer]) for name in ("电话礼仪", "跨部门协作")]
    versions = [
        QuestionVersionFactory(
            question=QuestionFactory(topic=topics[number // 2], code=f"q-{number}"), stem=stem
        )
        for number, stem in enumerate(STEMS)
    ]
    opens = timezone.now() - 20 * DAY
    sitting = paper_of(
        *versions,
        titles={"zh-hans": "2026年第三季度产品测试", "en": "Product test 2026Q3"},
        opens_at=opens,
        closes_at=opens + 14 * DAY,
    )
    crowd(sitting, versions, KNOW + GUESS + MISS)
    results.write(list(Attempt.objects.whole()), Writing(at=opens))
    return CampaignFactory(sitting=sitting, opened_at=opens, remind_days=[7, 2])


def seen(page: Page, name: str) -> None:
    shoot(page, name)
    assert_accessible(page)


def test_the_next_quarter_is_set_in_three_steps(site: str, browse: Browse) -> None:
    cast = company()
    last = quarter(cast)
    page = browse(cast.hr, f"/exams/campaigns/{last.pk}/", locale="en-US")
    page.get_by_role("link", name="Next quarter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Next quarter: when?")
    seen(page, "campaign next 1")
    steps = 0
    while page.url.endswith("/next/"):
        page.locator("main form .btn-primary").click()
        page.wait_for_load_state()
        steps += 1
        if page.url.endswith("/next/"):
            seen(page, f"campaign next {steps + 1}")
    assert steps == 3
    following = Campaign.objects.get(follows=last).sitting
    assert following.exam == last.sitting.exam
    assert following.titled("en") == "Product test 2026Q4"
    assert page.url.endswith(f"/exams/campaigns/{following.campaign.pk}/")


@pytest.mark.parametrize("look", LOOKS)
def test_a_campaign_is_looked_at_and_made_up_for(look: dict, site: str, browse: Browse) -> None:
    cast = company()
    last = quarter(cast)
    campaign_reports.close(last, at=timezone.now())
    page = browse(cast.hr, "/exams/campaigns/", **look)
    seen(page, f"campaigns {look['locale']}")
    for path in (f"{last.pk}/", f"{last.pk}/report/1/", f"{last.pk}/make-up/", "new/"):
        page.goto(f"/exams/campaigns/{path}")
        seen(page, f"campaigns {path.replace('/', ' ')} {look['locale']}")
    page.goto(f"/exams/campaigns/{last.pk}/make-up/")
    page.locator("[name=employees]").first.uncheck()
    chosen = page.locator("[name=employees]:checked").count()
    page.locator("main form .btn-primary").click()
    page.wait_for_load_state()
    made = Sitting.objects.get(kind="make_up")
    assert made.audience.members.count() == chosen
    seen(page, f"campaigns after make-up {look['locale']}")


@pytest.mark.parametrize("look", LOOKS)
def test_a_trainer_finds_the_question_whose_key_is_wrong(look: dict, site: str, browse: Browse) -> None:
    cast = company()
    last = quarter(cast)
    page = browse(cast.trainer, "/exams/statistics/", **look)
    seen(page, f"statistics {look['locale']}")
    page.locator("main table a").first.click()
    page.wait_for_load_state()
    assert page.url.endswith(f"/exams/statistics/sittings/{last.sitting_id}/")
    seen(page, f"statistics sitting {look['locale']}")
    worst = page.locator("table.questions tbody tr").first
    expect(worst.locator(".advice-problem").first).to_contain_text("C")
    worst.locator("a").click()
    page.wait_for_load_state()
    expect(page.locator("table.options tr.right")).to_contain_text("A.")
    seen(page, f"statistics question {look['locale']}")
