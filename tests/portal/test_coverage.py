import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from certification.domain import standings
from certification.enums import SchemeKind
from certification.models import Requirement
from core.models import AuditEvent
from people.models import Employee, Posting, User
from tests.cast import Cast
from tests.factories.certification import SchemeFactory, course, exam, rule
from tests.factories.people import DepartmentFactory, EmployeeFactory, PostingFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

COURSE_MISSING = "Course “Telephone manner” is not completed yet: open it and finish every lesson."


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days)


@pytest.fixture
def ladder() -> None:
    """A course and an exam for the first level."""
    rule(course(), exam(), rank=1)


@pytest.fixture
def onboarding() -> None:
    scheme = SchemeFactory(code="onboarding", kind=SchemeKind.ONBOARDING, titles={"en": "Onboarding"})
    rule(course(due_days=5), exam(due_days=30), scheme=scheme)


def booked() -> None:
    standings.rebuild(list(Employee.objects.values_list("pk", flat=True)), Requirement.objects.all())


def seen(client: Client, user: User, query: str = "") -> str:
    client.force_login(user)
    return client.get(f"/coverage/{query}", headers={"accept-language": "en"}).text


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a href=".*?">(.*?)</a>', page)


def figures(page: str) -> list[str]:
    return re.findall(r'<strong class="num">(.*?)</strong>', page)


def cells(page: str) -> list[str]:
    return re.findall(r'<td class="(.*?)"', page)


@pytest.mark.usefixtures("ladder")
class TestWhom:
    def test_a_manager_sees_those_below_her_and_not_herself(self, client: Client, cast: Cast) -> None:
        assert names(seen(client, cast.manager)) == ["李静", "王小雨"]

    @pytest.mark.parametrize("role", ["hr", "auditor"])
    def test_hr_and_auditors_see_everybody(self, client: Client, cast: Cast, role: str) -> None:
        assert len(names(seen(client, getattr(cast, role)))) == 7

    @pytest.mark.parametrize("role", ["newcomer", "employee", "trainer", "assessor", "stranger"])
    def test_others_are_told_that_it_is_not_theirs(self, client: Client, cast: Cast, role: str) -> None:
        client.force_login(getattr(cast, role))
        assert [client.get(path).status_code for path in ("/coverage/", "/coverage/export/")] == [403, 403]

    def test_who_was_there_on_a_day_is_counted_on_that_day(self, client: Client, cast: Cast) -> None:
        newcomer, employee = cast.newcomer.employee, cast.employee.employee
        Employee.objects.filter(pk=employee.pk).update(left_on=ago(3))
        assert newcomer.hired_on == ago(10)
        assert names(seen(client, cast.manager)) == ["王小雨"]
        assert names(seen(client, cast.manager, f"?on={ago(5)}")) == ["李静", "王小雨"]
        assert names(seen(client, cast.manager, f"?on={ago(11)}")) == ["李静"]

    def test_who_reported_to_her_on_a_day_is_seen_for_that_day(self, client: Client, cast: Cast) -> None:
        PostingFactory(employee=cast.employee.employee, department=cast.quality, from_day=ago(3))
        assert names(seen(client, cast.manager)) == ["王小雨"]
        assert names(seen(client, cast.manager, f"?on={ago(5)}")) == ["李静", "王小雨"]

    def test_a_department_has_those_within_it(self, client: Client, cast: Cast) -> None:
        inner = DepartmentFactory(name="夜班", parent=cast.hotline)
        EmployeeFactory(name="夜归人", department=inner)
        page = seen(client, cast.hr, f"?department={cast.hotline.pk}&sort=name")
        assert sorted(names(page)) == sorted(["周明", "李静", "王小雨", "夜归人"])
        assert names(seen(client, cast.hr, f"?department={inner.pk}")) == ["夜归人"]
        assert len(names(seen(client, cast.hr, "?department=0"))) == 8


