"""The demo company as it stands after `manage.py load_demo`."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, QuerySet
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from certification.domain import coverage, standings
from certification.domain.findings import entries_of
from certification.domain.paths import paths
from certification.domain.standing import levels_held
from certification.enums import CertificateStatus
from certification.models import Award, Scheme
from core.domain import jobs
from core.models import AppendOnly, Job
from courses.models import CoursePage, LessonDone, LessonPage, Scenario
from exams.domain.analysis import exam_reports
from exams.domain.marking import verification
from exams.domain.taking import shelves
from exams.models import (
    Assessment,
    Attempt,
    Booklet,
    Campaign,
    CampaignReport,
    Item,
    MakeUp,
    Question,
    QuestionVersion,
    Sitting,
    Stimulus,
)
from people.enums import Role
from people.models import Employee, Posting, User
from portal.demo import loading
from portal.demo.accounts import demo_accounts
from portal.demo.people import PASSWORD
from portal.demo.questions import topics
from portal.management.commands import prepare
from records.models import AudienceMember, Entry
from tests.databases import Template
from tests.factories.people import EmployeeFactory
from tests.portal.demo.content import BANK, COURSES, EXAMS, HISTORY, PEOPLE, PLANTED, QUESTIONS, SCHEMES

pytestmark = pytest.mark.database


@pytest.fixture(scope="module", autouse=True)
def today(
    database_template: Template, database_folder: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[date]:
    """The day on which the demo was loaded, once for the tests of this file: they leave nothing behind."""
    shelves.clear()
    with django_db_blocker.unblock(), database_template.copied(database_folder):
        day = timezone.localdate()
        call_command("load_demo")
        yield day


def rows() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)
    }


def test_a_second_load_changes_nothing() -> None:
    before = rows()
    call_command("load_demo")
    assert rows() == before
    assert loading.missing() == []


def test_a_database_with_somebody_else_is_refused(own_database: str, capsys) -> None:
    EmployeeFactory(number="0001", name="王小雨")
    with pytest.raises(CommandError) as refused:
        call_command("load_demo")
    assert str(refused.value) == (
        "This database holds 王小雨 (0001), who is not of the demo company: "
        "load the demo into a database of its own."
    )
    assert refused.value.returncode == 1
    assert Employee.objects.count() == 1


def test_a_start_says_whom_a_visitor_may_be_whoever_she_has_added() -> None:
    with transaction.atomic():
        EmployeeFactory(number="9001")
        prepare.Command(stdout=(said := StringIO())).load_demo()
        transaction.set_rollback(True)
    first, second, *rest = said.getvalue().splitlines()
    assert first == "Demo accounts, all with the password gradus-demo:"
    assert second == "  0016   tong.manyee@chenghe.example       HR administrator      唐敏仪 培训管理员"
    assert len(rest) == 7


def test_an_interrupted_load_goes_on_from_its_first_day(own_database: str) -> None:
    first = date(2026, 3, 2)
    steps = loading.load(today=first)
    assert [next(steps), next(steps)] == ["people", "courses"]
    steps.close()
    assert next(step.name for step in loading.missing()) == "questions"
    assert next(loading.load()) == "questions"
    assert QuestionVersion.objects.values_list("at__date", flat=True)[0] == first - timedelta(days=415)


# People


def test_people_stand_where_they_worked(today: date) -> None:
    staff = Posting.objects.on(today).filter(employee__in=Employee.objects.employed(today))
    by_department = Counter(staff.values_list("department__name", flat=True))
    assert by_department == {
        "热线客服部": 14,
        "在线客服部": 11,
        "投诉与售后部": 11,
        "培训与质检部": 7,
        "物流协调部": 8,
        "技术支持部": 8,
    }
    moved = Posting.objects.filter(employee__number="A021").order_by("from_day")
    assert list(moved.values_list("from_day", "department__name", "position__name", "manager__number")) == [
        (today - timedelta(days=1180), "热线客服部", "服务组长", "0003"),
        (today - timedelta(days=140), "培训与质检部", "质检专员", "0001"),
    ]
    assert Employee.objects.get(number="B107").left_on == today - timedelta(days=45)


def test_everybody_but_the_leaver_signs_in_with_the_one_password() -> None:
    entered = [number for number in PEOPLE if Client().login(username=number, password=PASSWORD)]
    assert sorted(set(PEOPLE) - set(entered)) == ["B107"]
    assert Client().login(username="luo.zhe@chenghe.example", password=PASSWORD)
    for user in User.objects.all():
        validate_password(PASSWORD, user)


def test_there_is_an_account_for_every_role() -> None:
    users = {account.number: User.objects.get(username=account.number) for account in demo_accounts()}
    assert {role for user in users.values() for role in user.roles} == set(Role)
    assert [number for number, user in users.items() if user.employee.has_reports() and not user.roles] == [
        "0003"
    ]
    assert [
        user.employee.number
        for user in users.values()
        if user.employee.hired_on > timezone.localdate() - timedelta(days=30)
    ] == ["T2303"]
    assert {user.language for user in users.values()} == {"zh-hans", "zh-hant", "en"}


# Courses


def test_courses_are_live_in_three_languages() -> None:
    live = (
        CoursePage.objects.live()
        .values_list("locale__language_code", "title")
        .order_by("code", "locale__language_code")
    )
    assert list(live) == [
        ("en", "Handling Complaints in Four Stages"),
        ("zh-hans", "投诉处理：四个阶段"),
        ("zh-hant", "投訴處理：四個階段"),
        ("en", "Telephone Etiquette: From First Ring to Goodbye"),
        ("zh-hans", "电话礼仪：从第一声铃响到说再见"),
        ("zh-hant", "電話禮儀：從第一聲鈴響到說再見"),
    ]
    assert LessonPage.objects.live().count() == 3 * sum(len(course["lessons"]) for course in COURSES)


def test_the_role_play_is_written_in_three_languages() -> None:
    titles = Scenario.objects.order_by("language").values_list("language", "title")
    assert list(titles) == [
        ("en", "The Blender on Day Nine"),
        ("zh-hans", "第九天的破壁机"),
        ("zh-hant", "第九天的破壁機"),
    ]


def test_a_cited_block_stands_in_every_language_of_its_lesson() -> None:
    pages: dict[object, list[set[str]]] = {}
    for page in LessonPage.objects.live():
        pages.setdefault(page.translation_key, []).append({block.id for block in page.body})
    versions = QuestionVersion.objects.exclude(cites_page=None).values_list("cites_page", "cites_block")
    citing = [question for question in QUESTIONS if "cites" in question]
    assert [sum(block in blocks for blocks in pages[page]) for page, block in versions] == [3] * len(citing)
    assert QuestionVersion.objects.count() == len(QUESTIONS)


def test_lessons_done_are_those_of_history() -> None:
    online = [row for row in HISTORY["completions"] if row["method"] == "online"]
    read = 6 * len(online) + sum(len(row["lessons"]) for row in HISTORY["progress"])
    assert LessonDone.objects.count() == read


# Exams


def test_every_past_score_comes_out_of_the_answers() -> None:
    taken = [
        (row["person"], sitting["exam"], row["on"], row["score"])
        for sitting in HISTORY["sittings"]
        for row in sitting["results"]
        if row["status"] == "taken"
    ] + [(row["person"], row["exam"], row["on"], row["score"]) for row in HISTORY["exam_results"]]
    booked = Entry.objects.bookings().filter(kind="exam")
    first = timezone.localdate()
    assert sorted(
        (
            entry.employee.number,
            entry.subject.removeprefix("exam:"),
            (entry.on - first).days,
            float(entry.score),
        )
        for entry in booked.select_related("employee")
    ) == sorted(taken)
    assert verification.verify() == (len(taken), [])


def test_absent_people_were_invited_and_started_nothing() -> None:
    for row in HISTORY["sittings"]:
        sitting = Sitting.objects.get(titles__en=row["title"]["en"])
        invited = AudienceMember.objects.filter(snapshot=sitting.audience).values_list(
            "employee__number", flat=True
        )
        absent = {result["person"] for result in row["results"] if result["status"] == "absent"}
        taken = set(Attempt.objects.filter(sitting=sitting).values_list("employee__number", flat=True))
        assert (absent - set(invited), absent & taken) == (set(), set())


def test_this_quarters_test_is_open_to_all_staff(today: date) -> None:
    quarterly = Sitting.objects.open(timezone.now()).get(exam__code="quarterly-product")
    invited = set(
        AudienceMember.objects.filter(snapshot=quarterly.audience).values_list("employee__number", flat=True)
    )
    assert set(PEOPLE) - invited == {"B107", "T2302", "T2303"}
    open_now = Sitting.objects.open(timezone.now()).values_list("exam__code", flat=True)
    assert set(open_now) == set(EXAMS)


# Levels


def test_levels_are_those_of_history(today: date) -> None:
    levels = Entry.objects.bookings().filter(kind="level").values_list("employee__number", "subject", "on")
    assert sorted(levels) == sorted(
        (row["person"], f"level:{row['scheme']}:{row['level']}", today + timedelta(days=row["on"]))
        for row in HISTORY["awards"]
    )
    earned = [row for row in HISTORY["awards"] if row["basis"] == "earned"]
    awarded = Award.objects.values_list("employee__number", "level__rank", "on")
    assert sorted(awarded) == sorted(
        (row["person"], row["level"], today + timedelta(days=row["on"])) for row in earned
    )
    assert Job.objects.filter(name="certification.render", done_at=None).count() == len(earned)


def test_role_plays_are_scored_as_in_history() -> None:
    booked = (
        Entry.objects.bookings().filter(kind="assessment").values_list("employee__number", "score", "result")
    )
    assert sorted((number, round(float(score), 4), result) for number, score, result in booked) == sorted(
        (
            row["person"],
            row["score"],
            "passed" if row["score"] >= 0.7 and not row["critical_fail"] else "failed",
        )
        for row in HISTORY["assessments"]
    )
    assert Assessment.objects.planned().count() == len(HISTORY["planned"])


def state(today: date, person: str, requirement: str) -> str:
    """What the cell of a person under a requirement of the demo's files shows."""
    (scheme, level, place), *_ = [
        (scheme, row["level"], place)
        for scheme, data in SCHEMES.items()
        for row in data["levels"]
        for place, asked in enumerate(row["requirements"], start=1)
        if asked["id"] == requirement
    ]
    asked = coverage.requirements([Scheme.objects.get(code=scheme)], on=today)
    column = next(row for row in asked if (row.rule.level.rank, row.position) == (level, place))
    employee = Employee.objects.get(number=person)
    return str(coverage.cells([employee], [column], on=today)[employee.pk, column.pk].state)


