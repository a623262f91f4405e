"""The whole main job, told as its people live it: from an empty company to a verified certificate.

The real roster and the real hotline test where they lie beside the project, else small files of our own with
the same columns.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from core.domain import jobs
from people.enums import Role
from people.models import Employee, User
from tests.cases import CASES
from tests.factories.people import UserFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot

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
    return Company(
        roster=CASES / "people/roster.csv" if real else OWN / "roster.csv",
        questions=CASES / "spreadsheets/hotline-exam.csv" if real else OWN / "questions.csv",
        hr=UserFactory(username="hr", name="孙丽", roles=[Role.HR]),
        trainer=UserFactory(username="trainer", name="欧阳慧", roles=[Role.TRAINER]),
        assessor=UserFactory(username="assessor", name="赵磊", roles=[Role.ASSESSOR]),
    )


def seen(page: Page, name: str, *, known: dict[str, int] | None = None) -> None:
    """Look at a screen, and let axe look at it: Chinese and light here, English and dark in test_looks."""
    assert_accessible(page, known=known)
    shoot(page, name)


def import_roster(browse: Browse, company: Company) -> None:
    page = browse(company.hr, "/people/import/")
    page.set_input_files("input[type=file]", company.roster)
    seen(page, "01-roster-upload")
    page.locator("main input[type=submit]").click()
    page.wait_for_url(re.compile(r"/people/import/\d+/$"))
    seen(page, "02-roster-checked")
    page.locator("form[action$='/apply/'] button").click()
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


def test_from_a_roster_to_a_verified_certificate(browse, context, company, tmp_path):
    import_roster(browse, company)
    learner = Employee.objects.exclude(user=None).order_by("-hired_on", "number").first()
    phone = context.new_page()
    phone.set_viewport_size(PHONE)
    activate(phone, slip_of(browse, company, learner, tmp_path))
    seen(phone, "06-home-of-the-new-hire")
    assert jobs.run_due() == 0
