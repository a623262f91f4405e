from datetime import UTC, datetime

import pytest

from people.domain import roles, slips
from people.enums import Role
from people.errors import SlipWithdrawn
from people.models import Employee
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def issue(person: Employee) -> str:
    return slips.issue(employees=[person], by=None, at=AT)[0].code


def test_a_slip_printed_before_does_not_open_a_role() -> None:
    """A manager prints slips for people without a role only: she must not hold one when the role comes."""
    person, other = EmployeeFactory(), EmployeeFactory()
    code, others = issue(person), issue(other)
    roles.grant(user=person.user, role=Role.HR, by=None, at=AT)
    with pytest.raises(SlipWithdrawn):
        slips.find(code, at=AT)
    assert slips.find(others, at=AT).user == other.user


def test_a_role_held_already_withdraws_nothing() -> None:
    person = EmployeeFactory(roles=[Role.HR])
    code = issue(person)
    roles.grant(user=person.user, role=Role.HR, by=None, at=AT)
    assert slips.find(code, at=AT).user == person.user
