"""Made assessments, by the domain's verbs: `begun()`, `scored(3, 2)`, `submitted(3, 3, 2, 3, 2, 3)`."""

from datetime import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from courses.domain import rubrics
from courses.models import Scenario
from exams.domain.assessing import assessments, criterion_scores
from exams.models import Assessment, CriterionScore, RefusedScore
from people.enums import Role
from tests.factories.courses import RubricFactory, ScenarioFactory, criterion
from tests.factories.people import EmployeeFactory, UserFactory

LABELS = [
    ("未做到", "Not shown", "没有做到。", "Was not seen."),
    ("做到一部分", "Partly shown", "做到了一半。", "Was half seen."),
    ("做到", "Shown", "都做到了。", "Was seen."),
    ("出色", "Outstanding", "比要求的更好。", "Was better than asked."),
]
LEVELS = [
    {"points": points, "label_zh": zh, "label_en": en, "anchor_zh": anchor_zh, "anchor_en": anchor_en}
    for points, (zh, en, anchor_zh, anchor_en) in enumerate(LABELS)
]
# Six criteria that weigh 100 together; on its lowest level the third fails the whole.
CRITERIA = [
    ("calming", "安抚情绪", "Calming the customer", 20),
    ("facts", "查清事实", "Finding the facts", 20),
    ("identity", "核对身份", "Verifying identity", 10),
    ("listening", "倾听复述", "Listening", 15),
    ("solution", "解决方案", "The solution", 20),
    ("closing", "跟进收尾", "Closing", 15),
]
CODES = [code for code, *_rest in CRITERIA]


def six_criteria() -> list[tuple[str, dict[str, Any]]]:
    return [
        criterion(code, name_zh=zh, name_en=en, weight=weight, critical=code == "identity", levels=LEVELS)
        for code, zh, en, weight in CRITERIA
    ]


class RolePlayFactory(ScenarioFactory):
    """A scenario whose rubric of six criteria is published."""

    class Meta:
        model = Scenario

    rubric = factory.SubFactory(RubricFactory, criteria=factory.LazyFunction(six_criteria))

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Scenario:
        scenario: Scenario = super()._create(model_class, *args, **kwargs)
        rubrics.publish(rubric=scenario.rubric, by=None)
        return scenario


class AssessmentFactory(DjangoModelFactory):
    """Planned for today; `started_at=` begins it as well."""

    class Meta:
        model = Assessment

    employee = factory.SubFactory(EmployeeFactory)
    scenario = factory.SubFactory(RolePlayFactory)
    assessor = factory.SubFactory(UserFactory, roles=[Role.ASSESSOR])
    planned_on = factory.LazyFunction(timezone.localdate)
    booked_at = factory.LazyFunction(timezone.now)
    started_at = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Assessment:
        started_at = kwargs.pop("started_at")
        made: Assessment = super()._create(model_class, *args, **kwargs)
        return assessments.start(made, at=started_at) if started_at else made


def begun(**columns: Any) -> Assessment:
    return AssessmentFactory(**{"started_at": timezone.now()} | columns)


def score(
    assessment: Assessment,
    code: str,
    points: int | None,
    *,
    seq: int = 1,
    comment: str = "",
    at: datetime | None = None,
) -> CriterionScore:
    """Score one criterion, as the sheet does."""
    return criterion_scores.save(
        assessment=assessment,
        criterion=code,
        seq=seq,
        points=points,
        comment=comment,
        at=at or timezone.now(),
    )


def scored(*points: int, **columns: Any) -> Assessment:
    """A begun assessment with the six criteria scored in their order (all 3)."""
    made = begun(**columns)
    for code, given in zip(CODES, points or [3] * 6, strict=False):
        score(made, code, given)
    return made


def submitted(*points: int, remark: str = "", at: datetime | None = None, **columns: Any) -> Assessment:
    made = scored(*points, **columns)
    return assessments.submit(made, seen=6, remark=remark, at=at or timezone.now())


class CriterionScoreFactory(DjangoModelFactory):
    class Meta:
        model = CriterionScore

    assessment = factory.LazyFunction(begun)
    criterion = "calming"
    seq = 1
    points = 2
    at = factory.LazyFunction(timezone.now)


class RefusedScoreFactory(DjangoModelFactory):
    class Meta:
        model = RefusedScore

    assessment = factory.LazyFunction(begun)
    criterion = "calming"
    seq = 1
    points = 2
    reason = "stale"
    at = factory.LazyFunction(timezone.now)
