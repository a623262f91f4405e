"""The cast: the same eight people in every test, in two departments.

The manager leads the hotline, where newcomer and employee work. Trainer, assessor, HR and stranger stand
in quality, outside her chain. The auditor has no employee.
"""

from dataclasses import dataclass, fields
from datetime import date, timedelta

import pytest
from django.utils import timezone

from people.enums import Role
from people.models import Department, Employee, User
from tests.factories.people import DepartmentFactory, EmployeeFactory, PositionFactory, UserFactory

HIRED = date(2020, 3, 2)


@dataclass
class Cast:
    hotline: Department
    quality: Department
    newcomer: User
    employee: User
    trainer: User
    assessor: User
    manager: User
    hr: User
    auditor: User
    stranger: User

    def users(self) -> dict[str, User]:
        """The eight by name, in the order above."""
        return {
            field.name: value
            for field in fields(self)
            if isinstance(value := getattr(self, field.name), User)
        }


@pytest.fixture
def cast(db: None) -> Cast:
    return cast_people()


def cast_people() -> Cast:
    """Writes the cast; a test with a database of its own calls it itself."""
    hotline, quality = DepartmentFactory(name="客服一部"), DepartmentFactory(name="质检部")
    leader, agent, coach = (PositionFactory(name=name) for name in ("客服主管", "客服专员", "培训师"))
    manager = EmployeeFactory(number="0001", name="周明", hired_on=HIRED, department=hotline, position=leader)
    below = {"department": hotline, "position": agent, "manager": manager}
    newcomer = EmployeeFactory(
        number="0002", name="王小雨", hired_on=timezone.localdate() - timedelta(days=10), **below
    )
    employee = EmployeeFactory(number="0003", name="李静", hired_on=HIRED, **below)
    return Cast(
        hotline=hotline,
        quality=quality,
        newcomer=newcomer.user,
        employee=employee.user,
        trainer=_in_quality(quality, coach, "0004", "欧阳慧", Role.TRAINER),
        assessor=_in_quality(quality, coach, "0005", "赵磊", Role.ASSESSOR),
        manager=manager.user,
        hr=_in_quality(quality, coach, "0006", "孙丽", Role.HR),
        auditor=UserFactory(username="auditor", name="陈审", roles=[Role.AUDITOR]),
        stranger=_in_quality(quality, agent, "0007", "吴强"),
    )


def _in_quality(department: Department, position: object, number: str, name: str, *roles: Role) -> User:
    who: Employee = EmployeeFactory(
        number=number, name=name, hired_on=HIRED, department=department, position=position, roles=roles
    )
    return who.user


@pytest.fixture
def newcomer(cast: Cast) -> User:
    return cast.newcomer


@pytest.fixture
def employee(cast: Cast) -> User:
    return cast.employee


@pytest.fixture
def trainer(cast: Cast) -> User:
    return cast.trainer


@pytest.fixture
def assessor(cast: Cast) -> User:
    return cast.assessor


@pytest.fixture
def manager(cast: Cast) -> User:
    return cast.manager


@pytest.fixture
def hr(cast: Cast) -> User:
    return cast.hr


@pytest.fixture
def auditor(cast: Cast) -> User:
    return cast.auditor


@pytest.fixture
def stranger(cast: Cast) -> User:
    return cast.stranger
