"""A trainer looks at samples of a paper, prints it, and keys in an answer sheet by the keyboard alone."""

from collections.abc import Callable

from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.domain import jobs
from exams.models import Attempt, Sitting
from tests.cast import Cast, cast_people
from tests.factories.exams import (
    ExamFactory,
    PaperSectionFactory,
    QuestionFactory,
    QuestionVersionFactory,
    SittingFactory,
    TopicFactory,
)
from tests.journeys.screens import assert_accessible, shoot

Browse = Callable[..., Page]
PHONE = {"width": 360, "height": 640}


def sitting_for(cast: Cast) -> Sitting:
    topic = TopicFactory(name="电话礼仪", code="phone", trainers=[cast.trainer])
    for number in range(12):
        difficulty = ("easy", "medium", "hard")[number % 3]
        question = QuestionFactory(topic=topic, code=f"phone-{number}")
        QuestionVersionFactory(
            question=question, difficulty=difficulty, stem=f"第 {number + 1} 题：铃响几声之内应当接听电话？"
        )
    section = PaperSectionFactory(position=1, title="单选题", count=8, topic=topic)
    exam = ExamFactory(paper=section.paper, titles={"zh-hans": "季度测试", "en": "Quarterly test"})
    return SittingFactory(exam=exam, employees=[cast.employee.employee])


def seen(page: Page, name: str) -> None:
    shoot(page, name)
    assert_accessible(page)


def test_a_test_on_paper_from_samples_to_the_file(site: str, browse: Browse) -> None:
    call_command("sync_roles")
    cast = cast_people()
    sitting = sitting_for(cast)
    page = browse(cast.trainer, f"/exams/bank/papers/{sitting.exam.paper_id}/samples/")
    seen(page, "paper samples")
    page.goto(f"/exams/bank/papers/{sitting.exam.paper_id}/samples/?n=3&key")
    expect(page.locator(".sample .key")).to_have_count(8)
    page.goto(f"/exams/sittings/{sitting.pk}/paper/")
    seen(page, "paper not printed")
    page.locator(".print-form button").click()
    jobs.run_due()
    expect(page.locator(".leaf-links a")).to_have_count(6, timeout=15_000)
    seen(page, "paper printed")
    page.goto(f"/exams/sittings/{sitting.pk}/paper/entry/")
    page.keyboard.type("0003")
    expect(page.locator("#candidate")).to_have_text("李静")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("abcdabcd")
    seen(page, "paper entry")
    page.keyboard.press("Enter")
    expect(page.locator(".alert, .messages")).to_contain_text("0003")
    assert Attempt.objects.get().ended_by == "paper"
    page.goto(f"/exams/sittings/{sitting.pk}/paper/")
    seen(page, "paper keyed in")


def test_the_same_on_a_phone(site: str, browse: Browse) -> None:
    call_command("sync_roles")
    cast = cast_people()
    sitting = sitting_for(cast)
    page = browse(
        cast.trainer,
        f"/exams/bank/papers/{sitting.exam.paper_id}/samples/?key",
        viewport=PHONE,
        locale="en",
        color_scheme="dark",
    )
    seen(page, "paper samples")
    page.goto(f"/exams/sittings/{sitting.pk}/paper/")
    page.locator(".print-form button").click()
    jobs.run_due()
    expect(page.locator(".leaf-links a")).to_have_count(6, timeout=15_000)
    seen(page, "paper printed")
    page.goto(f"/exams/sittings/{sitting.pk}/paper/entry/")
    page.fill("[name=number]", "9999")
    page.fill("[name=q2]", "E")
    page.locator("#entry [type=submit]").click()
    expect(page.locator(".entry-error")).to_have_count(1)
    seen(page, "paper entry")
