"""A campaign: planned, opened, reminded of, closed, made up for, followed by the next quarter's."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.domain import jobs
from core.models import Job
from exams.domain.campaigns import campaign_reports, campaigns, makeups, quarters
from exams.domain.taking import attempts
from exams.enums import Outcome, SittingKind
from exams.errors import CampaignNotOver, CampaignOpened, NobodyChosen
from exams.models import Attempt, Campaign, CampaignReport, Override, Sitting
from notices.models import Notice
from people.models import Employee
from records.domain import audiences, ledger
from records.models import Audience, Entry
from tests.exams.bank.counting import counted
from tests.factories.exams import (
    CampaignFactory,
    ExamFactory,
    PaperQuestionFactory,
    PaperSectionFactory,
    QuestionFactory,
    QuestionVersionFactory,
    TopicFactory,
    answer,
)
from tests.factories.people import DepartmentFactory, EmployeeFactory, PostingFactory
from tests.factories.records import AudienceFactory, EntryFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def an_exam(questions=2):
    section = PaperSectionFactory(position=1, title="全部")
    for position in range(1, questions + 1):
        PaperQuestionFactory(section=section, question=QuestionVersionFactory().question, position=position)
    return ExamFactory(paper=section.paper)


def planned(*, opens, closes, at, audience=None, **told):
    usual = {"title": "", "remind_days": [7, 2], "by": None}
    return campaigns.plan(
        exam=told.pop("exam", None) or an_exam(),
        audience=audience or AudienceFactory(),
        opens_at=opens,
        closes_at=closes,
        at=at,
        **usual | told,
    )


def invited(campaign):
    sitting = Sitting.objects.get(pk=campaign.sitting_id)
    return set(sitting.audience.members.values_list("employee__number", flat=True))


def took(campaign, employee, *letters, at=None):
    sitting = Sitting.objects.select_related("exam").get(pk=campaign.sitting_id)
    at = at or sitting.opens_at + timedelta(minutes=1)
    attempt = attempts.start(sitting=sitting, employee=employee, at=at)
    for position, letter in enumerate(letters, start=1):
        answer(attempt, position, letter, at=at)
    return attempts.hand_in(attempt, at=at + timedelta(minutes=1))


@pytest.fixture
def now():
    return timezone.now()


# Planning and opening


def test_who_is_invited_is_written_down_anew_on_the_day_of_opening(now):
    stays, leaves = EmployeeFactory(number="stays"), EmployeeFactory(number="leaves")
    campaign = planned(opens=now + 10 * DAY, closes=now + 24 * DAY, at=now)
    assert invited(campaign) == {"stays", "leaves"}
    Employee.objects.filter(pk=leaves.pk).update(left_on=timezone.localdate(now + 5 * DAY))
    EmployeeFactory(number="joins", hired_on=timezone.localdate(now + 6 * DAY))
    campaigns.open_due(at=now + 9 * DAY)
    assert invited(campaign) == {"stays", "leaves"}
    for _beat in range(2):
        campaigns.open_due(at=now + 10 * DAY)
    assert invited(campaign) == {"stays", "joins"}
    assert Campaign.objects.get().opened_at == now + 10 * DAY
    assert stays.audience_memberships.count() == 2


def test_a_late_worker_shuts_nobody_out_who_has_begun(now):
    department = DepartmentFactory(name="热线")
    moves = EmployeeFactory(number="moves", department=department)
    audience = AudienceFactory()
    audience.departments.add(department)
    campaign = planned(opens=now + DAY, closes=now + 9 * DAY, at=now, audience=audience)
    PostingFactory(employee=moves, from_day=timezone.localdate(now + DAY))
    took(campaign, moves, at=now + DAY)
    campaigns.open_due(at=now + 2 * DAY)
    assert invited(campaign) == {"moves"}


def test_an_audience_by_level_held():
    today = timezone.localdate()
    holder, lapsed, other = EmployeeFactory(), EmployeeFactory(), EmployeeFactory()
    for employee, subject, until in (
        (holder, "level:agent:2", None),
        (lapsed, "level:agent:2", today - DAY),
        (other, "level:agent:1", None),
    ):
        EntryFactory(
            employee=employee, kind="level", subject=subject, title="二级", valid_until=until, result="done"
        )
    audience = AudienceFactory(levels=["level:agent:2"])
    assert list(audiences.members(audience, on=today)) == [holder]
    assert list(audiences.members(AudienceFactory(), on=today).order_by("pk")) == [holder, lapsed, other]


def test_what_is_planned_can_be_put_right_until_it_opens(now):
    EmployeeFactory(number="old", hired_on=timezone.localdate(now - 400 * DAY))
    EmployeeFactory(number="new", hired_on=timezone.localdate(now - 10 * DAY))
    campaign = planned(opens=now + DAY, closes=now + 9 * DAY, at=now)
    told = {
        "audience": AudienceFactory(hired_from=timezone.localdate(now - 30 * DAY)),
        "title": "新员工测试",
        "opens_at": now + 5 * DAY,
        "closes_at": now + 12 * DAY,
        "remind_days": [1, 3],
        "by": None,
    }
    campaigns.replan(campaign, **told, at=now)
    changed = Campaign.objects.select_related("sitting").get()
    assert (changed.sitting.title, changed.sitting.opens_at, changed.remind_days) == (
        "新员工测试",
        now + 5 * DAY,
        [3, 1],
    )
    assert invited(campaign) == {"new"}
    assert Job.objects.get(name="exams.announce").due_at == now + 5 * DAY
    with pytest.raises(CampaignOpened):
        campaigns.replan(campaign, **told, at=now + 5 * DAY)


# Reminders


@pytest.mark.parametrize(
    ("days_before_the_end", "due"), [(13, None), (7.1, None), (7, 7), (3, 7), (2, 2), (0.5, 2), (0, None)]
)
def test_the_reminder_that_is_due(days_before_the_end, due, now):
    campaign = CampaignFactory(sitting__opens_at=now - 10 * DAY, sitting__closes_at=now + 4 * DAY)
    campaign.remind_days = [7, 2]
    at = campaign.sitting.closes_at - days_before_the_end * DAY
    assert campaigns.reminder_due(campaign, at=at) == due


def test_none_is_due_before_the_opening(now):
    campaign = CampaignFactory(sitting__opens_at=now - DAY, sitting__closes_at=now + DAY)
    campaign.remind_days = [7, 2, 1]
    assert campaigns.reminder_due(campaign, at=now + DAY / 2) == 1
    campaign.remind_days = [7, 2]
    assert campaigns.reminder_due(campaign, at=now + DAY / 2) is None


def test_who_has_not_begun_is_reminded_once_whatever_runs_twice(now):
    manager = EmployeeFactory()
    late, begun = EmployeeFactory(manager=manager), EmployeeFactory(manager=manager)
    EmployeeFactory(manager=manager, left_on=timezone.localdate(now - DAY))
    campaign = planned(opens=now - DAY, closes=now + 6 * DAY, at=now - 2 * DAY, remind_days=[7, 6])
    took(campaign, begun, at=now - DAY)
    for _beat in range(2):
        campaigns.tend(at=now)
        campaigns.remind(Campaign.objects.get(), days=6, at=now)
        jobs.run_due()
    told = Notice.objects.filter(kind="sitting_reminder")
    assert set(told.values_list("user", flat=True)) == {late.user.pk, manager.user.pk}
    assert told.count() == 2
    (digest,) = Notice.objects.filter(kind="team_reminder")
    assert (digest.user, digest.facts["number"]) == (manager.user, 1)
    assert Job.objects.filter(name="exams.remind").count() == 1
    campaigns.remind(Campaign.objects.get(), days=6, at=now + 7 * DAY)
    assert told.count() == 2


@pytest.mark.parametrize("people", [2, 6])
def test_a_reminder_asks_as_much_for_many_as_for_few(people, now, django_assert_num_queries):
    EmployeeFactory.create_batch(people)
    campaign = planned(opens=now - DAY, closes=now + 6 * DAY, at=now - 2 * DAY)
    with CaptureQueriesContext(connection) as captured:
        campaigns.remind(campaign, days=7, at=now)
    assert counted(captured) == 6
    assert Notice.objects.filter(kind="sitting_reminder").count() == people


# The closing report


@pytest.fixture
def ended(now):
    """Four of two departments: one passed, one failed, one absent, one has left; closed an hour ago."""
    first, second = DepartmentFactory(name="一部"), DepartmentFactory(name="二部")
    passed, failed = (
        EmployeeFactory(number="1", department=first),
        EmployeeFactory(number="2", department=first),
    )
    EmployeeFactory(number="3", department=second)
    left = EmployeeFactory(number="4", department=second)
    topics = TopicFactory(name="电话礼仪"), TopicFactory(name="产品知识")
    section = PaperSectionFactory(position=1, title="全部")
    for position, topic in enumerate(topics, start=1):
        version = QuestionVersionFactory(question=QuestionFactory(topic=topic))
        PaperQuestionFactory(section=section, question=version.question, position=position)
    exam = ExamFactory(paper=section.paper, pass_mark=Decimal("0.6"))
    opens, closes = now - 3 * DAY, now - timedelta(hours=1)
    campaign = planned(opens=opens, closes=closes, at=opens, exam=exam)
    took(campaign, passed, "a", "a")
    took(campaign, failed, "a", "b")
    took(campaign, left, "a", "a")
    Employee.objects.filter(pk=left.pk).update(left_on=timezone.localdate(now - 2 * DAY))
    return Campaign.objects.select_related("sitting__exam", "sitting__audience__audience").get()


def outcomes_of(report):
    return dict(report.lines.values_list("employee__number", "outcome"))


def test_the_report_is_written_when_the_test_has_ended_and_only_once(ended, now):
    for _beat in range(2):
        campaigns.tend(at=now)
        jobs.run_due()
    report = CampaignReport.objects.get()
    assert outcomes_of(report) == {"1": "passed", "2": "failed", "3": "absent", "4": "left"}
    found = campaign_reports.whole(report)
    whole = found.whole
    assert (whole.invited, whole.present, whole.taken, whole.passed, whole.left) == (4, 3, 2, 1, 1)
    assert (whole.taken_share, whole.passed_share) == (2 / 3, 1 / 3)
    assert [(one.name, one.tally.present, one.tally.passed) for one in found.departments] == [
        ("一部", 2, 1),
        ("二部", 1, 0),
    ]
    assert [(topic.name, topic.share, topic.people) for topic in found.topics] == [
        ("产品知识", 0.5, 2),
        ("电话礼仪", 1.0, 2),
    ]
    assert [topic.name for topic in found.weakest] == ["产品知识"]


def test_it_waits_for_who_is_still_at_it_and_for_exceptions(ended, now):
    Override.objects.create(
        sitting=ended.sitting, employee=Employee.objects.get(number="3"), closes_at=now + DAY, reason="夜班",
        at=now,
    )  # fmt: skip
    assert campaign_reports.close(ended, at=now) is None
    assert campaign_reports.close(ended, at=now + 2 * DAY) is not None


def test_what_comes_later_changes_the_next_edition_and_not_the_first(ended, now):
    first = campaign_reports.close(ended, at=now)
    before = list(first.lines.order_by("pk").values_list("employee", "department", "outcome", "score"))
    entry = Entry.objects.get(employee__number="2")
    ledger.reverse(entry, reason="更正", by=None, at=now)
    second = campaign_reports.write(ended, at=now + timedelta(minutes=1), by=None)
    assert second == first
    hr = EmployeeFactory(number="hr").user
    second = campaign_reports.write(ended, at=timezone.now() + timedelta(minutes=1), by=hr)
    assert (second.number, outcomes_of(second)["2"]) == (2, "unmarked")
    assert (
        list(first.lines.order_by("pk").values_list("employee", "department", "outcome", "score")) == before
    )


# The make-up


def test_a_make_up_waits_for_the_end(now):
    employee = EmployeeFactory()
    campaign = planned(opens=now - DAY, closes=now + DAY, at=now - DAY)
    window = {"opens_at": now + 2 * DAY, "closes_at": now + 3 * DAY, "by": None, "at": now}
    with pytest.raises(CampaignNotOver):
        makeups.offer(campaign=campaign, employees=[employee.pk], **window)


def test_the_failed_and_the_absent_are_chosen_to_begin_with(ended, now):
    found = [(one.employee.number, one.outcome, one.chosen) for one in makeups.candidates(ended, at=now)]
    assert found == [("2", Outcome.FAILED, True), ("3", Outcome.ABSENT, True)]


def test_only_candidates_are_invited_and_who_passes_it_is_none_any_more(ended, now):
    people = {employee.number: employee for employee in Employee.objects.all()}
    window = {"opens_at": now, "closes_at": now + DAY, "by": None, "at": now}
    with pytest.raises(NobodyChosen):
        makeups.offer(campaign=ended, employees=[people["1"].pk], **window)
    made = makeups.offer(campaign=ended, employees=[one.pk for one in people.values()], **window)
    assert made.kind == SittingKind.MAKE_UP
    assert set(made.audience.members.values_list("employee__number", flat=True)) == {"2", "3"}
    attempt = attempts.start(sitting=made, employee=people["3"], at=now)
    for position in (1, 2):
        answer(attempt, position, "a", at=now)
    attempts.hand_in(attempt, at=now)
    assert [one.employee.number for one in makeups.candidates(ended, at=timezone.now())] == ["2"]


def test_a_make_up_says_how_many_questions_are_others(ended):
    told = makeups.repetition(ended)
    assert (told.is_other_enough, told.worst) == (False, 1.0)


# The next quarter


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-08-31 18:00", "2026-11-30 18:00"),
        ("2026-11-30 09:00", "2027-02-28 09:00"),
        ("2026-07-01 00:00", "2026-10-01 00:00"),
        ("2026-10-01 08:30", "2027-01-01 08:30"),
    ],
)
def test_a_quarter_on_is_three_months_on(before, after):
    assert quarters.shifted(moment(before), 1) == moment(after)


@pytest.mark.parametrize(
    ("title", "next_title"),
    [
        ("2026年第三季度产品测试", "2026年第四季度产品测试"),
        ("2026年3季度产品测试", "2026年4季度产品测试"),
        ("Product test 2026Q3", "Product test 2026Q4"),
        ("Product test Q3 2026", "Product test Q4 2026"),
        ("产品测试", "产品测试"),
        ("2026 年第四季度", "2027 年第一季度"),
    ],
)
def test_a_title_names_its_quarter(title, next_title):
    assert quarters.retitled(title, 1) == next_title


def test_an_old_campaign_is_followed_in_the_future(now):
    campaign = CampaignFactory(sitting__opens_at=now - 400 * DAY, sitting__closes_at=now - 390 * DAY)
    proposal = quarters.following(campaign, at=now)
    assert proposal.closes_at > now
    assert proposal.opens_at < proposal.closes_at
    assert proposal.closes_at - now <= 93 * DAY


def test_a_quarter_is_followed_once(now):
    EmployeeFactory()
    first = planned(opens=now - DAY, closes=now + DAY, at=now)
    told = {
        "exam": first.sitting.exam,
        "audience": Audience.objects.get(),
        "opens": now + 90 * DAY,
        "closes": now + 99 * DAY,
        "at": now,
        "follows": first,
    }
    assert planned(**told) == planned(**told)
    assert (Campaign.objects.count(), Sitting.objects.count(), Attempt.objects.count()) == (2, 2, 0)
