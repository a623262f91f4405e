"""A trainer writes a question, revises it, composes a paper that the bank can fill, and offers an exam."""

import json
from collections.abc import Callable

from django.core.management import call_command
from playwright.sync_api import Page, expect

from exams.models import Exam, Paper, PaperQuestion, Question, QuestionVersion, Sitting, Topic
from people.enums import Role
from tests.cast import Cast, cast_people
from tests.factories.courses import LessonPageFactory, text
from tests.factories.exams import QuestionFactory, QuestionVersionFactory, TopicFactory
from tests.factories.people import EmployeeFactory
from tests.journeys.screens import assert_accessible, shoot

Browse = Callable[..., Page]
PHONE = {"width": 360, "height": 640}
# Wagtail's own: its modal has no name, the number of matches is a heading and an alert.
MODAL = {"aria-dialog-name": 1}
NARROWED = {"aria-allowed-role": 1}


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
    page.locator("#w-editor-form footer button[type=submit]").first.click()
    page.wait_for_load_state()


def test_a_trainer_writes_and_revises_a_question(site: str, browse: Browse) -> None:
    cast = company()
    topic_of(cast, 0)
    page = browse(cast.trainer, "/cms/exams/questions/new/?kind=multiple")
    page.fill("[name=stem]", "倾听的五个步骤包括哪些？")
    for letter, words in zip("abc", ("停", "看", "推"), strict=True):
        page.fill(f"[name=option_{letter}]", words)
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


def test_a_first_question_takes_eight_actions(site: str, browse: Browse) -> None:
    """From the home page of an empty company to a question that papers may ask; each line is one action."""
    cast = company()
    page = browse(cast.trainer, "/")
    page.locator("a[href='/cms/exams/questions/new/']").click()
    page.fill("[name=name]", "电话礼仪")
    save(page)
    page.fill("[name=stem]", "铃响几声之内接起？")
    page.fill("[name=option_a]", "三声")
    page.fill("[name=option_b]", "八声")
    page.check("[name=correct][value=a]")
    save(page)
    assert QuestionVersion.objects.asked().get().question.topic.name == "电话礼仪"


def test_a_draft_goes_past_a_second_person(site: str, browse: Browse) -> None:
    cast = company()
    topic = topic_of(cast, 1)
    colleague = EmployeeFactory(number="0099", name="钱进", roles=[Role.TRAINER]).user
    topic.trainers.add(colleague)
    Topic.objects.filter(pk=topic.pk).update(needs_review=True)
    question = Question.objects.get()
    author = browse(cast.trainer, f"/cms/exams/questions/edit/{question.pk}/")
    author.fill("[name=stem]", "铃响几声之内接起电话？")
    author.fill("[name=option_a]", "三声之内接起，报公司名称与本人姓名，并问需要什么帮助")
    author.fill("[name=tags]", "投诉，时效")
    save(author)
    author.locator("form[action*=submit] button").click()
    expect(author.locator(".messages")).to_contain_text("2")
    seen(author, "bank in review")
    reviewer = browse(colleague, "/", locale="en", color_scheme="dark")
    reviewer.get_by_role("link", name="1 question to review").click()
    seen(reviewer, "bank list in review", NARROWED)
    reviewer.goto(f"/cms/exams/questions/review/{question.versions.get(number=2).pk}/")
    expect(reviewer.locator("ins").first).to_be_visible()
    seen(reviewer, "bank review")
    reviewer.set_viewport_size(PHONE)
    seen(reviewer, "bank review")
    reviewer.get_by_role("button", name="Approve").click()
    reviewer.wait_for_load_state()
    assert QuestionVersion.objects.asked().get().number == 2


def test_a_lesson_changes_under_its_questions(site: str, browse: Browse) -> None:
    cast = company()
    topic = topic_of(cast, 0)
    lesson = LessonPageFactory(title="接听电话", body=[text("<p>铃响三声之内接起。</p>", "b-1")])
    page = browse(cast.trainer, "/cms/exams/questions/new/?kind=true_false", color_scheme="dark")
    page.fill("[name=stem]", "铃响三声之内接起。")
    page.check("[name=correct][value=true]")
    page.locator("#id_cites-chooser .unchosen button").click()
    expect(page.locator(".modal")).to_have_css("opacity", "1")
    seen(page, "bank block chooser", MODAL)
    page.locator(".modal a[data-chooser-modal-choice]").first.click()
    expect(page.locator(".modal")).to_have_count(0)
    seen(page, "bank citing question")
    save(page)
    lesson.body = json.dumps([text("<p>铃响五声之内接起，并先致歉。</p>", "b-1")])
    lesson.save_revision().publish()
    version = QuestionVersion.objects.get()
    assert (version.cites_block, version.question.topic) == ("b-1", topic)
    page.goto("/")
    page.locator("a[href='/cms/exams/questions/stale/']").click()
    seen(page, "bank stale")
    page.set_viewport_size(PHONE)
    seen(page, "bank stale")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/cms/exams/questions/edit/{version.question_id}/")
    seen(page, "bank stale question")
    page.goto(f"/cms/exams/questions/citing/{lesson.translation_key}/")
    seen(page, "bank citing")
    page.goto("/cms/exams/questions/stale/")
    page.locator("form[action*=confirm] button").click()
    page.wait_for_load_state()
    assert list(QuestionVersion.objects.asked()) == [version]


def test_topics_are_a_tree_and_the_bank_is_looked_through(site: str, browse: Browse) -> None:
    cast = company()
    above = topic_of(cast, 3)
    below = TopicFactory(name="投诉处理", code="complaints", trainers=[cast.trainer])
    TopicFactory(name="升级投诉", code="escalation", parent=below, trainers=[cast.trainer])
    twice = Question.objects.filter(topic=above).first()
    QuestionVersionFactory(
        question=QuestionFactory(topic=below, code="complaints-1"),
        texts=twice.versions.get().texts,
        key={"correct": []},
    )
    page = browse(cast.trainer, "/cms/exams/topics/")
    page.locator(f"a[href='/cms/exams/topics/move/{below.pk}/']").focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    page.select_option("[name=parent]", str(above.pk))
    seen(page, "bank topic move")
    page.locator("main form[method=post] button[type=submit]").click()
    page.wait_for_load_state()
    assert Topic.objects.get(pk=below.pk).parent == above
    seen(page, "bank topics")
    page.set_viewport_size(PHONE)
    seen(page, "bank topics")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/cms/exams/questions/report/")
    seen(page, "bank report")
    page.goto("/cms/exams/questions/")
    page.locator("[data-bulk-action-checkbox]").first.check()
    page.locator(".bulk-actions-buttons a[href*='/retire/']").click()
    page.wait_for_load_state()
    seen(page, "bank bulk")
    page.goto(f"/cms/exams/questions/copy/{twice.pk}/")
    seen(page, "bank copy")
    page.goto(f"/cms/exams/questions/use/{twice.pk}/")
    seen(page, "bank use")


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
