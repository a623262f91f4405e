"""Made lines of the training file. They go through the ledger's verb, as every line does."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from records.domain import ledger
from records.enums import EntryKind, Result
from records.models import Audience, AudienceMember, AudienceSnapshot, Entry
from tests.factories.people import EmployeeFactory


class EntryFactory(DjangoModelFactory):
    """A completed course; `exam=True` a passed exam, `assessment=True` a passed role-play."""

    class Meta:
        model = Entry

    class Params:
        exam = factory.Trait(
            kind=EntryKind.EXAM, subject="exam:hotline", title="热线考试", result=Result.PASSED, score="0.9"
        )
        assessment = factory.Trait(
            kind=EntryKind.ASSESSMENT,
            subject="rubric:complaint",
            title="投诉处理",
            result=Result.PASSED,
            score="0.8",
        )

    employee = factory.SubFactory(EmployeeFactory)
    kind = EntryKind.COURSE
    subject = "course:telephone"
    title = "电话礼仪"
    on = date(2026, 3, 2)
    result = Result.DONE
    source = factory.Sequence(lambda n: f"test:{n}")

    @classmethod
    def _create(cls, model_class: type[Entry], *args: Any, **kwargs: Any) -> Entry:
        return ledger.book(**kwargs)


class AudienceFactory(DjangoModelFactory):
    class Meta:
        model = Audience

    name = factory.Sequence(lambda n: f"对象{n}")


class AudienceSnapshotFactory(DjangoModelFactory):
    class Meta:
        model = AudienceSnapshot

    audience = factory.SubFactory(AudienceFactory)
    on = date(2026, 3, 2)


class AudienceMemberFactory(DjangoModelFactory):
    class Meta:
        model = AudienceMember

    snapshot = factory.SubFactory(AudienceSnapshotFactory)
    employee = factory.SubFactory(EmployeeFactory)
