"""A learner's home: the one next task first, then the way on which it lies."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from certification.enums import SchemeKind
from courses.models import Course, CoursePage, LessonPage
from exams.enums import SittingKind
from people.models import User
from tests.factories.assessments import AssessmentFactory
from tests.factories.certification import SchemeFactory, assessment, awarded, course, exam, rule
from tests.factories.courses import (
    CoursePageFactory,
    EnrolmentFactory,
    LessonDoneFactory,
    LessonPageFactory,
    PageVersionFactory,
)
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, SittingFactory, paper_of
from tests.factories.notices import NoticeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def day(offset: int) -> datetime:
    """Noon, so many days from today."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    return noon + offset * DAY


def onboarding(*blocks: tuple) -> None:
    rule(*blocks, scheme=SchemeFactory(code="onboarding", kind=SchemeKind.ONBOARDING))


def begin(user: User, page: CoursePage, lesson: LessonPage) -> None:
    """A person has done one lesson of a course."""
    own = {"employee": user.employee, "course": Course.objects.get(code=page.code)}
    EnrolmentFactory(**own)
    LessonDoneFactory(version=PageVersionFactory(page=lesson), **own)


@pytest.fixture
def visit(client: Client, newcomer: User):
    """The newcomer, hired ten days ago, looks at her home page."""
    client.force_login(newcomer)

    def look() -> str:
        return client.get("/", headers={"accept-language": "en"}).text

    return look


def asked(page: str) -> str:
    return re.findall(r'<h2 id="next-task">(.*?)</h2>', page, re.DOTALL)[0].split("</svg>")[-1].strip()


def facts(page: str) -> list[str]:
    shown = re.findall(r'<ul class="facts">(.*?)</ul>', page, re.DOTALL)[0]
    return [re.sub(r"<.*?>", "", fact).strip() for fact in re.findall("<li>(.*?)</li>", shown, re.DOTALL)]


def steps(page: str) -> list[str]:
    shown = re.findall(r'<ol class="path">(.*?)</ol>', page, re.DOTALL)[0]
    return re.findall('<li class="(.*?)">', shown)


class TestTheNextTask:
    def test_a_course_of_onboarding_with_its_day_and_minutes(self, visit) -> None:
        CoursePageFactory(slug="telephone", minutes=30)
        onboarding(course(due_days=13))
        page = visit()
        assert asked(page) == "Telephone manner"
        assert facts(page)[0].endswith("in 3 days")
        assert facts(page)[1:] == ["30 minutes"]
        assert re.findall(r'btn-primary btn-lg" href="(.*?)">(.*?)<', page) == [
            ("/learn/telephone/", "Start the course")
        ]

    def test_a_course_that_is_begun_counts_the_minutes_left(self, visit, newcomer: User) -> None:
        page = CoursePageFactory(slug="telephone", minutes=30)
        lessons = [LessonPageFactory(parent=page, minutes=minutes) for minutes in (5, 7, 8)]
        begin(newcomer, page, lessons[0])
        onboarding(course())
        shown = visit()
        assert facts(shown) == ["15 minutes"]
        assert re.findall(r'btn-primary btn-lg".*?>(.*?)<', shown) == ["Go on with the course"]

    def test_what_is_overdue_goes_before_what_is_due_soon(self, visit) -> None:
        for code in ("late", "soon"):
            CoursePageFactory(slug=code)
        late = course("course:late", title_en="Late", due_days=7)
        onboarding(course("course:soon", title_en="Soon", due_days=11), late)
        page = visit()
        assert asked(page) == "Late"
        assert facts(page)[0] == "Overdue"
        assert re.findall(r"(\d tasks? overdue)", page) == ["1 task overdue"]

    def test_a_running_test_goes_before_all(self, visit, newcomer: User) -> None:
        CoursePageFactory(slug="late")
        onboarding(course("course:late", due_days=1))
        attempt = AttemptFactory(employee=newcomer.employee)
        page = visit()
        assert asked(page) == f"Exam {attempt.sitting.exam.code}"
        assert re.findall(r'btn-primary btn-lg" href="(.*?)">(.*?)<', page) == [
            (f"/exams/attempts/{attempt.pk}/", "Continue the test")
        ]

    def test_a_test_that_closes_soon_goes_before_a_course_without_a_day(self, visit) -> None:
        CoursePageFactory(slug="telephone")
        rule(course())
        paper_of(QuestionVersionFactory(), closes_at=day(2), titles={"en": "Quarterly"})
        page = visit()
        assert asked(page) == "Quarterly"
        assert facts(page)[0].endswith("in 2 days · 12:00")
        assert facts(page)[1:] == ["30 minutes"]

    def test_what_closes_at_midnight_is_due_the_day_before(self, visit) -> None:
        midnight = day(3).replace(hour=0)
        paper_of(QuestionVersionFactory(), closes_at=midnight)
        assert facts(visit())[0].endswith("in 2 days · 24:00")

    def test_a_role_play_that_is_planned(self, visit, newcomer: User) -> None:
        planned = AssessmentFactory(employee=newcomer.employee, planned_on=timezone.localdate() + DAY)
        rubric = planned.scenario.rubric
        onboarding(assessment(f"rubric:{rubric.code}", due_days=30))
        page = visit()
        assert asked(page) == rubric.name_en
        assert facts(page)[0].startswith("due tomorrow")
        assert re.findall(r'btn-primary btn-lg" href="(.*?)">(.*?)<', page) == [
            (f"/assess/{planned.pk}/card/", "Read the customer&#x27;s card")
        ]
        assert steps(page) == ["now"]

    def test_a_role_play_without_a_date_says_whom_to_ask(self, visit) -> None:
        onboarding(assessment())
        page = visit()
        assert steps(page) == ["locked"]
        assert re.findall(r'class="why">.*?</svg> (.*?)</span>', page) == [
            "Assessment “Complaint role-play” has not taken place yet: ask your manager for a date."
        ]

    def test_practice_is_nobodys_task(self, visit) -> None:
        SittingFactory(kind=SittingKind.PRACTICE)
        assert asked(visit()) == "All done"

    def test_a_passed_test_is_asked_no_more(self, visit, newcomer: User) -> None:
        sitting = paper_of(QuestionVersionFactory(), attempts=2)
        attempt = AttemptFactory(employee=newcomer.employee, sitting=sitting)
        attempt.handed_in_at, attempt.ended_by = attempt.deadline_at, "candidate"
        attempt.save()
        page = visit()
        assert re.findall(r'btn-primary btn-lg".*?>(.*?)<', page) == ["Take it again"]
        EntryFactory(employee=newcomer.employee, exam=True, source=attempt.source)
        assert asked(visit()) == "All done"