def test_every_witness_comes_out_on_the_coverage_page(today: date) -> None:
    ids = {
        (code, row["level"]): [asked["id"] for asked in row["requirements"]]
        for code, data in SCHEMES.items()
        for row in data["levels"]
    }
    found = {}
    for row in HISTORY["witnesses"]:
        asked = [row["requirement"]] if row["requirement"] else ids[row["scheme"], row["level"]]
        shown = {name: state(today, row["person"], name) for name in asked}
        found[row["person"], row["level"], row["requirement"]] = shown
    assert found == {
        ("0024", 3, None): {"l3-1": "passed", "l3-2": "passed", "l3-3": "passed", "l3-4": "passed"},
        ("0018", 3, None): {
            "l3-1": "not_started",
            "l3-2": "passed",
            "l3-3": "not_started",
            "l3-4": "due_soon",
        },
        ("T2302", 1, "on-1"): {"on-1": "due_soon"},
        ("T2301", 1, "on-2"): {"on-2": "overdue"},
        ("0042", 2, None): {"l2-1": "passed", "l2-2": "passed", "l2-3": "not_started", "l2-4": "passed"},
        ("0046", 2, "l2-2"): {"l2-2": "not_started"},
        ("0031", 2, None): {
            "l2-1": "passed",
            "l2-2": "not_started",
            "l2-3": "in_progress",
            "l2-4": "overdue",
        },
        ("0051", 1, None): {"l1-1": "passed", "l1-2": "passed"},
    }
    assert state(today, "0018", "l4-4") == "due_soon"
    assert state(today, "0031", "l3-4") == "overdue"
    assert state(today, "0051", "l2-4") == "overdue"