class TestWhat:
    def test_without_a_rule_it_says_who_writes_one(self, client: Client, hr: User) -> None:
        said = "No rule says yet what people have to do. HR writes the rules of levels and of onboarding."
        assert re.findall(f"<p>({said})</p>", seen(client, hr)) == [said]

    @pytest.mark.usefixtures("onboarding", "ladder")
    def test_onboarding_is_asked_of_new_hires_only(self, client: Client, cast: Cast) -> None:
        assert names(seen(client, cast.hr)) == ["王小雨"]
        assert names(seen(client, cast.hr, "?of=onboarding")) == ["王小雨"]

    @pytest.mark.usefixtures("onboarding", "ladder")
    def test_without_new_hires_the_ladder_comes_first(self, client: Client, cast: Cast) -> None:
        Employee.objects.filter(pk=cast.newcomer.employee.pk).update(hired_on=date(2020, 1, 1))
        assert len(names(seen(client, cast.hr))) == 7

    @pytest.mark.usefixtures("ladder")
    def test_one_level_of_a_ladder(self, client: Client, cast: Cast) -> None:
        rule(course("course:second"), rank=2, titles={"en": "Able"})
        assert len(cells(seen(client, cast.manager, "?of=service"))) == 6
        assert len(cells(seen(client, cast.manager, "?of=service:2"))) == 2
        chosen = re.findall(r'<option value="([^"]*)" selected', seen(client, cast.manager, "?of=service:2"))
        assert chosen == ["service:2"]

    @pytest.mark.parametrize(
        "query", ["?on=2026-02-31", "?on=x", "?show=x", "?of=x", "?department=x", "?page=x"]
    )
    @pytest.mark.usefixtures("ladder")
    def test_what_cannot_be_read_is_taken_as_not_given(self, client: Client, cast: Cast, query: str) -> None:
        assert names(seen(client, cast.manager, query)) == ["李静", "王小雨"]

    @pytest.mark.usefixtures("ladder")
    def test_a_day_to_come_is_today(self, client: Client, cast: Cast) -> None:
        page = seen(client, cast.manager, "?on=2999-01-01")
        assert re.findall(r"As of (\S+):", page) == [str(timezone.localdate())]


@pytest.mark.usefixtures("onboarding")
class TestFigures:
    """Two new hires: one has the course, for the other it is overdue; for both the exam falls due."""

    @pytest.fixture(autouse=True)
    def two_new_hires(self, cast: Cast, onboarding: None) -> None:
        other = EmployeeFactory(name="赵新", hired_on=ago(20), manager=cast.manager.employee)
        EntryFactory(employee=other, on=ago(8))
        booked()

    def test_they_count_the_cells(self, client: Client, manager: User) -> None:
        assert figures(seen(client, manager)) == ["25%", "3", "1", "2"]

    def test_each_is_a_filter_of_people(self, client: Client, manager: User) -> None:
        page = seen(client, manager)
        assert names(page) == ["王小雨", "赵新"]
        assert re.findall(r'<a href="/coverage/\?show=(\w+)"', page) == ["gaps", "overdue", "due"]
        assert names(seen(client, manager, "?show=overdue")) == ["王小雨"]
        assert names(seen(client, manager, "?show=gaps")) == ["王小雨", "赵新"]
        assert figures(seen(client, manager, "?show=overdue")) == ["25%", "3", "1", "2"]

    def test_a_filter_without_anybody_says_so(self, client: Client, manager: User) -> None:
        newcomer = Employee.objects.get(name="王小雨")
        EntryFactory(employee=newcomer, on=ago(1))
        booked()
        page = seen(client, manager, "?show=overdue")
        assert re.findall("<p>(Nobody here has such a cell.)</p>", page) == ["Nobody here has such a cell."]

    def test_a_cell_says_glyph_day_and_sentence(self, client: Client, manager: User) -> None:
        page = seen(client, manager, "?show=overdue")
        assert cells(page) == ["overdue", "not_started"]
        titles = re.findall(r'<td class="overdue".*?title="(.*?)"', page)
        due = ago(5)
        assert titles == [f"{COURSE_MISSING} It was due on {due.day} {due:%b} {due.year}."]
        assert re.findall(r'<td class="overdue".*?<span class="num">(.*?)</span>', page) == [str(due)]

    def test_a_met_cell_leads_to_its_line_and_an_open_one_to_the_person(
        self, client: Client, manager: User
    ) -> None:
        other = Employee.objects.get(name="赵新")
        page = seen(client, manager)
        line = other.entries.get().pk
        assert re.findall(r'<td class="passed".*?<a href="(.*?)"', page) == [
            f"/records/{other.number}/#line-{line}"
        ]
        assert re.findall(r'<td class="overdue".*?<a href="(.*?)"', page) == ["/certification/people/0002/"]
        assert re.findall(rf'<tr id="(line-{line})"', client.get(f"/records/{other.number}/").text)

    def test_as_of_a_day_before_the_evidence_it_is_missing(self, client: Client, manager: User) -> None:
        assert figures(seen(client, manager, f"?on={ago(9)}"))[0] == "0%"


