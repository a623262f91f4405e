"""Made schemes, levels and rules; awards come from `tests.factories.certification.awarded`, by the
domain's verb."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from certification.domain import awards
from certification.enums import SchemeKind
from certification.models import Award, Level, RuleVersion, Scheme
from people.models import Employee
from tests.factories.records import EntryFactory

START = date(2026, 1, 1)


class SchemeFactory(DjangoModelFactory):
    class Meta:
        model = Scheme
        django_get_or_create = ("code",)

    code = "service"
    kind = SchemeKind.LEVELS
    titles = {"zh-hans": "服务能力等级", "en": "Service levels"}


class LevelFactory(DjangoModelFactory):
    class Meta:
        model = Level
        django_get_or_create = ("scheme", "rank")

    scheme = factory.SubFactory(SchemeFactory)
    rank = 1
    titles = {"zh-hans": "入门", "en": "Foundation"}
    active_months = 12
    window_months = 2
    from_day = START


def course(subject: str = "course:telephone", **more: Any) -> tuple[str, dict[str, Any]]:
    return "course", {"subject": subject, "title": "电话礼仪", "title_en": "Telephone manner"} | more


def exam(subject: str = "exam:hotline", **more: Any) -> tuple[str, dict[str, Any]]:
    return "exam", {"subject": subject, "title": "热线考试", "title_en": "Hotline exam"} | more


def assessment(subject: str = "rubric:complaint", **more: Any) -> tuple[str, dict[str, Any]]:
    return "assessment", {"subject": subject, "title": "投诉处理", "title_en": "Complaint role-play"} | more


def tenure(months: int) -> tuple[str, dict[str, Any]]:
    return "tenure", {"months": months}


def rule(*blocks: tuple[str, dict[str, Any]], **level: Any) -> RuleVersion:
    """The published rule of a level: `rule(course(), exam(min_percent=80), rank=2)`."""
    asked = LevelFactory(**level)
    for name, value in level.items():
        setattr(asked, name, value)
    asked.rule = [{"type": name, "value": value} for name, value in blocks]
    asked.save()
    return RuleVersion.objects.write(asked)


def awarded(employee: Employee, rule: RuleVersion, *, on: date = date(2026, 3, 2), **more: Any) -> Award:
    """An award of a level whose rule asks for one course, which is booked for it."""
    asked = rule.requirements.get()
    EntryFactory(employee=employee, subject=asked.subject, on=on)
    made = awards.evaluate(employee, on=on, **more)
    return made[0]
