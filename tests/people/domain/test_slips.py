from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from core.models import AuditEvent
from people.domain import slips
from people.errors import SlipExpired, SlipOfLeaver, SlipUnknown, SlipUsed, SlipWithdrawn
from people.models import ActivationSlip, Employee
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory()


def issue(person: Employee, at: datetime = AT) -> str:
    return slips.issue(employees=[person], by=None, at=at)[0].code


def test_a_code_has_ten_letters_none_like_another() -> None:
    code = issue(EmployeeFactory())
    assert (len(code), set(code) <= set(slips.ALPHABET)) == (10, True)
    assert set(slips.ALPHABET) & set("0O1ILB8S5Z2UVQG") == set()


def test_the_code_is_nowhere_in_the_database(person: Employee) -> None:
    code = issue(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT code_hash FROM people_activationslip")
        assert [code in row[0] for row in cursor] == [False]


@pytest.mark.parametrize("typed", ["{0}", " {1} {2} ", "{1}-{2}", "{3}", "{4}"])
def test_a_code_is_found_however_it_is_typed(person: Employee, typed: str) -> None:
    code = issue(person)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    found = slips.find(typed.format(code, code[:5], code[5:], code.lower(), wide), at=AT)
    assert found.user == person.user


def test_a_slip_sets_the_password_once(person: Employee) -> None:
    code = issue(person)
    slips.redeem(slip=slips.find(code, at=AT), password="eine lange Reise", at=AT)
    person.user.refresh_from_db()
    assert person.user.check_password("eine lange Reise")
    with pytest.raises(SlipUsed):
        slips.find(code, at=AT)


def test_of_two_who_hold_the_same_slip_one_is_too_late(person: Employee) -> None:
    code = issue(person)
    first, second = slips.find(code, at=AT), slips.find(code, at=AT)
    slips.redeem(slip=first, password="eine lange Reise", at=AT)
    with pytest.raises(SlipUsed):
        slips.redeem(slip=second, password="eine andere Reise", at=AT)
    person.user.refresh_from_db()
    assert person.user.check_password("eine lange Reise")


def test_a_new_slip_withdraws_the_one_before(person: Employee) -> None:
    first, second = issue(person), issue(person, AT + timedelta(days=1))
    with pytest.raises(SlipWithdrawn):
        slips.find(first, at=AT + timedelta(days=1))
    assert slips.find(second, at=AT + timedelta(days=1)).user == person.user


def test_a_slip_lives_for_two_weeks(person: Employee) -> None:
    code = issue(person)
    assert slips.find(code, at=AT + timedelta(days=14, seconds=-1)).user == person.user
    with pytest.raises(SlipExpired):
        slips.find(code, at=AT + timedelta(days=14))


def test_a_leavers_slip_opens_nothing(person: Employee) -> None:
    code = issue(person)
    Employee.objects.filter(pk=person.pk).update(left_on="2026-11-01")
    with pytest.raises(SlipOfLeaver):
        slips.find(code, at=AT)


def test_a_code_that_nobody_printed() -> None:
    with pytest.raises(SlipUnknown):
        slips.find("ACDEFHJKMN", at=AT)


def test_who_has_no_user_gets_none() -> None:
    assert slips.issue(employees=[EmployeeFactory(user=None)], by=None, at=AT) == []
    assert ActivationSlip.objects.count() == 0


def test_each_slip_is_written_down(person: Employee) -> None:
    slips.redeem(slip=slips.find(issue(person), at=AT), password="eine lange Reise", at=AT)
    assert Counter(AuditEvent.objects.values_list("verb", flat=True)) == {
        "issued activation slip": 1,
        "set password by slip": 1,
    }