class TestExport:
    @pytest.mark.usefixtures("ladder")
    def test_a_workbook_with_real_dates_and_who_took_it(self, client: Client, cast: Cast) -> None:
        EntryFactory(employee=cast.employee.employee, on=date(2026, 3, 2))
        booked()
        client.force_login(cast.manager)
        query = f"?department={cast.hotline.pk}&sort=name"
        response = client.get(f"/coverage/export/{query}", headers={"accept-language": "en"})
        sheet = load_workbook(BytesIO(response.content)).active
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[0] == [
            *("Employee number", "Name", "Department", "Position"),
            *("Telephone manner", "Telephone manner: date", "Hotline exam", "Hotline exam: date"),
        ]
        assert rows[1] == [
            *("0003", "李静", "客服一部", "客服专员"),
            *("Completed", datetime.combine(date(2026, 3, 2), time()), "Not started", None),
        ]
        assert sheet.freeze_panes == "A2"
        assert re.findall(r"%E5[^;]*", response.headers["Content-Disposition"])[0].endswith(
            f"_training%20coverage_{timezone.localdate()}.xlsx"
        )
        event = AuditEvent.objects.get(verb="exported coverage")
        assert (event.by_name, event.details["people"], event.details["department"]) == (
            "周明",
            2,
            "客服一部",
        )

    def test_without_a_rule_there_is_nothing_to_take(self, client: Client, hr: User) -> None:
        client.force_login(hr)
        assert client.get("/coverage/export/").status_code == 404


def crowd(cast: Cast, number: int) -> None:
    """So many people below the manager, each with her course done and the exam not."""
    made = Employee.objects.bulk_create(
        Employee(number=f"C{n}", name=f"员工{n}", hired_on=ago(100)) for n in range(number)
    )
    below = {"department": cast.hotline, "manager": cast.manager.employee, "from_day": ago(100)}
    Posting.objects.bulk_create(Posting(employee=one, **below) for one in made)
    for one in made[:3]:
        EntryFactory(employee=one, on=ago(50))
    booked()


@pytest.mark.parametrize("number", [1, 3, 300])
@pytest.mark.parametrize("query", ["", "?of=onboarding", "?show=gaps&sort=name"])
@pytest.mark.usefixtures("ladder", "onboarding")
def test_it_costs_the_same_for_one_three_and_three_hundred(
    client: Client, cast: Cast, number: int, query: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    crowd(cast, number)
    client.force_login(cast.manager)
    with django_assert_num_queries(14):
        client.get(f"/coverage/{query}")


@pytest.mark.usefixtures("ladder")
def test_fifty_people_a_page(client: Client, cast: Cast) -> None:
    crowd(cast, 60)
    assert len(names(seen(client, cast.manager))) == 50
    assert len(names(seen(client, cast.manager, "?page=2"))) == 12
