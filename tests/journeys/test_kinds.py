"""Questions of every kind are answered on a phone, with the keyboard alone."""

import io
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from exams.domain.bank import media
from exams.models import Attempt, Mark, Question, QuestionVersion, Recording, Response, Sitting, Stimulus
from tests.cast import Cast, cast_people
from tests.factories.exams import StimulusVersionFactory, TopicFactory, illustrated, paper_of
from tests.journeys.conftest import Browse
from tests.journeys.kinds import ASKED, ask
from tests.journeys.screens import assert_accessible, shoot, until

LOOKS = {
    "zh": {"locale": "zh-CN", "color_scheme": "light"},
    "en-dark": {"locale": "en-GB", "color_scheme": "dark"},
    "zh-phone-dark": {"locale": "zh-CN", "color_scheme": "dark", "viewport": {"width": 360, "height": 640}},
    "en-phone": {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 360, "height": 640}},
}


@dataclass
class Scene:
    cast: Cast
    sitting: Sitting


@pytest.fixture
def scene(site: str) -> Scene:
    cast = cast_people()
    return Scene(cast, paper_of(*map(ask, ASKED), employees=[cast.employee.employee]))


def begin(browse: Browse, scene: Scene, **look: object) -> Page:
    page = browse(scene.cast.employee, scene.sitting.get_absolute_url(), **look)
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/exams/attempts/**")
    return page


def here(page: Page, selector: str) -> Locator:
    return page.locator(f".question:visible {selector}")


def pick(page: Page, selector: str, words: str) -> None:
    """Choose in a native select, whatever letter stands before the words."""
    here(page, selector).focus()
    named = here(page, f"{selector} >> option").filter(has_text=words)
    here(page, selector).select_option(value=named.get_attribute("value"))


def step_up(page: Page, words: str, places: int) -> None:
    button = here(page, "li").filter(has_text=words).locator(".step-move").first
    button.focus()
    for _time in range(places):
        page.keyboard.press("Enter")
        expect(button).to_be_focused()


def put_in_order(page: Page, wanted: list[str]) -> None:
    """Move each step up to its place with the buttons."""
    for place, words in enumerate(wanted):
        shown = here(page, ".step-text").all_inner_texts()
        step_up(page, words, shown.index(words) - place)
    if here(page, ".keep-order").is_visible():
        here(page, ".keep-order").press("Enter")


def speak(page: Page) -> None:
    here(page, ".record").press("Enter")
    expect(here(page, ".record.is-recording")).to_be_visible()
    page.wait_for_timeout(1200)
    here(page, ".record").press("Enter")
    expect(here(page, "audio")).to_be_visible()


def answer(page: Page, kind: str) -> None:
    if kind in ("single", "true_false", "judgement"):
        page.keyboard.press("a")
    elif kind == "multiple":
        page.keyboard.press("a")
        page.keyboard.press("3")
    elif kind == "short_text":
        here(page, ".typed").press_sequentially("您 好，Nf")
    elif kind == "numeric":
        here(page, ".typed").press_sequentially("７２")
        pick(page, ".unit", "小时")
    elif kind == "matching":
        pick(page, ".match >> nth=0 >> select", "财务")
        pick(page, ".match >> nth=1 >> select", "技术支持")
    elif kind == "ordering":
        put_in_order(page, ["问候", "核实身份", "了解问题", "道别"])
    elif kind == "cloze":
        pick(page, "select.gap", "三")
        here(page, "input.gap").press_sequentially("60")
    elif kind == "spoken":
        speak(page)
    else:
        here(page, ".essay").press_sequentially("尊敬的客户：\n对不起。")


def test_every_kind_is_answered_without_a_mouse(browse: Browse, scene: Scene) -> None:
    page = begin(browse, scene, viewport={"width": 360, "height": 640})
    page.locator(".question-number:visible").focus()
    for at, kind in enumerate(ASKED, start=1):
        expect(page.locator(f"#question-{items()[at]}")).to_be_visible()
        answer(page, kind)
        until(page, lambda at=at: stored().get(at) is not None)  # type: ignore[misc]
        here(page, ".next").focus()
        page.keyboard.press("Enter")
    until(page, lambda: stored()[10] == ["尊敬的客户：\n对不起。"])
    assert [Recording.objects.get().reference] == stored()[11]
    expect(page.locator("#hand-in")).to_be_enabled()
    page.locator("#hand-in").press("Enter")
    page.wait_for_url("**/result/")
    assert_accessible(page)
    shoot(page, "kinds-result-zh-phone")
    assert list(Mark.objects.order_by("item__position").values_list("fraction", flat=True)) == [1] * 9


def items() -> dict[int, int]:
    return dict(Attempt.objects.get().items.values_list("position", "pk"))


def stored() -> dict[int, list[str]]:
    return dict(Response.objects.order_by("seq").values_list("item__position", "answer"))


@pytest.mark.parametrize("look", LOOKS)
def test_every_kind_is_pleasant_to_look_at(browse: Browse, scene: Scene, look: str) -> None:
    page = begin(browse, scene, **LOOKS[look])
    for kind in ASKED:
        assert_accessible(page)
        shoot(page, f"kind-{kind}-{look}")
        page.locator(".next:visible").click()


