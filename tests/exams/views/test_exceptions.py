"""The screens of exceptions and extra time, the sitting's own terms, and the way into a test."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from exams.domain.delivery import rooms
from exams.forms.moments import MOMENT
from exams.models import Attempt, ExtraTime, Override, Sitting
from people.models import User
from tests.cast import Cast
from tests.factories.exams import ExtraTimeFactory, OverrideFactory, QuestionVersionFactory, paper_of
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return paper_of(QuestionVersionFactory(), employees=[cast.employee.employee])


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def overrides(sitting: Sitting) -> str:
    return reverse("exams:overrides", args=[sitting.pk])


def test_an_exception_is_made_for_a_person(sitting: Sitting, cast: Cast) -> None:
    closes = timezone.localtime(sitting.closes_at + timedelta(days=1)).replace(second=0, microsecond=0)
    said = {
        "employee": cast.employee.employee.pk,
        "closes_at": closes.strftime(MOMENT),
        "minutes": 45,
        "reason": "出差",
    }
    page = as_(cast.trainer).post(overrides(sitting), said, follow=True)
    row = Override.objects.get()
    assert (row.employee, row.closes_at, row.minutes, row.reason) == (
        cast.employee.employee,
        closes,
        45,
        "出差",
    )
    assert "出差" in page.content.decode()


@pytest.mark.parametrize(
    "said", [{"minutes": 5}, {"reason": "?"}, {"reason": "?", "employee": "x", "minutes": 0}]
)
def test_an_exception_for_nobody_or_without_a_reason_is_refused(
    sitting: Sitting, cast: Cast, said: dict[str, Any]
) -> None:
    page = as_(cast.trainer).post(overrides(sitting), said)
    assert page.context["form"].errors
    assert Override.objects.count() == 0


def test_a_refusal_is_said(sitting: Sitting, cast: Cast) -> None:
    early = timezone.localtime(sitting.opens_at).strftime(MOMENT)
    said = {"employee": cast.employee.employee.pk, "closes_at": early, "reason": "?"}
    assert as_(cast.trainer).post(overrides(sitting), said).context["form"].non_field_errors()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_exceptions_costs_the_same(cast: Cast, count: int) -> None:
    people = EmployeeFactory.create_batch(count)
    sitting = paper_of(QuestionVersionFactory(), employees=people)
    for person in people:
        OverrideFactory(sitting=sitting, employee=person, minutes=45)
    client = as_(cast.trainer)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(overrides(sitting))
    assert len(page.context["rows"]) == count
    assert len(queries) == 9


def test_hr_gives_extra_time(cast: Cast) -> None:
    number = cast.employee.employee.number
    said = {"number": number, "factor": "1.5", "from_day": "2026-03-01", "reason": "阅读障碍"}
    as_(cast.hr).post(reverse("exams:extra_time"), said)
    given = ExtraTime.objects.get()
    assert (given.employee, given.factor, given.until) == (cast.employee.employee, "1.5", None)


@pytest.mark.parametrize(
    "wrong", [{"number": "nobody"}, {"until": "2026-02-01"}, {"factor": "3"}, {"reason": ""}]
)
def test_extra_time_that_makes_no_sense_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    number = cast.employee.employee.number
    said = {"number": number, "factor": "1.5", "from_day": "2026-03-01", "reason": "?"}
    page = as_(cast.hr).post(reverse("exams:extra_time"), said | wrong)
    assert page.context["form"].errors
    assert ExtraTime.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_extra_time_costs_the_same(cast: Cast, count: int) -> None:
    for _number in range(count):
        ExtraTimeFactory()
    client = as_(cast.hr)
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("exams:extra_time"))
    assert len(queries) == 5


def test_the_terms_of_a_sitting_are_changed_with_a_trace(sitting: Sitting, cast: Cast, db: None) -> None:
    from portal.domain import roles

    roles.sync()
    closes = timezone.localtime(sitting.closes_at).replace(second=0, microsecond=0)
    said = {
        "closes_at": closes.strftime(MOMENT),
        "due_at": (closes - timedelta(hours=1)).strftime(MOMENT),
        "late_entry": 15,
        "room_code": "AB12",
        "addresses": "10.1.0.0/16",
    }
    edit = reverse("exams_sittings:edit", args=[sitting.pk])
    assert as_(cast.trainer).post(edit, said).status_code == 302
    sitting.refresh_from_db()
    assert (sitting.due_at, sitting.late_entry) == (closes - timedelta(hours=1), 15)
    assert (sitting.room_code, sitting.addresses) == ("AB12", "10.1.0.0/16")
    assert AuditEvent.objects.get(verb="changed terms").details["now"]["room_code"] == "AB12"
    wrong = said | {"addresses": "10.1", "due_at": (closes + timedelta(hours=1)).strftime(MOMENT)}
    page = as_(cast.trainer).post(edit, wrong)
    assert {"addresses", "due_at"} <= set(page.context["form"].errors)


# Into the room


@pytest.fixture
def nobody_has_tried_yet() -> Any:
    cache.clear()
    yield
    cache.clear()


def start(user: User, sitting: Sitting, code: str = "", address: str = "10.1.2.3") -> list[str]:
    client = as_(user)
    url = reverse("exams:start", args=[sitting.pk])
    page = client.post(url, {"room_code": code}, REMOTE_ADDR=address, follow=True)
    return [str(message) for message in page.context["messages"]] if page.context else []


@pytest.mark.usefixtures("nobody_has_tried_yet")
def test_a_room_asks_for_its_code(sitting: Sitting, cast: Cast) -> None:
    Sitting.objects.update(room_code="Ab12")
    assert len(start(cast.employee, sitting, "")) == 1
    assert len(start(cast.employee, sitting, "AB13")) == 1
    assert Attempt.objects.count() == 0
    start(cast.employee, sitting, " ａb12 ")
    assert Attempt.objects.count() == 1


@pytest.mark.usefixtures("nobody_has_tried_yet")
def test_codes_are_not_guessed(sitting: Sitting, cast: Cast) -> None:
    Sitting.objects.update(room_code="Ab12")
    for number in range(10):
        start(cast.employee, sitting, str(number))
    start(cast.employee, sitting, "Ab12")
    assert Attempt.objects.count() == 0


def test_a_start_is_taken_from_the_networks_named(sitting: Sitting, cast: Cast) -> None:
    Sitting.objects.update(addresses="10.1.0.0/16\n192.168.1.7")
    assert len(start(cast.employee, sitting, address="10.2.0.1")) == 1
    assert Attempt.objects.count() == 0
    start(cast.employee, sitting, address="192.168.1.7")
    assert Attempt.objects.count() == 1


def test_what_a_client_says_of_its_address_is_not_believed(sitting: Sitting, cast: Cast) -> None:
    Sitting.objects.update(addresses="10.1.0.0/16")
    client = as_(cast.employee)
    url = reverse("exams:start", args=[sitting.pk])
    client.post(url, REMOTE_ADDR="203.0.113.5", headers={"X-Forwarded-For": "10.1.2.3"})
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "is_within"),
    [
        ("10.1.255.255", True),
        ("10.2.0.0", False),
        ("::ffff:10.1.2.3", True),
        ("2001:db8::1", True),
        ("2001:db9::1", False),
        ("unix:", False),
    ],
)
def test_ranges(address: str, is_within: bool) -> None:
    assert rooms.is_within(address, "10.1.0.0/16\n2001:db8::/32") == is_within
