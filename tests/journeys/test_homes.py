"""Each role meets its home, on a phone and at a desk: what is asked next can be seen, read and reached."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from certification.domain import standings
from certification.enums import SchemeKind
from certification.models import Requirement
from core.domain import jobs
from core.models import Job
from people.models import Employee
from tests.cast import Cast, cast_people
from tests.factories.assessments import AssessmentFactory
from tests.factories.certification import SchemeFactory, course, exam, rule
from tests.factories.courses import CoursePageFactory, LessonPageFactory
from tests.factories.exams import QuestionVersionFactory, paper_of
from tests.factories.notices import NoticeFactory
from tests.factories.records import EntryFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot

PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}
LONG = "热线服务礼仪与投诉处理：从第一声铃响到客户满意地挂断"
LOOKS = [
    pytest.param({"viewport": PHONE, "locale": "zh-CN", "color_scheme": "light"}, id="phone zh light"),
    pytest.param({"viewport": DESK, "locale": "en-US", "color_scheme": "dark"}, id="desk en dark"),
]


@pytest.fixture
def company(site: str) -> Cast:
    """The newcomer is late with a course of a long name; the assessor has somebody to score."""
    cast = cast_people()
    LessonPageFactory(parent=CoursePageFactory(slug="telephone", title=LONG))
    scheme = SchemeFactory(code="onboarding", kind=SchemeKind.ONBOARDING, titles={"zh-hans": "新员工入职"})
    rule(course(title=LONG, due_days=5), exam("exam:first", due_days=30), scheme=scheme)
    rule(course(), rank=1)
    paper_of(QuestionVersionFactory(), code="first")
    AssessmentFactory(
        assessor=cast.assessor,
        employee=cast.employee.employee,
        planned_on=timezone.localdate() + timedelta(days=1),
    )
    EntryFactory(employee=cast.employee.employee)
    NoticeFactory(user=cast.newcomer)
    jobs.owe("test.print", key=1)
    Job.objects.filter(name="test.print").update(given_up_at=timezone.now(), error="RuntimeError: no paper")
    standings.rebuild(list(Employee.objects.values_list("pk", flat=True)), Requirement.objects.all())
    return cast


def looked_at(page: Page, name: str, look: dict) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") == look["viewport"]["width"]
    assert_accessible(page)
    shoot(page, f"{name} {look['locale']} {look['color_scheme']}")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "role", ["newcomer", "employee", "trainer", "assessor", "manager", "hr", "auditor", "stranger"]
)
def test_everybody_can_use_her_home(browse: Browse, company: Cast, role: str, look: dict) -> None:
    page = browse(getattr(company, role), "/", **look)
    looked_at(page, f"home {role}", look)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "path", ["/coverage/", "/setup/", "/setup/company/", "/jobs/", "/notices/", "/help/"]
)
def test_the_screens_of_the_portal_are_readable_by_all(
    browse: Browse, company: Cast, path: str, look: dict
) -> None:
    page = browse(company.hr, path, **look)
    looked_at(page, path.strip("/").replace("/", "-"), look)


def test_what_is_asked_next_is_seen_on_a_phone_without_scrolling(browse: Browse, company: Cast) -> None:
    page = browse(company.newcomer, "/", viewport=PHONE)
    button = page.locator(".task .btn-primary")
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 640
    button.click()
    expect(page).to_have_url("/learn/telephone/")


def test_the_sentence_of_a_cell_is_told_to_who_goes_by_keyboard(browse: Browse, company: Cast) -> None:
    page = browse(company.manager, "/coverage/?of=onboarding", locale="en-US")
    expect(page.locator("#sentence")).to_be_hidden()
    page.get_by_role("region", name="People and requirements").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#sentence")).to_contain_text("is not completed yet")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/certification/people/0002/")


def test_from_a_cell_to_its_line_in_one_tap(browse: Browse, company: Cast) -> None:
    page = browse(company.manager, "/coverage/?of=service", locale="en-US")
    page.locator("td.passed a").click()
    line = company.employee.employee.entries.get()
    expect(page).to_have_url(f"/records/0003/#line-{line.pk}")
    expect(page.locator(f"#line-{line.pk}")).to_be_in_viewport()


def test_a_figure_is_a_filter(browse: Browse, company: Cast) -> None:
    page = browse(company.manager, "/", locale="en-US")
    page.locator("a", has_text="overdue").first.click()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    expect(page.locator(".figures [aria-current]")).to_contain_text("overdue")