class TestTheWay:
    def test_onboarding_says_how_much_is_done_and_why_a_step_is_locked(self, visit, newcomer: User) -> None:
        CoursePageFactory(slug="open")
        EntryFactory(employee=newcomer.employee)
        onboarding(course(), course("course:open"), course("course:draft", title_en="Drafted"), exam())
        page = visit()
        assert re.findall(r"(\d of \d) required", page) == ["1 of 4"]
        assert steps(page) == ["done", "now", "locked", "locked"]
        assert re.findall(r'class="why">.*?</svg> (.*?)</span>', page) == [
            "“Drafted” is not published yet.",
            "“Hotline exam” is not open now. You will be told when it is.",
        ]

    def test_a_test_to_come_says_when_it_opens(self, visit) -> None:
        onboarding(exam("exam:first"))
        paper_of(QuestionVersionFactory(), code="first", opens_at=day(1), closes_at=day(2))
        opens = timezone.localdate(day(1))
        page = visit()
        said = f"“Hotline exam” opens on {opens.day} {opens:%b} {opens.year}."
        assert re.findall(r'class="why">.*?</svg> (.*?)</span>', page) == [said]
        assert asked(page).startswith("All done until ")

    def test_the_ladder_waits_for_onboarding(self, visit, newcomer: User) -> None:
        onboarding(course())
        rule(exam())
        assert re.findall(r'<h2 id="way-(.*?)"', visit()) == ["onboarding"]
        EntryFactory(employee=newcomer.employee)
        assert re.findall(r'<h2 id="way-(.*?)"', visit()) == ["service"]

    def test_the_level_held_and_the_next_one(self, visit, newcomer: User) -> None:
        today = timezone.localdate()
        rule(exam(), rank=2, titles={"en": "Able"})
        awarded(newcomer.employee, rule(course(), rank=1, active_months=None), on=today)
        page = visit()
        assert re.findall(r"<span>(You hold .*?)</span>", page) == ["You hold level 1, Foundation"]
        assert re.findall(r"<h3>(.*?)</h3>", page) == ["Next: level 2, Able"]

    def test_nothing_is_left_until_the_level_ends(self, visit, newcomer: User) -> None:
        awarded(newcomer.employee, rule(course(), rank=1), on=timezone.localdate())
        page = visit()
        assert asked(page).startswith("All done until ")
        assert re.findall("<p>(.*renew.*)</p>", page) == ["“Foundation” ends: renew it before then."]


def test_who_has_nothing_at_all_reads_one_sentence(client: Client) -> None:
    client.force_login(User.objects.create_user("guest", name="Guest"))
    page = client.get("/", headers={"accept-language": "en"}).text
    said = "Your account has no role yet, and is not on the roster. Ask the HR department."
    assert re.findall(f"<p>({said})</p>", page) == [said]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_thirteen_queries_however_much_there_is(
    client: Client, newcomer: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [f"c{n}" for n in range(number)]
    onboarding(
        *[course(f"course:{code}", due_days=3) for code in codes], *[exam(f"exam:{code}") for code in codes]
    )
    for code in codes:
        page = CoursePageFactory(slug=code)
        begin(newcomer, page, LessonPageFactory(parent=page))
        sitting = paper_of(QuestionVersionFactory(), code=code, attempts=2)
        AttemptFactory(employee=newcomer.employee, sitting=sitting)
        NoticeFactory(user=newcomer)
        AssessmentFactory(employee=newcomer.employee)
        EntryFactory(employee=newcomer.employee, subject=f"course:other-{code}")
    client.force_login(newcomer)
    with django_assert_num_queries(13):
        client.get("/")
