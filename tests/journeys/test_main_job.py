"""The whole main job, told as its people live it: from an empty company to a verified certificate.

The real roster and the real hotline test where they lie beside the project, else small files of our own with
the same columns.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from core.domain import jobs
from courses.models import CourseIndexPage, CoursePage
from exams.models import Item, QuestionVersion, RefusedResponse, Response, Sitting
from people.enums import Role
from people.models import Employee, User
from tests.cases import CASES
from tests.factories.courses import CourseCategoryFactory
from tests.factories.people import UserFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot
from tests.journeys.test_exam import until

OWN = Path(__file__).resolve().parent.parent / "files"
PASSWORD = "answer-within-3-rings"
PHONE = {"width": 360, "height": 640}


@dataclass
class Company:
    """What lies at hand: the files, and who runs the house before the roster is in."""

    roster: Path
    questions: Path
    hr: User
    trainer: User
    assessor: User


@pytest.fixture
def company(site: str) -> Company:
    real = CASES.is_dir()
    call_command("sync_roles")
    CourseCategoryFactory(code="etiquette")
    return Company(
        roster=CASES / "people/roster.csv" if real else OWN / "roster.csv",
        questions=CASES / "spreadsheets/hotline-exam.csv" if real else OWN / "questions.csv",
        hr=UserFactory(username="hr", name="孙丽", roles=[Role.HR]),
        trainer=UserFactory(username="trainer", name="欧阳慧", roles=[Role.TRAINER]),
        assessor=UserFactory(username="assessor", name="赵磊", roles=[Role.ASSESSOR]),
    )


def seen(page: Page, name: str) -> None:
    """Look at a screen, and let axe look at it: Chinese and light here, English and dark in test_looks."""
    assert_accessible(page)
    shoot(page, name)


def primary(page: Page) -> Locator:
    """The one thing a screen asks to be done."""
    return page.locator(".btn-primary:visible")


def import_roster(browse: Browse, company: Company) -> None:
    page = browse(company.hr, "/people/import/")
    page.set_input_files("input[type=file]", company.roster)
    seen(page, "01-roster-upload")
    primary(page).click()
    page.wait_for_url(re.compile(r"/people/import/\d+/$"))
    seen(page, "02-roster-checked")
    primary(page).click()
    expect(page.locator("h1")).to_be_visible()
    seen(page, "03-roster-imported")


def slip_of(browse: Browse, company: Company, employee: Employee, folder: Path) -> str:
    """HR prints an activation slip; its code is nowhere but on the paper."""
    page = browse(company.hr, employee.get_absolute_url())
    seen(page, "04-person")
    with page.expect_download() as download:
        page.locator("form[action$='/slip/'] button").click()
    sheet = folder / "slip.pdf"
    download.value.save_as(sheet)
    text = PdfReader(sheet).pages[0].extract_text()
    found = re.search(r"\b[A-Z2-9]{5}[ -]?[A-Z2-9]{5}\b", text)
    assert found, text
    return found[0]


def activate(page: Page, code: str) -> None:
    page.goto(f"/activate/?code={code}")
    seen(page, "05-activate")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")


def write(page: Page, title: str) -> None:
    """Publish what the Wagtail editor shows."""
    page.locator("#id_title").press_sequentially(title)
    page.keyboard.press("Tab")
    expect(page.locator("#id_slug")).not_to_have_value("")
    page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_load_state()


def publish_lesson(browse: Browse, company: Company) -> None:
    """A course of one lesson, written and published by the trainer."""
    shelf = CourseIndexPage.objects.get(locale__language_code="zh-hans")
    page = browse(company.trainer, f"/cms/pages/add/courses/coursepage/{shelf.pk}/")
    page.select_option("#id_category", index=1)
    page.fill("#id_code", "telephone")
    write(page, "电话礼仪")
    course = CoursePage.objects.get(code="telephone")
    page.goto(f"/cms/pages/add/courses/lessonpage/{course.pk}/")
    page.locator("[title='Insert a block']").first.click()
    page.get_by_role("option", name="Callout").click()
    page.fill("[name$='-value-title']", "三声之内")
    page.fill("[name$='-value-text']", "铃响三声之内接听；五声之后才接，先向客户致歉。")
    seen(page, "07-lesson-editor")
    write(page, "三声之内接听")


def open_test(browse: Browse, company: Company) -> Sitting:
    """The trainer imports the file of questions and makes a test of them for all staff."""
    page = browse(company.trainer, "/exams/bank/import/")
    page.set_input_files("input[type=file]", company.questions)
    page.fill("[name=topic]", "400 热线")
    seen(page, "08-questions-upload")
    primary(page).click()
    seen(page, "09-questions-checked")
    primary(page).click()
    seen(page, "10-questions-imported")
    primary(page).click()
    page.fill("[name=title]", "400 热线知识测验")
    seen(page, "11-make-a-test")
    primary(page).click()
    seen(page, "12-test-open")
    kinds = QuestionVersion.objects.values_list("kind", flat=True)
    assert Counter(kinds) == {"single": 7, "multiple": 3}
    assert set(QuestionVersion.objects.values_list("points", flat=True)) == {10}
    return Sitting.objects.get()


def read_lesson(page: Page) -> None:
    page.goto("/learn/")
    seen(page, "13-courses")
    page.goto("/learn/telephone/")
    seen(page, "14-course")
    page.get_by_role("link", name=re.compile("开始|Start")).first.click()
    seen(page, "15-lesson")
    page.locator("button[form=done]").click()
    seen(page, "16-course-done")


def stored() -> dict[int, list[str]]:
    """The answers that stand, by position."""
    return dict(Response.objects.order_by("seq").values_list("item__position", "answer"))


def correct(item: Item) -> list[int]:
    """The places of the right options on her page."""
    return [item.order.index(letter) for letter in item.version.key["correct"]]


def answer(page: Page, item: Item) -> None:
    for place in correct(item):
        page.locator(".question:visible .option").nth(place).click()


def take_test(page: Page, sitting: Sitting) -> None:
    """In the middle the network is gone for a while; she goes on answering."""
    page.goto("/exams/")
    seen(page, "17-tests")
    page.locator(".offer a").first.click()
    seen(page, "18-before-the-start")
    page.locator("form[action$='/start/'] button").click()
    page.wait_for_url("**/exams/attempts/**")
    seen(page, "19-question")
    items = list(Item.objects.select_related("version").order_by("position"))
    for item in items:
        if item.position == 4:
            page.context.set_offline(True)
        if item.position == 8:
            assert len(stored()) == 3
            page.context.set_offline(False)
        answer(page, item)
        if item is not items[-1]:
            page.locator(".next:visible").click()
    until(page, lambda: stored() == {item.position: sorted(item.version.key["correct"]) for item in items})
    assert RefusedResponse.objects.count() == 0
    page.locator("#open-navigator").click()
    page.locator("#go-to-summary").click()
    seen(page, "20-summary")
    page.locator("#hand-in").click()
    page.wait_for_url("**/result/")
    seen(page, "21-result")


def test_from_a_roster_to_a_verified_certificate(browse, context, company, tmp_path):
    publish_lesson(browse, company)
    import_roster(browse, company)
    learner = Employee.objects.exclude(user=None).order_by("-hired_on", "number").first()
    phone = context.new_page()
    phone.set_viewport_size(PHONE)
    activate(phone, slip_of(browse, company, learner, tmp_path))
    seen(phone, "06-home-of-the-new-hire")
    sitting = open_test(browse, company)
    read_lesson(phone)
    take_test(phone, sitting)
    jobs.run_due()