@pytest.mark.parametrize("look", ["zh", "zh-phone-dark", "en-phone"])
def test_a_chat_stands_above_its_questions(site: str, browse: Browse, look: str) -> None:
    call_command("sync_roles")
    cast = cast_people()
    topic = TopicFactory(trainers=[cast.trainer])
    unit = StimulusVersionFactory(stimulus__topic=topic, texts=CHAT).stimulus
    picture = media.keep(topic=topic, file=bill(), name="bill.png", by=None)
    versions = [ask(kind, question__topic=topic) for kind in ("single", "short_text")]
    for place, version in enumerate(versions, start=1):
        Question.objects.filter(pk=version.question_id).update(stimulus=unit, place=place)
    versions.append(illustrated(picture))
    sitting = paper_of(*versions, employees=[cast.employee.employee])
    page = begin(browse, Scene(cast, sitting), **LOOKS[look])
    expect(here(page, ".stimulus .turn")).to_have_count(3)
    assert_accessible(page)
    shoot(page, f"unit-{look}")
    here(page, ".next").click()
    expect(here(page, ".stimulus .turn")).to_have_count(3)
    here(page, ".next").click()
    expect(here(page, ".stimulus")).to_have_count(0)
    until(page, lambda: all(here(page, "img").evaluate_all("all => all.map((one) => one.naturalWidth)")))
    assert_accessible(page)
    shoot(page, f"pictures-{look}")


CHAT = {
    "zh-hans": {
        "title": "与顾客的在线聊天",
        "body": "顾客：我上周申请的退款还没到账。\n客服：您好，请稍等，我为您查询。\n顾客：已经等了七天了！",
    },
    "en": {
        "title": "Chat with a customer",
        "body": "Customer: My refund has not come.\nAgent: One moment, let me look.\nCustomer: Seven days!",
    },
}


def bill() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (320, 160), "#cde").save(out, "PNG")
    return out


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_shared_material_is_written_and_asked_about(
    site: str, browse: Browse, width: int, scheme: str
) -> None:
    call_command("sync_roles")
    cast = cast_people()
    TopicFactory(trainers=[cast.trainer])
    page = browse(
        cast.trainer, "/cms/exams/stimuli/new/", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page.fill("[name=title]", "退款聊天")
    page.fill("[name=body]", "顾客：还没退款？\n客服：我查一下。")
    shoot(page, f"stimulus-new-{scheme}")
    page.locator("#w-editor-form footer button[type=submit]").first.click()
    page.wait_for_url("**/stimuli/edit/**")
    assert_accessible(page)
    shoot(page, f"stimulus-{scheme}")
    page.locator("a[href*='?stimulus=']").click()
    page.fill("[name=stem]", "顾客要什么？")
    page.fill("[name=option_a]", "退款")
    page.fill("[name=option_b]", "换货")
    page.locator("[name=correct][value=a]").check()
    page.locator("#w-editor-form footer button[type=submit]").first.click()
    page.wait_for_load_state()
    question = Question.objects.get()
    assert (question.stimulus, question.place) == (Stimulus.objects.get(), 1)


class Counted:
    """A trainer at work, each of whose actions is counted: a click, a text typed, a choice."""

    def __init__(self, page: Page) -> None:
        self.page, self.actions = page, 0

    def click(self, selector: str) -> None:
        self.actions += 1
        self.page.locator(selector).first.click()

    def write(self, selector: str, text: str) -> None:
        self.actions += 1
        self.page.locator(selector).fill(text)


def test_a_trainers_first_question_takes_seven_actions(site: str, browse: Browse) -> None:
    call_command("sync_roles")
    cast = cast_people()
    TopicFactory(name="电话礼仪", trainers=[cast.trainer])
    TopicFactory(name="投诉处理", trainers=[cast.trainer])
    trainer = Counted(browse(cast.trainer, "/"))
    trainer.click(".doors a[href$='/cms/exams/questions/new/']")
    trainer.page.locator("[name=topic]").select_option(label="电话礼仪")
    trainer.actions += 1
    trainer.write("[name=stem]", "铃响几声之内接听？")
    trainer.write("[name=option_a]", "三声")
    trainer.write("[name=option_b]", "六声")
    trainer.click("[name=correct][value=a]")
    trainer.click("#w-editor-form footer button[type=submit]")
    trainer.page.wait_for_load_state()
    version = QuestionVersion.objects.get()
    assert (version.key, version.is_draft, trainer.actions) == ({"correct": ["a"]}, False, 7)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_editors_of_every_kind(site: str, browse: Browse, width: int, scheme: str) -> None:
    call_command("sync_roles")
    cast = cast_people()
    topic = TopicFactory(name="电话礼仪", trainers=[cast.trainer])
    versions = {kind: ask(kind, question__topic=topic) for kind in ASKED}
    page = browse(cast.trainer, "/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for kind, version in versions.items():
        page.goto(f"/cms/exams/questions/edit/{version.question_id}/")
        shoot(page, f"editor-{kind}-{scheme}")
        assert_accessible(page)


def test_enter_goes_to_the_next_line_and_buttons_move_it(site: str, browse: Browse) -> None:
    call_command("sync_roles")
    cast = cast_people()
    TopicFactory(name="电话礼仪", trainers=[cast.trainer])
    page = browse(cast.trainer, "/cms/exams/questions/new/?kind=ordering")
    page.fill("[name=stem]", "按先后排列。")
    page.locator("[name=step_1_text]").focus()
    for step in ("问候", "核实", "了解", "解决", "道别"):
        page.keyboard.type(step)
        page.keyboard.press("Enter")
    page.locator("[data-row] [data-move='-1']").nth(2).press("Enter")
    page.keyboard.press("Enter")
    page.locator("#w-editor-form footer button[type=submit]").first.click()
    page.wait_for_load_state()
    version = QuestionVersion.objects.get()
    said = version.texts["zh-hans"]["options"]
    assert [said[letter] for letter in version.key["order"]] == ["了解", "问候", "核实", "解决", "道别"]