def test_onboarding_waits_for_the_three_newcomers_alone(today: date) -> None:
    unfinished = [
        person.number
        for person in Employee.objects.employed(today).order_by("number")
        for path in paths(person, entries_of(person), on=today)
        if not path.scheme.is_ladder and not path.is_done
    ]
    assert unfinished == ["T2301", "T2302", "T2303"]


def test_a_level_runs_out_or_is_withdrawn(today: date) -> None:
    scheme = Scheme.objects.get(code="service-level")
    people = {person.number: person.pk for person in Employee.objects.all()}
    held = levels_held(people.values(), scheme, on=today)
    ranks: dict[int, list[str]] = {}
    for number, key in sorted(people.items()):
        if key in held:
            ranks.setdefault(held[key].rank, []).append(number)
    assert ranks == {
        5: ["0001"],
        4: ["0003", "0007", "0012", "0015"],
        3: ["0018", "0024", "0029", "A021"],
        2: [
            "0009",
            "0010",
            "0019",
            "0020",
            "0026",
            "0027",
            "0030",
            "0035",
            "0038",
            "A033",
            "A039",
            "A044",
            "A050",
            "E118",
        ],
        1: [
            "0028",
            "0042",
            "0046",
            "A032",
            "A034",
            "A036",
            "A037",
            "A040",
            "A041",
            "A045",
            "A047",
            "A048",
            "A049",
            "A052",
            "A054",
            "B107",
            "C009",
            "E121",
        ],
    }
    revoked = Award.objects.with_ledger().get(employee__number="0051")
    assert revoked.status(today) == CertificateStatus.REVOKED


