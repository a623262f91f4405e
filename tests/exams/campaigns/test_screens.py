"""Who sees which people of a quarterly test, and what stands on its screens."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.domain import jobs
from core.models import AuditEvent
from exams.domain.campaigns import campaign_prints, campaign_reports
from exams.models import Campaign, MakeUp
from records.domain import audiences
from tests.exams.bank.conftest import enter  # noqa: F401
from tests.factories.exams import CampaignFactory, ExamFactory, PaperQuestionFactory, SittingFactory
from tests.factories.people import EmployeeFactory
from tests.factories.records import AudienceFactory, EntryFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
FORM = "%Y-%m-%dT%H:%M"


@pytest.fixture
def ended(cast):
    """The cast was invited and nobody came: the hotline's two, the manager, four of quality."""
    now = timezone.now()
    line = PaperQuestionFactory()
    sitting = SittingFactory(
        exam=ExamFactory(paper=line.section.paper, titles={"en": "Product test 2026Q3"}),
        opens_at=now - 5 * DAY,
        closes_at=now - DAY,
    )
    return CampaignFactory(sitting=sitting, remind_days=[7, 2])


@pytest.fixture
def report(ended):
    return campaign_reports.close(ended, at=timezone.now())


def page(client, name, *args, **query):
    answer = client.get(reverse(f"exams:{name}", args=args), query)
    assert answer.status_code == 200, name
    return answer.content.decode()


def test_a_manager_sees_her_people_and_no_others(ended, report, manager, hr, enter):  # noqa: F811
    hers, whole = enter(manager), enter(hr)
    assert "0 of 2" in page(hers, "campaigns")
    assert "0 of 7" in page(whole, "campaigns")
    for shown in (page(hers, "campaign", ended.pk), page(hers, "campaign_report", ended.pk, 1)):
        assert "王小雨" in shown
        assert "吴强" not in shown
        assert "周明" not in shown.partition("<main")[2]
    assert "You see the people below you." in page(hers, "campaign_report", ended.pk, 1)
    assert "吴强" in page(whole, "campaign_report", ended.pk, 1)


def test_a_stranger_to_the_campaign_has_none(ended, employee, enter):  # noqa: F811
    assert enter(employee).get(reverse("exams:campaigns")).status_code == 404


def test_a_manager_whose_people_were_not_invited_sees_no_campaign(manager, stranger, enter):  # noqa: F811
    campaign = CampaignFactory(sitting=SittingFactory(employees=[stranger.employee]))
    assert "No quarterly test has been set for people whom you see" in page(enter(manager), "campaigns")
    assert enter(manager).get(campaign.get_absolute_url()).status_code == 404


def sheets(answer):
    book = openpyxl.load_workbook(BytesIO(answer.content))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_the_workbook_says_rule_numerator_denominator_and_whom_it_leaves_out(
    ended,
    report,
    manager,
    hr,
    enter,  # noqa: F811
):
    address = reverse("exams:campaign_workbook", args=[ended.pk, 1])
    whole, hers = (sheets(enter(user).get(address)) for user in (hr, manager))
    summary = dict(whole["Summary"])
    assert summary["For whom"] == ended.sitting.audience.audience.name
    assert [summary[name] for name in ("Invited", "Left the company, not counted", "Taken", "Absent")] == [
        7,
        0,
        0,
        7,
    ]
    assert [row[0] for row in whole["Departments"][1:]] == ["客服一部", "质检部"]
    assert len(whole["People"]) == 8
    assert sorted(row[1] for row in hers["People"][1:]) == ["李静", "王小雨"]
    assert AuditEvent.objects.filter(verb="exported report").count() == 2


def test_the_pdf_is_made_by_the_worker_and_kept(ended, report, hr, manager, enter):  # noqa: F811
    address = reverse("exams:campaign_pdf", args=[ended.pk, 1])
    assert enter(manager).get(address).status_code == 404
    client = enter(hr)
    answer = client.get(address, follow=True)
    assert "The PDF is being made" in answer.content.decode()
    jobs.run_due()
    content = client.get(address).content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert "吴强" in text
    assert "0 / 7 = 0%" in text
    kept = report.prints.get()
    assert campaign_prints.make(report, language="en", at=timezone.now()) == kept
    assert campaign_prints.opened(kept) == content


def test_a_make_up_is_set_for_whom_is_left_chosen(ended, hr, employee, newcomer, enter):  # noqa: F811
    client, now = enter(hr), timezone.localtime()
    address = reverse("exams:campaign_make_up", args=[ended.pk])
    shown = client.get(address).content.decode()
    assert shown.count(" checked") == 7
    assert "On average 100 % of the questions are others than before" in shown
    sent = {
        "employees": [employee.employee.pk, newcomer.employee.pk],
        "opens_at": f"{now:{FORM}}",
        "closes_at": f"{now + 3 * DAY:{FORM}}",
    }
    assert client.post(address, {**sent, "employees": []}).status_code == 200
    assert client.post(address, sent).status_code == 302
    made = MakeUp.objects.get().sitting
    assert set(made.audience.members.values_list("employee", flat=True)) == set(sent["employees"])


