"""A candidate takes the quarterly test; nothing that happens to line or windows loses an answer."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from exams.models import Attempt, Exam, RefusedResponse, Response, Sitting
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
    page.locator(".question:visible").wait_for()
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


def test_another_device_overwrites_nothing_and_both_answers_are_shown(browse: Browse, scene: Scene) -> None:
    first = begin(browse, scene)
    second = browse(scene.cast.employee, first.url)
    option(first, 0)
    saved(first)
    answers: list[int] = []
    second.on("response", lambda reply: answers.append(reply.status) if reply.url.endswith("/save") else None)
    option(second, 1)
    second.locator(".conflict:visible").wait_for()
    shoot(second, "exam-conflict")
    assert_accessible(second)
    assert (stored(), answers) == ({1: ["a"]}, [409])
    assert list(RefusedResponse.objects.values_list("answer", "reason")) == [(["b"], "stale")]
    second.locator(".conflict .btn-primary").click()
    until(second, lambda: stored() == {1: ["b"]})
    expect(second.locator(".conflict:visible")).to_have_count(0)


def test_one_window_writes_and_another_takes_over(browse: Browse, scene: Scene) -> None:
    first = begin(browse, scene)
    option(first, 0)
    saved(first)
    second = first.context.new_page()
    second.goto(first.url)
    strip = second.locator(".strip.alert-warning button")
    strip.wait_for()
    expect(second.locator(".question:visible input").first).to_be_disabled()
    shoot(second, "exam-second-window")
    assert_accessible(second)
    strip.click()
    first.locator(".strip.alert-warning button").wait_for()
    expect(first.locator(".question input").first).to_be_disabled()
    expect(second.locator(".question:visible input").first).to_be_enabled()
    second.locator("#open-navigator").click()
    second.locator(".cell").nth(1).click()
    option(second, 1)
    until(second, lambda: stored() == {1: ["a"], 2: ["b"]})
    second.close()
    expect(first.locator(".question input").first).to_be_disabled()
    first.locator(".strip.alert-warning button").click()
    expect(first.locator(".strip")).to_have_count(0)
    expect(first.locator(".question:visible input").first).to_be_enabled()


def test_a_lost_acknowledgement_is_no_conflict(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    lost: list[int] = []

    def lose_twice(route: Route) -> None:
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

    def slow(route: Route) -> None:
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
    fill_in(login, scene.cast.employee.username)
    until(page, login.is_closed)
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
    page.locator("#time-is-up a").wait_for(timeout=20_000)
    at = timezone.localtime(soon)
    expect(page.locator("#time-is-up-text")).to_contain_text(f"{at:%H:%M:%S}")
    expect(page.locator("#time-is-up-text")).to_contain_text("1")
    shoot(page, "exam-time-is-up")
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")
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


STORED = """async () => {
  const asked = (request) => new Promise((done) => { request.onsuccess = () => { done(request.result); }; });
  const text = (bytes) => String.fromCharCode(...new Uint8Array(bytes));
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await asked(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const rows = await asked(base.transaction(store).objectStore(store).getAll());
      found.push(...rows.map(({ iv, data }) => text(iv) + text(data)));
    }
    base.close();
  }
  return found;
}"""
KEPT = """async () => ({
  bases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  keys: Object.keys(sessionStorage).filter((name) => name.startsWith("exam-key")).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"bases": 0, "caches": 0, "keys": 0, "workers": 0}


def is_ready_for_a_reload(page: Page) -> bool:
    ready = """async () => {
      const found = await navigator.serviceWorker.getRegistration(location.href);
      return Boolean(found?.active) && (await caches.keys()).length === 1;
    }"""
    return bool(page.evaluate(ready))


def test_a_reload_while_offline_keeps_all_answers(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    until(page, lambda: is_ready_for_a_reload(page))
    option(page, 0)
    saved(page)
    page.context.set_offline(True)
    for place in (1, 0, 1):
        page.locator(".next:visible").click()
        option(page, place)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#place")).to_have_text(f"4 / {QUESTIONS}")
    expect(page.locator(".question:visible input").nth(1)).to_be_checked()
    expect(page.locator("#title")).to_have_text("第四季度产品知识测验")
    expect(page.locator("#timer")).to_contain_text("30")
    assert "items" not in (page.locator("#shell").text_content() or "")
    shoot(page, "exam-reloaded-offline")
    page.context.set_offline(False)
    until(page, lambda: stored() == {1: ["a"], 2: ["b"], 3: ["true"], 4: ["b"]})
    assert (Response.objects.count(), RefusedResponse.objects.count()) == (4, 0)


def test_answers_that_could_not_be_sent_are_sent_when_the_page_is_opened_again(
    browse: Browse, scene: Scene
) -> None:
    page = begin(browse, scene)
    page.context.route("**/save", lambda route: route.abort())
    option(page, 2)
    page.locator(".next:visible").click()
    option(page, 0)
    expect(page.locator("#saved")).to_have_class("exam-saved is-waiting")
    address = page.url
    page.close()
    page.context.unroute("**/save")
    again = page.context.new_page()
    again.goto(address)
    until(again, lambda: stored() == {1: ["c"], 2: ["a"]})
    again.locator("#open-navigator").click()
    again.locator("#go-to-summary").click()
    again.locator("#confirm-missing").check()
    again.locator("#hand-in").click()
    again.wait_for_url("**/result/")
    until(again, lambda: again.evaluate(KEPT) == NOTHING)


def test_the_next_person_at_the_browser_finds_nothing(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    until(page, lambda: is_ready_for_a_reload(page))
    page.context.route("**/save", lambda route: route.abort())
    option(page, 2)
    token = page.locator(".question:visible input").nth(2).get_attribute("value") or ""
    until(page, lambda: len(page.evaluate(STORED)) == 2)
    sealed = "".join(page.evaluate(STORED))
    assert [said for said in (token, "客户来电", "dirty", "ticket") if said in sealed] == []
    other = page.context.new_page()
    other.goto("/accounts/logout/")
    other.locator("main button[type=submit]").click()
    other.wait_for_url("**/accounts/login/**")
    page.close()
    fill_in(other, scene.cast.newcomer.username)
    other.wait_for_url(lambda url: "/accounts/" not in url)
    other.goto("/exams/")
    assert (other.evaluate(STORED), other.evaluate(KEPT)) == ([], NOTHING)


def fill_in(page: Page, name: str) -> None:
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("correct horse battery")
    page.locator("input[name=password]").press("Enter")


def test_a_tick_stands_on_stored_answers_alone(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    tries: list[int] = []

    def abort_one_in_five(route: Route) -> None:
        tries.append(1)
        if len(tries) % 5 == 1:
            route.abort()
        else:
            route.continue_()

    page.route("**/save", abort_one_in_five)
    wrong: list[tuple[set[int], set[int]]] = []
    for number in range(15):
        page.locator("#open-navigator").click()
        page.locator(".cell").nth(number % QUESTIONS).click()
        option(page, number % 2)
        ticked = {int(cell) for cell in page.locator(".cell-saved .cell-number").all_inner_texts()}
        if not ticked <= stored().keys():
            wrong.append((ticked, set(stored())))
    until(page, lambda: page.locator(".cell-saved").count() == QUESTIONS)
    assert (wrong, len(stored()), len(tries) > 15) == ([], QUESTIONS, True)


def test_an_answer_survives_a_changed_csrf_token(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    address = {"name": "csrftoken", "value": "x" * 32, "url": page.url}
    page.context.add_cookies([address])
    option(page, 1)
    until(page, lambda: stored() == {1: ["b"]})
    saved(page)


def test_more_time_shows_without_a_reload(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    expect(page.locator("#timer")).to_contain_text("30")
    Attempt.objects.update(deadline_at=F("deadline_at") + timedelta(minutes=7))
    expect(page.locator("#timer")).to_contain_text("37", timeout=16_000)


HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_time_out_of_sight_is_told_with_its_length(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    told: list[Any] = []
    page.on("request", lambda call: told.append(call.post_data_json) if call.method == "POST" else None)
    page.evaluate("() => { dispatchEvent(new Event('blur')); }")
    for seconds in (2, 11):
        page.evaluate(HIDE, True)
        page.wait_for_timeout(seconds * 1000)
        page.evaluate(HIDE, False)
    until(page, lambda: any(body["away"] for body in told))
    events = [event for body in told for event in body["away"]]
    assert [event["seconds"] for event in events] == [11]
    assert abs(events[0]["at"] / 1000 - timezone.now().timestamp() + 11) < 3


def test_without_https_the_page_says_what_it_cannot_keep(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    insecure = browse(scene.cast.employee, page.url.replace("127.0.0.1", "testserver"))
    insecure.locator(".strip.alert-warning", has_text="https").wait_for()
    shoot(insecure, "exam-plain-http")
    option(insecure, 0)
    until(insecure, lambda: stored() == {1: ["a"]})


def test_questions_one_after_the_other_and_none_comes_back(browse: Browse, scene: Scene) -> None:
    Exam.objects.update(navigation="sequential")
    page = begin(browse, scene)
    option(page, 0)
    expect(page.locator("#place")).to_have_text(f"1 / {QUESTIONS}")
    page.context.set_offline(True)
    option(page, 1)
    page.locator(".next").click()
    expect(page.locator(".question-number")).to_contain_text("1")
    page.context.set_offline(False)
    expect(page.locator("#place")).to_have_text(f"2 / {QUESTIONS}", timeout=12_000)
    assert stored() == {1: ["b"]}
    for place in range(2, QUESTIONS + 1):
        expect(page.locator("#place")).to_have_text(f"{place} / {QUESTIONS}")
        expect(page.locator(".question")).to_have_count(1)
        expect(page.locator(".previous:visible")).to_have_count(0)
        option(page, 0)
        if place == 2:
            shoot(page, "exam-sequence")
            assert_accessible(page)
            page.reload()
            expect(page.locator("#place")).to_have_text(f"2 / {QUESTIONS}")
        page.locator(".next").click()
    page.locator("#hand-in").click()
    page.wait_for_url("**/result/")
    assert sorted(stored()) == [1, 2, 3, 4, 5]


def tab_to(page: Page, selector: str) -> None:
    """By the keyboard alone, as far as the next one of these."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector}")


def test_from_start_to_result_without_a_pointer(browse: Browse, scene: Scene) -> None:
    page = browse(scene.cast.employee, scene.sitting.get_absolute_url())
    tab_to(page, "form[action$='/start/'] button")
    page.keyboard.press("Enter")
    page.locator(".question:visible").wait_for()
    for place in range(1, QUESTIONS + 1):
        expect(page.locator("#place")).to_have_text(f"{place} / {QUESTIONS}")
        tab_to(page, ".question:not([hidden]) .option input")
        page.keyboard.press("Space")
        tab_to(page, ".question:not([hidden]) .next")
        page.keyboard.press("Enter")
    until(page, lambda: len(stored()) == QUESTIONS)
    tab_to(page, "#hand-in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/")


def test_the_time_is_announced_at_ten_five_and_one_minutes(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene)
    page.locator(".question:visible").wait_for()
    for minutes in (30, 10, 5, 1):
        Attempt.objects.update(deadline_at=timezone.now() + timedelta(minutes=minutes, seconds=4))
        page.reload()
        page.locator(".question:visible").wait_for()
        expect(page.locator("#spoken-time")).to_have_text("")
        if minutes == 30:
            page.wait_for_timeout(5000)
            expect(page.locator("#spoken-time")).to_have_text("")
        else:
            expect(page.locator("#spoken-time")).to_contain_text(str(minutes), timeout=8000)
    assert page.locator("#timer").get_attribute("role") == "timer"
    assert page.locator("#timer").get_attribute("aria-live") == "off"


def test_what_is_typed_is_saved_once_typing_stops_and_shown_as_text_in_a_conflict(
    browse: Browse, scene: Scene
) -> None:
    essay = QuestionVersionFactory(kind="essay", stem="请写一封致歉信。", options={}, key={})
    sitting = paper_of(essay, employees=[scene.cast.employee.employee])
    page = begin(browse, Scene(scene.cast, sitting))
    sent: list[str] = []
    page.on("request", lambda call: sent.append(call.url) if call.url.endswith("/save") else None)
    page.locator(".question:visible textarea").press_sequentially("尊敬的客户：<b>您好</b>", delay=60)
    until(page, lambda: stored() == {1: ["尊敬的客户：<b>您好</b>"]}, seconds=5)
    assert len(sent) == 1
    other = browse(scene.cast.employee, page.url)
    other.locator(".question:visible textarea").wait_for()
    page.locator(".question:visible textarea").press_sequentially("！")
    until(page, lambda: stored() == {1: ["尊敬的客户：<b>您好</b>！"]}, seconds=5)
    other.locator(".question:visible textarea").fill("另一封信")
    other.locator(".conflict:visible").wait_for()
    expect(other.locator(".conflict dd")).to_have_text(["另一封信", "尊敬的客户：<b>您好</b>！"])
    shoot(other, "exam-conflict-text")
    other.locator(".conflict .btn-outline-secondary").click()
    expect(other.locator(".question:visible textarea")).to_have_value("尊敬的客户：<b>您好</b>！")
    assert stored() == {1: ["尊敬的客户：<b>您好</b>！"]}