def test_nothing_more_is_awarded_when_the_worker_looks_again(today: date) -> None:
    before = Award.objects.count()
    assert list(standings.differences(on=today)) == []
    with transaction.atomic():
        owed = Job.objects.filter(name="certification.evaluate", due_at__lte=timezone.now())
        for pk in {job.payload["employee"]: job.pk for job in owed}.values():
            assert jobs.run(pk)
        assert Award.objects.count() == before
        transaction.set_rollback(True)


# Statistics


def quarterly(code: str) -> QuerySet[Sitting]:
    row = next(row for row in HISTORY["sittings"] if row["code"] == code)
    return Sitting.objects.filter(titles__en=row["title"]["en"])


@pytest.mark.parametrize("code", ["quarterly-2", "quarterly-1"])
def test_statistics_of_a_quarterly_test_find_what_is_planted(code: str) -> None:
    with translation.override("en"):
        report = exam_reports.of_sittings(quarterly(code), User.objects.get(username="0015"))
    doubted, easy = PLANTED["wrong_key"]["question"], PLANTED["easy"]
    lines = {line.code: line for line in report.questions}
    assert (report.analysis.test.questions, report.analysis.test.people >= 45) == (20, True)
    assert report.questions[0].code == doubted
    first, *_others = lines[doubted].report.advice
    assert (first.code, first.text) == ("wrong_key", "The best people choose C: is the key wrong?")
    assert [line.code for line in report.problems] == [doubted]
    assert [code for code, line in lines.items() if line.report.figures.facility == 1] == [easy]
    weak, *_better = exam_reports.weak(report.topics)
    assert weak.name == topics()[PLANTED["weak"]].name


@pytest.mark.parametrize("code", ["quarterly-2", "quarterly-1"])
def test_every_other_question_of_a_quarterly_test_tells_people_apart(code: str) -> None:
    report = exam_reports.of_sittings(quarterly(code), User.objects.get(username="0015"))
    index = {line.code: line.report.figures.discrimination_index for line in report.questions}
    assert index.pop(PLANTED["wrong_key"]["question"]) < 0
    assert index.pop(PLANTED["easy"]) is None
    assert min(index.values()) > 0


@pytest.mark.parametrize("code", ["quarterly-2", "quarterly-1"])
def test_a_quarterly_test_asks_everybody_the_same(code: str) -> None:
    asked = (
        Item.objects.filter(attempt__sitting__in=quarterly(code)).values("version").annotate(n=Count("pk"))
    )
    assert {row["n"] for row in asked} == {Attempt.objects.filter(sitting__in=quarterly(code)).count()}
    assert len(asked) == Booklet.objects.get(sitting__in=quarterly(code)).lines.count() == 20


def test_questions_on_one_material_are_asked_as_a_unit() -> None:
    about = {
        material["code"]: [q["id"] for q in QUESTIONS if q.get("stimulus") == material["code"]]
        for topic in BANK
        for material in topic.get("stimuli", [])
    }
    made = Stimulus.objects.values_list("pk", flat=True)
    linked = [
        list(Question.objects.filter(stimulus=pk).order_by("place").values_list("code", flat=True))
        for pk in made
    ]
    assert sorted(linked) == sorted(about.values())
    for attempt in Attempt.objects.filter(sitting__exam__code="level-2"):
        rows = attempt.items.exclude(stimulus=None).order_by("position")
        found = list(rows.values_list("version__question__code", flat=True))
        places = list(rows.values_list("position", flat=True))
        assert found in linked
        assert places == list(range(places[0], places[0] + 3))


# Facts


def test_the_training_file_has_no_line_twice() -> None:
    lines = Entry.objects.bookings().values_list("employee__number", "kind", "subject", "on")
    assert [line for line, count in Counter(lines).items() if count > 1] == []


def test_no_fact_of_the_demo_can_be_changed() -> None:
    facts = [model for model in AppendOnly.facts() if model._base_manager.exists()]
    assert len(facts) > 15
    for model in facts:
        table, key = model._meta.db_table, model._meta.pk.column
        for statement in (f'UPDATE "{table}" SET "{key}" = "{key}"', f'DELETE FROM "{table}"'):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_the_quarterly_tests_stand_with_their_reports():
    """In each report as many have taken the test as the history says; the one that runs has none yet."""
    took = [
        sum(result["status"] == "taken" for result in row["results"])
        for row in HISTORY["sittings"]
        if not row["makeup_of"] and row["closes"] < 0
    ]
    reports = CampaignReport.objects.order_by("campaign__sitting__opens_at")
    found = [report.lines.filter(outcome__in=("passed", "failed")).count() for report in reports]
    assert found == took
    assert (Campaign.objects.count(), MakeUp.objects.count()) == (len(took) + 1, 1)
    assert Campaign.objects.filter(follows=None).count() == 1