def test_the_next_quarter_takes_three_steps(ended, hr, enter):  # noqa: F811
    client = enter(hr)
    address = reverse("exams:campaign_next", args=[ended.pk])
    first = client.get(address)
    window = first.context["form"]
    sent = {name: window[name].value() for name in ("title", "remind_days")}
    sent |= {name: f"{window[name].value():{FORM}}" for name in ("opens_at", "closes_at")}
    second = client.post(address, {**sent, "step": "1"})
    assert second.context["step"] == 2
    content = second.context["form"]
    sent |= {name: content[name].value() or "" for name in ("exam", "audience")}
    third = client.post(address, {**sent, "step": "2"})
    assert third.context["step"] == 3
    assert Campaign.objects.count() == 1
    back = client.post(address, {**sent, "step": "3", "back": "1"})
    assert back.context["step"] == 1
    for _click in range(2):
        made = client.post(address, {**sent, "step": "3"})
        assert made.url == Campaign.objects.get(follows=ended).get_absolute_url()
    following = Campaign.objects.get(follows=ended).sitting
    assert (following.exam, following.audience.audience) == (
        ended.sitting.exam,
        ended.sitting.audience.audience,
    )
    assert following.opens_at > timezone.now() + 60 * DAY


def test_a_step_that_is_not_answered_well_is_asked_again(ended, hr, enter):  # noqa: F811
    client = enter(hr)
    address = reverse("exams:campaign_next", args=[ended.pk])
    late = {"opens_at": "2020-01-01T08:00", "closes_at": "2020-01-02T08:00", "remind_days": "x"}
    answer = client.post(address, {**late, "step": "3"})
    assert answer.context["step"] == 1
    assert set(answer.context["form"].errors) == {"closes_at", "remind_days"}
    assert Campaign.objects.count() == 1


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_asks_as_much_for_three_as_for_one(more, cast, manager, enter, django_assert_num_queries):  # noqa: F811
    for _number in range(1 + more):
        CampaignFactory()
    client = enter(manager)
    client.get(reverse("home"))
    with django_assert_num_queries(8):
        shown = page(client, "campaigns")
    assert shown.count("0 of 2") == 1 + more


@pytest.mark.parametrize("more", [0, 20])
def test_a_report_asks_as_much_for_many_people_as_for_few(
    more,
    cast,
    hr,
    enter,  # noqa: F811
    django_assert_num_queries,
):
    EmployeeFactory.create_batch(more)
    sitting = SittingFactory(opens_at=timezone.now() - 5 * DAY, closes_at=timezone.now() - DAY)
    campaign = CampaignFactory(sitting=sitting)
    with django_assert_num_queries(20):
        campaign_reports.close(campaign, at=timezone.now())
    client = enter(hr)
    client.get(reverse("home"))
    with django_assert_num_queries(10):
        page(client, "campaign_report", campaign.pk, 1)


def test_an_audience_is_narrowed_to_holders_of_a_level(trainer, employee, enter):  # noqa: F811
    call_command("sync_roles")
    EntryFactory(
        employee=employee.employee, kind="level", subject="level:agent:2", title="二级客服", result="done"
    )
    audience = AudienceFactory(name="二级以上")
    address = reverse("exams_audiences:edit", args=[audience.pk])
    client = enter(trainer)
    assert "二级客服" in client.get(address).content.decode()
    answer = client.post(address, {"name": "二级以上", "levels": ["level:agent:2"]})
    assert answer.status_code == 302
    audience.refresh_from_db()
    assert list(audiences.members(audience, on=timezone.localdate())) == [employee.employee]
    assert client.post(address, {"name": "二级以上", "levels": ["level:none"]}).status_code == 200


def test_a_planned_test_is_changed_on_its_screen(hr, enter):  # noqa: F811
    now = timezone.localtime()
    sitting = SittingFactory(opens_at=now + 2 * DAY, closes_at=now + 9 * DAY)
    campaign = CampaignFactory(sitting=sitting, opened_at=None)
    client, address = enter(hr), reverse("exams:campaign_change", args=[campaign.pk])
    form = client.get(address).context["form"]
    sent = {name: form[name].value() or "" for name in ("title", "remind_days", "audience")}
    sent |= {"opens_at": f"{now + 3 * DAY:{FORM}}", "closes_at": f"{now + 4 * DAY:{FORM}}"}
    assert client.post(address, sent | {"closes_at": sent["opens_at"]}).status_code == 200
    assert client.post(address, sent).status_code == 302
    sitting.refresh_from_db()
    assert f"{timezone.localtime(sitting.opens_at):{FORM}}" == sent["opens_at"]
