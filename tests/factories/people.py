"""Made people. Their roles go through the domain's verb, so that the group stands beside the grant."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from people.domain import roles
from people.enums import Role
from people.models import (
    ActivationSlip,
    Department,
    Employee,
    PastEmployment,
    Position,
    Posting,
    RoleGrant,
    RosterUpload,
    User,
)

HIRED = date(2020, 3, 2)


class UserFactory(DjangoModelFactory):
    """A user whose password is `password`, in her clear text only where a test asks for it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"u{n:05d}")
    name = factory.Sequence(lambda n: f"用户{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.com")
    password = factory.django.Password("correct horse battery")

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for role in extracted or ():
            roles.grant(user=self, role=role, by=None)


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("name", "parent")

    name = factory.Sequence(lambda n: f"部门{n}")
    parent = None


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position
        django_get_or_create = ("name",)

    name = "客服专员"


class EmployeeFactory(DjangoModelFactory):
    """An employee with her user (or `user=None`) and her posting: `department=`, `position=`, `manager=`."""

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    class Params:
        email = factory.LazyAttribute(lambda person: f"{person.number}@example.com".lower())

    number = factory.Sequence(lambda n: f"E{n:05d}")
    name = factory.Sequence(lambda n: f"员工{n}")
    hired_on = HIRED
    user = factory.SubFactory(
        UserFactory,
        username=factory.SelfAttribute("..number"),
        name=factory.SelfAttribute("..name"),
        email=factory.SelfAttribute("..email"),
    )

    @factory.post_generation
    def roles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for role in extracted or ():
            roles.grant(user=self.user, role=role, by=None)

    @classmethod
    def _create(cls, model_class: type[Employee], *args: Any, **kwargs: Any) -> Employee:
        posted = {key: kwargs.pop(key) for key in ("department", "position", "manager") if key in kwargs}
        employee = super()._create(model_class, *args, **kwargs)
        PostingFactory(employee=employee, from_day=employee.hired_on, **posted)
        return employee


class PostingFactory(DjangoModelFactory):
    class Meta:
        model = Posting

    employee = factory.SubFactory(EmployeeFactory)
    department = factory.SubFactory(DepartmentFactory)
    position = factory.SubFactory(PositionFactory)
    manager = None
    from_day = HIRED


class RoleGrantFactory(DjangoModelFactory):
    class Meta:
        model = RoleGrant

    user = factory.SubFactory(UserFactory)
    role = Role.TRAINER


class ActivationSlipFactory(DjangoModelFactory):
    class Meta:
        model = ActivationSlip

    user = factory.SubFactory(UserFactory)
    code_hash = factory.Sequence(lambda n: f"{n:064d}")
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class PastEmploymentFactory(DjangoModelFactory):
    class Meta:
        model = PastEmployment

    employee = factory.SubFactory(EmployeeFactory)
    hired_on = date(2017, 3, 1)
    left_on = date(2019, 6, 30)


class RosterUploadFactory(DjangoModelFactory):
    class Meta:
        model = RosterUpload

    file = factory.django.FileField(filename="roster", data="工号,姓名\n".encode())
    file_name = "花名册.csv"
    sha256 = "0" * 64
    on = date(2026, 11, 2)
