"""What the home page shows of somebody's work for others."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Workflow

from certification.domain import standings
from certification.enums import SchemeKind
from certification.models import Requirement
from core.domain import jobs
from core.models import Job
from courses.models import CoursePage
from people.domain import roles as grants
from people.enums import Role
from people.models import Employee, User
from portal.domain import roles
from records.domain import ledger
from tests.cast import Cast
from tests.exams.marking.papers import essay, written
from tests.factories.assessments import AssessmentFactory
from tests.factories.certification import SchemeFactory, awarded, course, exam, rule
from tests.factories.courses import CoursePageFactory, LessonPageFactory, PublishedBlockFactory
from tests.factories.exams import (
    ExamFactory,
    ObjectionFactory,
    PaperDrawFactory,
    QuestionVersionFactory,
    SittingFactory,
    VersionReviewFactory,
    paper_of,
)
from tests.factories.people import EmployeeFactory, UserFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def home(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get("/", headers={"accept-language": "en"}).text


def parts(page: str) -> list[str]:
    return re.findall(r'<section (?:class="learning" )?aria-labelledby="([\w-]+)">', page)


def waiting(page: str, part: str) -> list[str]:
    """The lines of a part, as they are read."""
    section = page.partition(f'aria-labelledby="{part}">')[2].partition("</section>")[0]
    lists = re.findall(r'<ul class="waiting">(.*?)</ul>', section, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", "".join(lists), re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", " ", line).split()) for line in lines]


def test_each_finds_the_parts_of_what_she_is(client: Client, cast: Cast) -> None:
    own = ["next-task"]
    assert {name: parts(home(client, user)) for name, user in cast.users().items()} == {
        "newcomer": own,
        "employee": own,
        "trainer": ["authoring", *own],
        "assessor": ["assessing", *own],
        "manager": ["team", *own],
        "hr": ["administration", *own],
        "auditor": ["auditing"],
        "stranger": own,
    }


def test_who_is_several_things_finds_each(client: Client, manager: User) -> None:
    for role in (Role.HR, Role.ASSESSOR, Role.TRAINER):
        grants.grant(user=manager, role=role, by=None)
    assert parts(home(client, manager)) == ["administration", "assessing", "authoring", "team", "next-task"]


class TestTrainer:
    def test_nothing_waits(self, client: Client, trainer: User) -> None:
        page = home(client, trainer)
        assert re.findall("<p>(Nothing waits: .*)</p>", page) == [
            "Nothing waits: no draft to review, no test open or about to open, no question unused."
        ]
        assert waiting(page, "authoring") == []

    def test_tests_that_run_and_that_open_and_questions_unused(
        self, client: Client, trainer: User, employee: User
    ) -> None:
        now = timezone.now()
        QuestionVersionFactory()
        paper_of(QuestionVersionFactory(), titles={"en": "Running"}, employees=[employee.employee])
        paper_of(
            QuestionVersionFactory(), titles={"en": "Coming"}, opens_at=now + DAY, closes_at=now + 2 * DAY
        )
        SittingFactory(opens_at=now + 9 * DAY, closes_at=now + 10 * DAY)
        lines = waiting(home(client, trainer), "authoring")
        assert [re.sub(r" (closes|opens) .*", r" \1", line) for line in lines] == [
            "Running closes",
            "Coming opens",
            "1 question that no paper names and nobody was asked",
        ]
        assert lines[0].endswith("· 0 of 1 have taken it")

    def test_questions_that_wait(self, client: Client, trainer: User, employee: User) -> None:
        mine, others = (
            VersionReviewFactory(version=QuestionVersionFactory(is_draft=True, by_id=by))
            for by in (trainer.pk, employee.pk)
        )
        assert (mine.verdict, others.verdict) == ("submitted", "submitted")
        block = PublishedBlockFactory()
        cited = {"cites_page": block.translation_key, "cites_block": block.block}
        stale = QuestionVersionFactory(**cited, cites_fingerprint="as it was")
        draw = PaperDrawFactory(topic=stale.question.topic, section__title="产品")
        SittingFactory(exam=ExamFactory(paper=draw.section.paper, titles={"en": "Running"}))
        lines = waiting(home(client, trainer), "authoring")
        assert lines[:2] == [
            "1 question to review",
            "1 question is not asked: its lesson has changed",
        ]
        assert lines[2].startswith(f"Nobody can start the paper {draw.section.paper} Section 产品, rule 1")

    @pytest.mark.parametrize("number", [1, 3])
    def test_what_waits_costs_the_same(
        self, client: Client, trainer: User, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        block = PublishedBlockFactory()
        cited = {"cites_page": block.translation_key, "cites_block": block.block}
        QuestionVersionFactory.create_batch(number, **cited, cites_fingerprint="as it was")
        VersionReviewFactory.create_batch(number)
        client.force_login(trainer)
        client.get("/")
        with django_assert_num_queries(21):
            client.get("/")

    def test_a_draft_that_waits_for_review(self, client: Client, trainer: User) -> None:
        roles.sync()
        page = CoursePageFactory(live=False, title="草稿")
        page.save_revision()
        Workflow.objects.first().start(page, UserFactory())
        shown = home(client, trainer)
        assert [line.rsplit("  ")[0].split(" ")[:2] for line in waiting(shown, "authoring")] == [
            ["Review:", "草稿"]
        ]
        assert re.findall(r'<a href="(/cms/pages/\d+/edit/)">', shown) == [f"/cms/pages/{page.pk}/edit/"]


class TestMarker:
    def test_answers_and_queries_that_wait(self, client: Client, trainer: User, assessor: User) -> None:
        paper = written(paper_of(essay(), employees=[]), EmployeeFactory(), "道歉")
        ObjectionFactory(item=paper.items.get())
        answers, queries = "1 answer waits to be marked", "1 query about a question"
        assert waiting(home(client, trainer), "marking") == [answers, queries]
        assert waiting(home(client, assessor), "marking") == [answers]


class TestAssessor:
    def test_whom_to_score(self, client: Client, assessor: User, employee: User) -> None:
        today = timezone.localdate()
        late = AssessmentFactory(assessor=assessor, employee=employee.employee, planned_on=today - DAY)
        page = home(client, assessor)
        assert re.findall(rf'<a href="(/assess/{late.pk}/)">', page) == [f"/assess/{late.pk}/"]
        [line] = waiting(page, "assessing")
        assert (line.split(" · ")[0], line.endswith("Overdue")) == ("李静", True)

    def test_the_rest_is_counted(self, client: Client, assessor: User) -> None:
        AssessmentFactory.create_batch(7, assessor=assessor)
        page = home(client, assessor)
        assert len(waiting(page, "assessing")) == 5
        assert re.findall(r">(\d more)<", page) == ["2 more"]

    def test_nobody_is_planned(self, client: Client, assessor: User) -> None:
        said = "Nobody is planned for you."
        assert re.findall(f"<p>({said})</p>", home(client, assessor)) == [said]


def booked() -> None:
    standings.rebuild(list(Employee.objects.values_list("pk", flat=True)), Requirement.objects.all())


class TestManager:
    @pytest.fixture(autouse=True)
    def onboarding(self, cast: Cast) -> None:
        """The newcomer came ten days ago: the course is overdue."""
        scheme = SchemeFactory(code="onboarding", kind=SchemeKind.ONBOARDING, titles={"en": "Onboarding"})
        rule(course(due_days=5), exam(due_days=30), scheme=scheme)

    def test_figures_that_lead_to_coverage(self, client: Client, manager: User) -> None:
        page = home(client, manager)
        assert re.findall(r'href="/coverage/(\?[^"]*)"><strong class="num">(.*?)<', page) == [
            ("?of=onboarding", "0%"),
            ("?of=onboarding&amp;show=gaps", "2"),
            ("?of=onboarding&amp;show=overdue", "1"),
            ("?of=onboarding&amp;show=due", "1"),
        ]

    def test_who_is_overdue(self, client: Client, manager: User) -> None:
        [line] = waiting(home(client, manager), "team")
        assert line.startswith("王小雨 · Telephone manner was due ")

    def test_what_ends_soon(self, client: Client, cast: Cast) -> None:
        rule(course("course:privacy", title_en="Privacy"), rank=1)
        line = EntryFactory(employee=cast.employee.employee, subject="course:privacy")
        ledger.extend(line, until=timezone.localdate() + 20 * DAY, reason="renewed", by=None)
        booked()
        lines = waiting(home(client, cast.manager), "team")
        assert [line.split(" until ")[0] for line in lines[1:]] == ["李静 · Privacy"]

    @pytest.mark.parametrize("number", [1, 3])
    def test_it_costs_the_same_for_any_number_of_people(
        self, client: Client, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        below = EmployeeFactory.create_batch(
            number, manager=cast.manager.employee, hired_on=timezone.localdate()
        )
        for one in below:
            EntryFactory(employee=one)
        booked()
        client.force_login(cast.manager)
        with django_assert_num_queries(18):
            client.get("/")


class TestAdministration:
    def test_from_an_empty_database(self, client: Client) -> None:
        setter = UserFactory(roles=[Role.HR])
        page = home(client, setter)
        assert re.findall(r"(\d of 7) done", page) == ["0 of 7"]
        shown = re.findall(r'<ol class="path">(.*?)</ol>', page, re.DOTALL)[0]
        assert re.findall('<li class="(.*?)">', shown) == ["now", *[""] * 6]
        assert re.findall('<a href="(.*?)">', shown) == [
            "/setup/company/",
            "/people/import/",
            "/people/",
            "/people/",  # she is no trainer: the people are shown, to make somebody one
            "/people/",
            "/cms/snippets/certification/level/",
            "/assess/plan/",
        ]

    def test_all_is_set_up(self, client: Client, cast: Cast, settings) -> None:
        settings.GRADUS_COMPANY = "晨光服务"
        LessonPageFactory()
        SittingFactory()
        QuestionVersionFactory()
        rule(course())
        page = home(client, cast.hr)
        assert re.findall(r"<h2 id=.administration.>(.*?)</h2>", page) == ["Administration"]
        links = ["People", "Training coverage", "Extra time in tests", "Set-up checklist"]
        assert waiting(page, "administration") == links
        client.force_login(cast.hr)
        again = client.get("/setup/", headers={"accept-language": "en"}).text
        assert re.findall(r"(\d of 7) done", again) == ["7 of 7"]

    def test_each_step_is_found_from_the_data(self, client: Client, settings) -> None:
        """In the order of the list: what is made, and which steps are done then."""
        setter = UserFactory(roles=[Role.HR])

        def done() -> int:
            shown = re.findall(r'<ol class="path">(.*?)</ol>', home(client, setter), re.DOTALL)[0]
            return re.findall('<li class="(.*?)">', shown).count("done")

        counts = []
        for make in (
            lambda: setattr(settings, "GRADUS_COMPANY", "晨光服务"),
            lambda: EmployeeFactory.create_batch(2),
            lambda: [UserFactory(roles=[role]) for role in (Role.TRAINER, Role.ASSESSOR)],
            CoursePageFactory,
            QuestionVersionFactory,
            lambda: rule(course()),
            SittingFactory,
        ):
            make()
            shown = home(client, setter)
            counts.append(done() if 'class="path"' in shown.partition("administration")[2] else 7)
        assert counts == [1, 2, 3, 4, 5, 6, 7]
        assert CoursePage.objects.live().count() == 1

    def test_what_waits_for_a_person(self, client: Client, cast: Cast) -> None:
        award = awarded(cast.employee.employee, rule(course()))
        line = award.findings.get().entry
        ledger.reverse(line, reason="typing error", by=None)
        Job.objects.filter(pk=jobs.owe("test.print", key=1).pk).update(given_up_at=timezone.now())
        assert waiting(home(client, cast.hr), "administration")[:3] == [
            "1 certificate to decide: its evidence was reversed",
            "1 certificate is not made yet",
            "1 job failed",
        ]
