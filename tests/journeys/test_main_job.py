"""The whole main job, told as its people live it: from an empty company to a verified certificate.

The real roster and the real hotline test where they lie beside the project, else small files of our own with
the same columns.
"""

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from certification.models import Award, Certificate
from core.domain import jobs
from courses.models import CourseIndexPage, CoursePage
from exams.models import CriterionScore, Item, QuestionVersion, RefusedResponse, Response, Sitting
from people.enums import Role
from people.models import Employee, User
from tests.cases import CASES
from tests.factories.assessments import RolePlayFactory
from tests.factories.certification import assessment, course, exam, rule
from tests.factories.courses import CourseCategoryFactory
from tests.factories.people import UserFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, entitle, shoot
from tests.journeys.slips import code_on
from tests.journeys.test_exam import until

OWN = Path(__file__).resolve().parent.parent / "files"
PASSWORD = "answer-within-3-rings"
PHONE = {"width": 360, "height": 640}
LOOKS = {
    "zh-light": {"locale": "zh-CN", "color_scheme": "light"},
    "en-dark": {"locale": "en-GB", "color_scheme": "dark"},
}


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
        questions=CASES / "spreadsheets/hotline-exam.csv" if real else OWN / "hotline.csv",
        hr=UserFactory(username="hr", name="孙丽", roles=[Role.HR]),
        trainer=UserFactory(username="trainer", name="欧阳慧", roles=[Role.TRAINER]),
        assessor=UserFactory(username="assessor", name="赵磊", roles=[Role.ASSESSOR]),
    )


def seen(page: Page, name: str) -> None:
    """Look at a screen, and let axe look at it."""
    assert_accessible(page)
    shoot(page, f"{name}-{page.locator('html').get_attribute('lang')}")


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


def slip_of(browse: Browse, company: Company, employee: Employee) -> str:
    """HR prints an activation slip; its code is nowhere but on the paper."""
    page = browse(company.hr, employee.get_absolute_url())
    seen(page, "04-person")
    with page.expect_download() as download:
        page.locator("form[action$='/slip/'] button").click()
    return code_on(Path(download.value.path()).read_bytes())


def activate(page: Page, code: str) -> None:
    page.goto(f"/activate/?code={code}")
    seen(page, "05-activate")
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/")


def write(page: Page, title: str) -> None:
    """Publish what the Wagtail editor shows."""
    entitle(page, title)
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
    page.get_by_role("option", name=re.compile("提示框|Callout")).click()
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


def score_role_play(browse: Browse, company: Company, learner: Employee) -> None:
    """On the spot, on a phone, one hand."""
    page = browse(company.assessor, "/assess/", viewport=PHONE)
    page.fill("[name=q]", learner.number)
    primary(page).click()
    seen(page, "22-who-to-score")
    page.locator(f"a[href='/assess/begin/{learner.number}/']").click()
    page.locator("[name=scenario]").check()
    primary(page).click()
    page.wait_for_url(re.compile(r"/assess/\d+/$"))
    for criterion in page.locator("fieldset.criterion").all():
        criterion.locator(".level input").nth(3).check()
    until(page, lambda: CriterionScore.objects.count() == page.locator("fieldset.criterion").count())
    seen(page, "23-role-play-scored")
    page.locator("#check").click()
    seen(page, "24-check-and-submit")
    primary(page).click()
    seen(page, "25-role-play-result")


def open_certificate(page: Page, certificate: Certificate, folder: Path) -> Path:
    """The way a notice leads; the document is looked at as a picture, and its code read from that."""
    page.goto("/")
    seen(page, "26-home-with-certificate")
    page.goto("/notices/")
    seen(page, "27-notices")
    page.goto("/certification/")
    seen(page, "28-my-certification")
    answer = page.request.get(certificate.get_absolute_url())
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    document = folder / "certificate.pdf"
    document.write_bytes(answer.body())
    return document


def address_in(document: Path) -> str:
    """What a phone reads from the printed code, as a path on this site."""
    picture = document.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", document, picture], check=True)
    codes = zxingcpp.read_barcodes(Image.open(picture.with_suffix(".png")))
    return urlsplit(codes[0].text).path


def stranger_sees(context: BrowserContext, address: str, *, verdict: str, name: str) -> Page:
    """Without sign-in: the verdict first, the name masked."""
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".verdict")).to_have_class(f"verdict verdict-{verdict}")
    expect(page.locator("main")).not_to_contain_text(name)
    seen(page, f"30-verify-{verdict}")
    return page


def every_line_has_evidence(page: Page, learner: Employee) -> None:
    page.goto(f"/records/{learner.number}/")
    seen(page, "31-training-file")
    lines = page.locator(".training-file tbody tr")
    assert lines.count() == 4
    for link in [line.locator("td a").last.get_attribute("href") for line in lines.all()]:
        assert link
        page.goto(link)
        expect(page.locator("h1")).to_be_visible()
        seen(page, f"32-evidence-{link.strip('/')}")


def revoke(browse: Browse, company: Company, award: Award) -> None:
    page = browse(company.hr, award.get_absolute_url())
    seen(page, "33-award")
    page.locator("a[href$='/revoke/']").click()
    page.locator("textarea, input[type=text]").last.fill("考核记录与事实不符")
    seen(page, "34-revoke")
    page.locator(".btn-danger").click()
    seen(page, "35-revoked")


def cells_met(browse: Browse, learner: Employee, name: str) -> int:
    """How many of the learner's cells her manager sees as passed."""
    manager = learner.postings.get().manager
    page = browse(manager.user, "/coverage/")
    seen(page, name)
    return page.locator("tbody tr", has_text=learner.name).locator("td.passed").count()


@pytest.mark.parametrize("look", LOOKS)
def test_from_a_roster_to_a_verified_certificate(browse, company, new_context, site, tmp_path, look):
    browse = partial(browse, **LOOKS[look])
    publish_lesson(browse, company)
    import_roster(browse, company)
    learner = Employee.objects.exclude(user=None).order_by("-hired_on", "number").first()
    phone = new_context(base_url=site, viewport=PHONE, **LOOKS[look]).new_page()
    activate(phone, slip_of(browse, company, learner))
    seen(phone, "06-home-of-the-new-hire")
    sitting = open_test(browse, company)
    scenario = RolePlayFactory()
    rule(course("course:telephone"), exam(sitting.exam.subject), assessment(f"rubric:{scenario.rubric.code}"))
    jobs.run_due()
    assert cells_met(browse, learner, "12a-coverage-before") == 0
    read_lesson(phone)
    take_test(phone, sitting)
    jobs.run_due()
    assert cells_met(browse, learner, "21a-coverage-half-way") == 2
    assert Award.objects.count() == 0
    score_role_play(browse, company, learner)
    jobs.run_due()
    award = Award.objects.get(employee=learner)
    assert cells_met(browse, learner, "29-coverage-after") == 3
    document = open_certificate(phone, award.certificate, tmp_path)
    verifier = new_context(base_url=site, **LOOKS[look])
    stranger_sees(verifier, address_in(document), verdict="valid", name=learner.name)
    every_line_has_evidence(phone, learner)
    revoke(browse, company, award)
    stranger_sees(verifier, address_in(document), verdict="revoked", name=learner.name)
