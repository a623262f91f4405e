"""Whose exception reaches whom, extra time by its dates, and starts under both."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import AuditEvent
from exams.domain.delivery import exceptions, terms
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import reviews
from exams.domain.taking import attempts
from exams.enums import Factor, Preset, SittingKind
from exams.errors import (
    CoolingDown,
    EndsBeforeItBegins,
    LateEntryOver,
    NoAttemptsLeft,
    NotForOneself,
    NotInvited,
    SittingClosed,
)
from exams.models import Attempt, ExtraTime, Override, Sitting
from exams.models.disclosure import preset
from people.models import Employee, User
from tests.cast import Cast
from tests.factories.exams import (
    ExtraTimeFactory,
    OverrideFactory,
    QuestionVersionFactory,
    SittingFactory,
    paper_of,
)
from tests.factories.people import DepartmentFactory, EmployeeFactory
from tests.factories.records import AudienceFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 20, 4, 0, tzinfo=UTC)  # in Shanghai
HOUR = timedelta(hours=1)


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory(hired_on=date(2020, 1, 1))


@pytest.fixture
def sitting(person: Employee) -> Sitting:
    """Of thirty minutes, from eleven to three."""
    return paper_of(
        QuestionVersionFactory(), employees=[person], opens_at=NOON - HOUR, closes_at=NOON + 3 * HOUR
    )


@pytest.fixture
def grant(sitting: Sitting, cast: Cast) -> Any:
    def granted(target: Any, **changes: Any) -> Override:
        said = {"reason": "出差", "by": cast.trainer, "at": NOON}
        return exceptions.grant(sitting=sitting, target=target, **said | changes)

    return granted


def closes(person: Employee, sitting: Sitting) -> datetime:
    return terms.one(person, sitting, at=NOON).window.closes


def start(sitting: Sitting, person: Employee, at: datetime = NOON) -> Attempt:
    return attempts.start(sitting=sitting, employee=person, at=at)


def test_a_persons_exception_replaces_her_earlier_one(grant: Any, person: Employee, sitting: Sitting) -> None:
    other = EmployeeFactory()
    grant(person, closes_at=NOON + 5 * HOUR)
    grant(person, closes_at=NOON + 4 * HOUR)
    assert closes(person, sitting) == NOON + 4 * HOUR
    assert closes(other, sitting) == NOON + 3 * HOUR
    grant(person)
    assert closes(person, sitting) == NOON + 3 * HOUR
    assert Override.objects.count() == 3
    assert len(Override.objects.filter(sitting=sitting).standing()) == 1


def test_a_departments_exception_reaches_those_below_it(grant: Any, sitting: Sitting) -> None:
    north = DepartmentFactory()
    team, south = DepartmentFactory(parent=north), DepartmentFactory()
    inside, outside = EmployeeFactory(department=team), EmployeeFactory(department=south)
    grant(north, closes_at=NOON + 4 * HOUR)
    found = terms.of_people(sitting, [inside.pk, outside.pk], at=timezone.now())
    assert [found[one.pk].window.closes for one in (inside, outside)] == [NOON + 4 * HOUR, NOON + 3 * HOUR]


def test_an_audiences_exception_reaches_who_it_is_on_that_day(
    grant: Any, person: Employee, sitting: Sitting
) -> None:
    veterans = AudienceFactory(hired_until=date(2021, 1, 1))
    grant(veterans, closes_at=NOON + 4 * HOUR)
    later = EmployeeFactory(hired_on=date(2020, 1, 1))
    assert (closes(person, sitting), closes(later, sitting)) == (NOON + 4 * HOUR, NOON + 3 * HOUR)
    grant(veterans, closes_at=NOON + 5 * HOUR)
    assert (closes(person, sitting), closes(later, sitting)) == (NOON + 5 * HOUR, NOON + 5 * HOUR)


@pytest.mark.parametrize("group", ["department", "audience"])
def test_an_exception_for_a_group_leaves_out_who_made_it(cast: Cast, group: str) -> None:
    """An earlier one by somebody else still counts for her."""
    maker = cast.trainer.employee
    department = maker.postings.get().department
    target = department if group == "department" else AudienceFactory()
    other = EmployeeFactory(department=department)
    sitting = paper_of(
        QuestionVersionFactory(), employees=[maker, other], opens_at=NOON - HOUR, closes_at=NOON + 3 * HOUR
    )
    people = [maker.pk, other.pk]
    expected = []
    for by, hours in ((cast.trainer, 12), (cast.hr, 4), (cast.trainer, 12)):
        closing = NOON + hours * HOUR
        exceptions.grant(sitting=sitting, target=target, reason="出差", by=by, at=NOON, closes_at=closing)
        held = terms.of_people(sitting, people, at=timezone.now())
        assert held[maker.pk] == terms.one(maker, sitting, at=timezone.now())
        expected.append(tuple((held[one].window.closes - NOON) // HOUR for one in people))
    assert expected == [(3, 12), (4, 4), (4, 12)]


def test_a_start_goes_by_the_persons_terms(grant: Any, person: Employee, sitting: Sitting) -> None:
    grant(person, closes_at=NOON + 5 * HOUR, minutes=40, attempts=2, due_at=NOON + 4 * HOUR)
    attempt = start(sitting, person, NOON + 4 * HOUR)
    assert attempt.deadline_at == NOON + 4 * HOUR + timedelta(minutes=40)
    assert attempt.due_at == NOON + 4 * HOUR
    attempts.hand_in(attempt, at=NOON + 4 * HOUR)
    assert start(sitting, person, NOON + 4 * HOUR).number == 2


@pytest.mark.parametrize(
    ("from_day", "until", "minutes"),
    [(date(2026, 3, 1), None, 45), (date(2026, 3, 20), date(2026, 3, 20), 45), (date(2026, 3, 21), None, 30)],
)
def test_extra_time_holds_within_its_days(
    person: Employee, sitting: Sitting, from_day: date, until: date | None, minutes: int
) -> None:
    ExtraTimeFactory(employee=person, factor="1.5", from_day=from_day, until=until)
    assert start(sitting, person).deadline_at == NOON + timedelta(minutes=minutes)


def test_the_row_given_last_counts_and_none_ends_it(person: Employee, sitting: Sitting) -> None:
    for factor in ("2", "1.25", "1"):
        ExtraTimeFactory(employee=person, factor=factor, from_day=date(2026, 3, 1))
        found = terms.one(person, sitting, at=NOON)
        assert found.extra == float(factor)


def test_without_a_limit_it_ends_after_a_day(person: Employee, sitting: Sitting) -> None:
    ExtraTimeFactory(employee=person, factor=Factor.UNLIMITED, from_day=date(2026, 3, 1))
    assert start(sitting, person).deadline_at == NOON + timedelta(days=1)


def test_late_entry_and_cool_down_refuse_a_start(person: Employee, sitting: Sitting) -> None:
    sitting.late_entry = 30
    with pytest.raises(LateEntryOver):
        start(sitting, person)
    sitting.late_entry, sitting.exam.attempts, sitting.exam.cool_down = None, 2, 20
    attempts.hand_in(start(sitting, person), at=NOON + timedelta(minutes=5))
    with pytest.raises(CoolingDown):
        start(sitting, person, NOON + timedelta(minutes=24))
    assert start(sitting, person, NOON + timedelta(minutes=25)).number == 2


def test_the_second_of_the_close_is_late(person: Employee, sitting: Sitting) -> None:
    with pytest.raises(SittingClosed):
        start(sitting, person, sitting.closes_at)
    last = start(sitting, person, sitting.closes_at - timedelta(seconds=1))
    assert last.deadline_at == sitting.closes_at


def test_practice_is_never_used_up(person: Employee) -> None:
    practice = paper_of(
        QuestionVersionFactory(), employees=[person], kind=SittingKind.PRACTICE, attempts=1, cool_down=60
    )
    now = timezone.now()
    for number in (1, 2, 3):
        attempt = start(practice, person, now)
        assert attempt.number == number
        attempts.hand_in(attempt, at=now)


def test_a_used_up_test_says_so(person: Employee, sitting: Sitting) -> None:
    attempts.hand_in(start(sitting, person), at=NOON)
    with pytest.raises(NoAttemptsLeft):
        start(sitting, person)


def test_nobody_makes_an_exception_for_herself_or_for_who_is_not_invited(
    grant: Any, cast: Cast, sitting: Sitting
) -> None:
    with pytest.raises(NotForOneself):
        grant(cast.trainer.employee, minutes=60)
    with pytest.raises(NotInvited):
        grant(cast.stranger.employee, minutes=60)
    assert Override.objects.count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_at": NOON - HOUR},
        {"opens_at": NOON + 3 * HOUR},
        {"due_at": NOON + 4 * HOUR},
        {"due_at": NOON - HOUR},
    ],
)
def test_an_exception_leaves_a_window(grant: Any, person: Employee, changes: dict[str, Any]) -> None:
    with pytest.raises(EndsBeforeItBegins):
        grant(person, **changes)


def test_extra_time_is_a_fact_whose_reason_stays_with_hr(person: Employee, cast: Cast) -> None:
    given = {"factor": Factor.HALF, "from_day": date(2026, 3, 1), "until": None, "by": cast.hr, "at": NOON}
    exceptions.give_extra_time(employee=person, reason="阅读障碍", **given)
    assert AuditEvent.objects.get(verb="gave extra time").reason == ""
    seen: dict[str, int] = {
        name: ExtraTime.objects.visible_to(user).count() for name, user in cast.users().items()
    }
    assert {name for name, count in seen.items() if count} == {"hr"}
    with pytest.raises(NotForOneself):
        exceptions.give_extra_time(employee=cast.hr.employee, reason="?", **given)


def test_papers_are_shown_after_the_last_close_of_anybody(
    grant: Any, person: Employee, sitting: Sitting
) -> None:
    sitting.exam.review = preset(Preset.CLOSED)
    sitting.exam.save()
    done = attempts.hand_in(start(sitting, person), at=NOON)
    other = EmployeeFactory()
    OverrideFactory(sitting=sitting, employee=other, closes_at=NOON + 6 * HOUR)
    asked = [NOON + 3 * HOUR + GRACE, NOON + 6 * HOUR + GRACE]
    assert [reviews.counts_no_more(done.sitting, at) for at in asked] == [False, True]


@pytest.mark.parametrize("count", [1, 3])
def test_one_persons_terms_cost_the_same_for_any_number_of_sittings(person: Employee, count: int) -> None:
    sittings = [SittingFactory(employees=[person]) for _number in range(count)]
    for sitting in sittings:
        OverrideFactory(sitting=sitting, employee=person)
        OverrideFactory(sitting=sitting, employee=None, department=DepartmentFactory())
    with CaptureQueriesContext(connection) as queries:
        terms.of_sittings(person, sittings, at=timezone.now())
    assert len(queries) == 5


def roles_who_may(cast: Cast, ability: str) -> set[str]:
    users: dict[str, User] = cast.users()
    return {name for name, user in users.items() if user.has_perm(ability)}


def test_who_may_do_what(cast: Cast) -> None:
    assert roles_who_may(cast, "exams.invigilate") == {"trainer", "hr"}
    assert roles_who_may(cast, "exams.grant_extra_time") == {"hr"}


def test_whom_nothing_concerns_costs_one_statement(person: Employee, sitting: Sitting) -> None:
    OverrideFactory(sitting=sitting, employee=EmployeeFactory(), minutes=50)
    with CaptureQueriesContext(connection) as queries:
        found = terms.one(person, sitting, at=NOON)
    assert len(queries) == 1
    assert (found.extra, found.window.limit) == (1, timedelta(minutes=30))
