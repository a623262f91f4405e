from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from certification.domain.awards import evaluate, revoke
from certification.domain.findings import entries_of
from certification.domain.ladder import Ladder, ladders
from certification.models import RuleVersion
from people.models import User
from tests.factories.certification import awarded, course, exam, rule, tenure
from tests.factories.courses import CoursePageFactory
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 2)


@pytest.fixture
def person():
    return EmployeeFactory()


@pytest.fixture
def first() -> RuleVersion:
    return rule(course())


def ladder(person, on: date = MARCH) -> Ladder:
    (one,) = ladders(person, entries_of(person), on=on)
    return one


def test_somebody_new_begins_at_the_first_step(person, first):
    rule(course("course:complaint"), rank=2)
    shown = ladder(person)
    assert (shown.held, shown.next.level, shown.todo.requirement.subject) == (
        None,
        first.level,
        "course:telephone",
    )


def test_the_next_step_is_above_the_one_held(person, first):
    second = rule(course("course:complaint"), tenure(6), rank=2)
    award = awarded(person, first)
    shown = ladder(person)
    assert (shown.held.level, shown.held.award, shown.next.level) == (first.level, award, second.level)


def test_a_level_held_on_paper_is_held(person, first):
    line = EntryFactory(employee=person, kind="level", subject="level:service:1", on=MARCH)
    shown = ladder(person)
    assert (shown.held.level, shown.held.line, shown.held.award) == (first.level, line, None)


def test_what_time_alone_will_bring_is_never_the_thing_to_do_while_there_is_another(person, first):
    rule(tenure(6), course("course:complaint"), rank=2)
    awarded(person, first)
    assert ladder(person).todo.requirement.kind == "course"
    EntryFactory(employee=person, subject="course:complaint")
    assert ladder(person).todo.requirement.kind == "tenure"


def test_a_step_without_a_rule_is_not_the_next(person, first):
    rule(rank=2)
    awarded(person, first)
    assert (ladder(person).next, ladder(person).todo) == (None, None)


def test_from_the_opening_of_its_window_the_step_held_asks_anew(person, first):
    rule(course("course:complaint"), rank=2)
    awarded(person, first)  # until 2 March 2027, renewal from 2 January
    assert ladder(person, on=date(2027, 1, 1)).next.level.rank == 2
    open_ = ladder(person, on=date(2027, 1, 2))
    assert (open_.next.level.rank, open_.next.is_renewing, open_.next.met) == (1, True, 0)


def test_a_lapsed_level_is_no_longer_held(person, first):
    awarded(person, first)
    shown = ladder(person, on=date(2027, 3, 3))
    assert (shown.held, shown.next.level) == (None, first.level)


def test_the_thing_to_do_leads_to_its_page(person):
    page = CoursePageFactory()
    rule(course(f"course:{page.code}"))
    assert ladder(person).todo.address == f"/learn/{page.code}/"


def test_a_failed_try_is_begun(person):
    rule(exam())
    EntryFactory(employee=person, exam=True, result="failed", score="0.5")
    assert ladder(person).todo.is_begun is True


def test_a_withdrawn_level_says_so_and_asks_anew(client: Client, hr: User) -> None:
    holder = EmployeeFactory()
    level = rule(course())
    award = awarded(holder, level)
    today = timezone.localdate()
    revoke(award, reason="他人代考", by=hr)
    (step,) = (found for found in ladder(holder, on=today).steps if found.level == level.level)
    assert (step.withdrawn, step.anew_from) == (award.revocation, today + timedelta(days=1))
    assert [(finding.requirement.kind, finding.met) for finding in step.findings] == [("course", False)]
    client.force_login(holder.user)
    page = client.get("/certification/", headers={"accept-language": "en"}).content.decode()
    with translation.override("en"):
        on, again = date_format(today), date_format(today + timedelta(days=1))
    assert f"Withdrawn on {on}: 他人代考." in page
    assert f"anew, from {again} on." in page


def test_a_level_awarded_again_is_held_and_no_longer_withdrawn(hr: User) -> None:
    holder = EmployeeFactory()
    level = rule(course())
    revoke(awarded(holder, level), reason="他人代考", by=hr)
    later = timezone.localdate() + timedelta(days=2)
    EntryFactory(employee=holder, subject="course:telephone", on=later)
    (again,) = evaluate(holder, on=later)
    assert (ladder(holder, on=later).held.award, ladder(holder, on=later).held.withdrawn) == (again, None)
