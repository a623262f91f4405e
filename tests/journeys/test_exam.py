"""A candidate takes the quarterly test; nothing that happens to line or windows loses an answer."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from exams.models import Attempt, RefusedResponse, Response, Sitting
from records.models import Entry
from tests.cast import Cast, cast_people
from tests.factories.exams import QuestionVersionFactory, paper_of
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot, until

QUESTIONS = 5


@dataclass
class Scene:
    cast: Cast
    sitting: Sitting


@pytest.fixture
def scene(site: str) -> Scene:
    cast = cast_people()
    versions = [
        QuestionVersionFactory(
            stem="客户来电时，铃响几声之内应当接听？", options={"a": "三声", "b": "五声", "c": "七声"}
        ),
        QuestionVersionFactory(
            kind="multiple",
            stem="处理投诉的四个阶段包括哪些？",
            options={"a": "安抚情绪", "b": "分析问题", "c": "推卸责任", "d": "跟进反馈"},
            key={"correct": ["a", "b", "d"]},
        ),
        QuestionVersionFactory(
            kind="true_false", stem="通话结束时应由客户先挂断。", options={}, key={"correct": ["true"]}
        ),
        *QuestionVersionFactory.create_batch(QUESTIONS - 3),
    ]
    sitting = paper_of(*versions, employees=[cast.employee.employee, cast.newcomer.employee], attempts=3)
    sitting.exam.titles = {"zh-hans": "第四季度产品知识测验", "en": "Product knowledge test, fourth quarter"}
    sitting.exam.save()
    return Scene(cast, sitting)


def begin(browse: Browse, scene: Scene, **options: str) -> Page:
    page = browse(scene.cast.employee, scene.sitting.get_absolute_url(), **options)
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/exams/attempts/**")
    return page


def option(page: Page, place: int) -> None:
    page.locator(".question:visible .option").nth(place).click()


def stored() -> dict[int, list[str]]:
    """The answer that stands, by position."""
    rows = Response.objects.order_by("seq").values_list("item__position", "answer")
    return dict(rows)


def saved(page: Page) -> None:
    page.locator("#saved", has_text=":").wait_for()


LOOKS = {
    "zh": {"locale": "zh-CN", "color_scheme": "light"},
    "en-dark": {"locale": "en-GB", "color_scheme": "dark"},
    "zh-phone-dark": {"locale": "zh-CN", "color_scheme": "dark", "viewport": {"width": 360, "height": 640}},
    "en-phone": {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 360, "height": 640}},
}


@pytest.mark.parametrize("look", LOOKS)
def test_she_takes_the_test_from_start_to_result(browse: Browse, scene: Scene, look: str) -> None:
    page = browse(scene.cast.employee, "/exams/", **LOOKS[look])
    assert_accessible(page)
    shoot(page, f"exam-index-{look}")
    page.locator(".offer a").click()
    assert_accessible(page)
    shoot(page, f"exam-sitting-{look}")
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/exams/attempts/**")
    assert_accessible(page)
    shoot(page, f"exam-question-{look}")
    option(page, 0)
    saved(page)
    page.locator(".next:visible").click()
    for place in (0, 1, 3):
        option(page, place)
    page.locator(".flag:visible").click()
    until(page, lambda: stored() == {1: ["a"], 2: ["a", "b", "d"]})
    page.locator("#open-navigator").click()
    assert_accessible(page)
    shoot(page, f"exam-navigator-{look}")
    page.locator(".cell").nth(2).click()
    option(page, 0)
    until(page, lambda: stored() == {1: ["a"], 2: ["a", "b", "d"], 3: ["true"]})
    page.locator("#open-navigator").click()
    page.locator("#go-to-summary").click()
    assert_accessible(page)
    shoot(page, f"exam-summary-{look}")
    expect(page.locator("#hand-in")).to_be_disabled()
    page.locator("#confirm-missing").check()
    page.locator("#hand-in").click()
    page.wait_for_url("**/result/")
    assert_accessible(page)
    shoot(page, f"exam-result-{look}")
    entry = Entry.objects.get()
    assert (float(entry.score or 0), entry.result) == (0.6, "passed")
    page.locator("a[href='#answers']").click()
    expect(page.locator("#answers")).to_be_in_viewport()


def test_answers_given_while_offline_are_kept_and_sent(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    option(page, 0)
    saved(page)
    page.context.set_offline(True)
    for place in (1, 0, 1):
        page.locator(".next:visible").click()
        option(page, place)
    expect(page.locator("#saved")).not_to_contain_text(":")
    page.locator(".strip.alert-warning").wait_for(timeout=15_000)
    shoot(page, "exam-offline")
    assert stored() == {1: ["a"]}
    page.context.set_offline(False)
    until(page, lambda: stored() == {1: ["a"], 2: ["b"], 3: ["true"], 4: ["b"]})
    page.locator(".strip.alert-success").wait_for()
    saved(page)
    assert RefusedResponse.objects.count() == 0


def test_leaving_with_unsent_answers_asks_first(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    option(page, 0)
    saved(page)
    page.evaluate("() => { location.hash = '#2'; }")
    page.context.set_offline(True)
    option(page, 1)
    page.locator(".next:visible").click()
    page.close(run_before_unload=True)
    until(page, lambda: asked == ["beforeunload"])
    page.context.set_offline(False)
    until(page, lambda: stored() == {1: ["b"]})


def test_she_goes_on_at_the_same_question_on_another_device(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    option(page, 2)
    saved(page)
    page.locator(".flag:visible").click()
    phone = browse(scene.cast.employee, "/exams/", viewport={"width": 360, "height": 640})
    phone.locator(".offer a").click()
    phone.wait_for_url("**/exams/attempts/**")
    expect(phone.locator("#place")).to_have_text(f"2 / {QUESTIONS}")
    phone.locator(".previous:visible").click()
    expect(phone.locator(".question:visible input").nth(2)).to_be_checked()
    expect(phone.locator(".flag:visible")).to_have_attribute("aria-pressed", "true")


def test_a_stale_window_is_shown_both_answers(browse: Browse, scene: Scene) -> None:
    first = begin(browse, scene)
    second = first.context.new_page()
    second.goto(first.url)
    second.locator(".strip.alert-warning").wait_for()
    first.locator(".strip.alert-warning").wait_for()
    option(first, 0)
    saved(first)
    option(second, 1)
    second.locator(".conflict:visible").wait_for()
    shoot(second, "exam-conflict")
    assert_accessible(second)
    assert stored() == {1: ["a"]}
    assert list(RefusedResponse.objects.values_list("answer", "reason")) == [(["b"], "stale")]
    second.locator(".conflict .btn-primary").click()
    until(second, lambda: stored() == {1: ["b"]})
    expect(second.locator(".conflict:visible")).to_have_count(0)


def test_a_lost_acknowledgement_is_no_conflict(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    lost: list[int] = []

    def lose_twice(route: object) -> None:
        if len(lost) < 2:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/save", lose_twice)
    option(page, 0)
    until(page, lambda: len(lost) == 1)
    option(page, 2)
    saved(page)
    until(page, lambda: stored() == {1: ["c"]})
    assert Response.objects.count() == 2
    expect(page.locator(".conflict:visible")).to_have_count(0)


def test_slow_and_disordered_replies_leave_the_last_choice(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    waits = iter([900, 0, 500, 100, 700, 0, 0, 0, 0, 0])
    flying: list[int] = [0, 0]

    def slow(route: object) -> None:
        flying[0] += 1
        flying[1] = max(flying)
        page.wait_for_timeout(next(waits, 0))
        route.continue_()
        flying[0] -= 1

    page.route("**/save", slow)
    for place in (0, 1, 2, 1, 0, 2, 1):
        option(page, place)
    saved(page)
    until(page, lambda: stored() == {1: ["b"]})
    assert flying[1] == 1


def test_answers_outlive_a_lost_session(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    page.context.clear_cookies()
    option(page, 1)
    until(page, lambda: stored() == {1: ["b"]})
    saved(page)
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")
    strip = page.locator(".strip a")
    strip.wait_for()
    shoot(page, "exam-signed-out")
    with page.context.expect_page() as opened:
        strip.click()
    login = opened.value
    login.locator("input[name=login]").fill(scene.cast.employee.username)
    login.locator("input[name=password]").fill("correct horse battery")
    login.locator("input[name=password]").press("Enter")
    login.wait_for_url(lambda url: url.endswith("/exams/signed-in/") and "?" not in url)
    login.close()
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")
    expect(strip).to_have_count(0)
    option(page, 2)
    until(page, lambda: stored() == {1: ["c"]})


def test_another_person_signed_in_locks_the_page(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    other = browse(scene.cast.newcomer, "/exams/")
    theirs = next(cookie for cookie in other.context.cookies() if cookie["name"] == "sessionid")
    page.context.add_cookies([theirs])
    page.evaluate("() => { dispatchEvent(new Event('focus')); }")
    page.locator(".strip.alert-danger").wait_for()
    expect(page.locator(".question:visible input").first).to_be_disabled()
    assert stored() == {}


def test_time_up_hands_in_what_was_saved(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    option(page, 0)
    saved(page)
    soon = timezone.now() + timedelta(seconds=4)
    Attempt.objects.update(deadline_at=soon)
    page.reload()
    expect(page.locator("#timer")).to_have_class("timer num is-short")
    page.locator("#time-is-up").wait_for()
    page.wait_for_url("**/result/", timeout=20_000)
    done = Attempt.objects.get()
    assert (done.ended_by, done.handed_in_at) == ("time", soon)
    assert float(Entry.objects.get().score or 0) == 0.2


def test_the_clock_of_the_device_does_not_matter(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    page.clock.set_fixed_time(timezone.now() + timedelta(hours=2))
    page.reload()
    expect(page.locator("#timer")).to_contain_text("30")


def test_the_whole_test_by_keyboard(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    page.locator(".question:visible .question-number").focus()
    for key in ("2", "n", "a", "d", "f", "n", "1", "p"):
        page.keyboard.press(key)
        page.wait_for_timeout(60)
    until(page, lambda: stored() == {1: ["b"], 2: ["a", "d"], 3: ["true"]})
    expect(page.locator("#place")).to_have_text(f"2 / {QUESTIONS}")
    expect(page.locator(".flag:visible")).to_have_attribute("aria-pressed", "true")
    page.locator("#open-navigator").focus()
    page.keyboard.press("n")
    expect(page.locator("#place")).to_have_text(f"2 / {QUESTIONS}")
