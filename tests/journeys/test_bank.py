"""A trainer writes a question, revises it, composes a paper that the bank can fill, and offers an exam."""

from collections.abc import Callable

from django.core.management import call_command
from playwright.sync_api import Page, expect

from exams.models import Exam, Paper, PaperQuestion, Question, Sitting, Topic
from tests.cast import Cast, cast_people
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory
from tests.journeys.screens import assert_accessible, shoot

Browse = Callable[..., Page]
PHONE = {"width": 360, "height": 640}
# Wagtail's own: its modal has no name.
MODAL = {"aria-dialog-name": 1}


def company() -> Cast:
    call_command("sync_roles")
    return cast_people()


def topic_of(cast: Cast, questions: int) -> Topic:
    topic = TopicFactory(name="电话礼仪", code="phone", trainers=[cast.trainer])
    for number in range(questions):
        QuestionVersionFactory(question=QuestionFactory(topic=topic, code=f"phone-{number}"))
    return topic


def seen(page: Page, name: str, known: dict[str, int] | None = None) -> None:
    shoot(page, name)
    assert_accessible(page, known=known)


def save(page: Page) -> None:
    page.locator("#w-editor-form footer button[type=submit]").click()
    page.wait_for_load_state()


def test_a_trainer_writes_and_revises_a_question(site: str, browse: Browse) -> None:
    cast = company()
    topic_of(cast, 0)
    page = browse(cast.trainer, "/cms/exams/questions/new/?kind=multiple")
    page.fill("[name=stem]", "倾听的五个步骤包括哪些？")
    for letter, text in zip("abc", ("停", "看", "推"), strict=True):
        page.fill(f"[name=option_{letter}]", text)
    for letter in "ab":
        page.check(f"[name=correct][value={letter}]")
    seen(page, "bank new question")
    save(page)
    question = Question.objects.get()
    page.goto(f"/cms/exams/questions/edit/{question.pk}/")
    seen(page, "bank question")
    page.fill("[name=option_c]", "听")
    page.check("[name=correct][value=c]")
    save(page)
    assert list(question.versions.values_list("number", "key")) == [
        (1, {"correct": ["a", "b"]}),
        (2, {"correct": ["a", "b", "c"]}),
    ]
    page.goto(f"/cms/exams/questions/versions/{question.pk}/")
    seen(page, "bank versions")
    page.goto("/cms/exams/questions/")
    seen(page, "bank questions")


def test_a_question_is_tried_on_a_phone(site: str, browse: Browse) -> None:
    cast = company()
    topic_of(cast, 1)
    question = Question.objects.get()
    page = browse(cast.trainer, f"/exams/bank/questions/{question.pk}/preview/", viewport=PHONE, locale="en")
    page.locator(".option").nth(1).click()
    expect(page.locator(".option input").nth(1)).to_be_checked()
    expect(page.get_by_role("button", name="Clear")).to_be_visible()
    seen(page, "bank preview")


def test_a_paper_is_composed_and_offered(site: str, browse: Browse) -> None:
    cast = company()
    topic = topic_of(cast, 4)
    page = browse(cast.trainer, "/cms/exams/papers/new/")
    page.fill("[name=title]", "季度试卷")
    page.fill("[name=sections-0-title]", "电话礼仪")
    page.locator("#id_sections-0-questions-OPEN_MODAL").click()
    boxes = page.locator(".modal input[type=checkbox]")
    expect(boxes).to_have_count(4)
    expect(page.locator(".modal")).to_have_css("opacity", "1")
    seen(page, "bank chooser", MODAL)
    boxes.nth(0).check()
    page.locator(".modal [type=submit]:visible").last.click()
    expect(page.locator(".modal")).to_have_count(0)
    page.locator("#id_sections-0-draws-ADD").click()
    page.fill("[name=sections-0-draws-0-count]", "12")
    page.select_option("[name=sections-0-draws-0-topic]", str(topic.pk))
    stock = page.locator("output[for=id_sections-0-draws-0-count]")
    expect(stock).to_contain_text("9")
    seen(page, "bank paper short")
    save(page)
    expect(page.locator(".messages")).to_contain_text("12")
    assert Paper.objects.count() == 0
    page.fill("[name=sections-0-draws-0-count]", "3")
    expect(stock).not_to_have_class("stock-line is-short")
    seen(page, "bank paper")
    save(page)
    assert PaperQuestion.objects.get().section.draws.get().count == 3
    make_exam(page)
    offer(page, Exam.objects.get())
    assert Sitting.objects.get().audience.members.count() == 7


def make_exam(page: Page) -> None:
    page.goto("/cms/exams/exams/new/")
    page.fill("[name=title_zh_hans]", "季度测试")
    page.select_option("[name=paper]", index=1)
    seen(page, "bank exam")
    save(page)


def offer(page: Page, exam: Exam) -> None:
    page.goto("/cms/exams/sittings/new/")
    page.select_option("[name=exam]", str(exam.pk))
    seen(page, "bank sitting")
    save(page)
    seen(page, "bank sittings")
