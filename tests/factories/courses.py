"""Made training content: pages are born live on their language's shelf, versions and all."""

import json
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from wagtail.models import Locale

from courses.domain import lessons, reading, rubrics
from courses.models import (
    CheckTry,
    Completion,
    Course,
    CourseCategory,
    CourseIndexPage,
    CoursePage,
    Enrolment,
    LessonDone,
    LessonPage,
    PageVersion,
    PublishedBlock,
    Rubric,
    RubricVersion,
    Scenario,
)
from tests.factories.people import EmployeeFactory

LEVELS = [
    {
        "points": 0,
        "label_zh": "未做到",
        "label_en": "Not shown",
        "anchor_zh": "没有做到",
        "anchor_en": "Did not",
    },
    {"points": 2, "label_zh": "做到", "label_en": "Shown", "anchor_zh": "做到了", "anchor_en": "Did"},
]


def criterion(code: str = "calm", **values: Any) -> tuple[str, dict[str, Any]]:
    columns = {"code": code, "name_zh": "安抚情绪", "name_en": "Calming", "dimension": "communication"}
    return "criterion", columns | {"weight": 10, "critical": False, "levels": LEVELS} | values


def text(words: str = "<p>铃响三声之内接起。</p>", block: str = "b-text") -> dict[str, Any]:
    return {"type": "text", "id": block, "value": words}


def quick_check(block: str = "b-check") -> dict[str, Any]:
    """A check whose first option is right; the reasons carry words that must not be met before an answer."""
    options = [("right", "三声", True, "REASON-RIGHT"), ("wrong", "八声", False, "REASON-WRONG")]
    items = [
        {"type": "item", "id": token, "value": {"text": words, "correct": correct, "reason": reason}}
        for token, words, correct, reason in options
    ]
    return {"type": "quick_check", "id": block, "value": {"stem": "几声之内接起？", "options": items}}


class _PageFactory(DjangoModelFactory):
    """A page below `parent`; `locale="en"` chooses the language of a course."""

    class Meta:
        abstract = True

    live = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        parent = kwargs.pop("parent")
        page = model_class(*args, locale=parent.locale, **kwargs)
        return parent.add_child(instance=page)


class CourseCategoryFactory(DjangoModelFactory):
    class Meta:
        model = CourseCategory
        django_get_or_create = ("code",)

    code = "service-etiquette"
    name_zh = "服务礼仪"
    name_en = "Service etiquette"


class CourseIndexPageFactory(DjangoModelFactory):
    """The shelf of a language, which is there from the first migration."""

    class Meta:
        model = CourseIndexPage
        django_get_or_create = ("locale",)

    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="zh-hans"))


class CoursePageFactory(_PageFactory):
    class Meta:
        model = CoursePage

    class Params:
        language = "zh-hans"

    parent = factory.LazyAttribute(
        lambda course: CourseIndexPage.objects.get(locale__language_code=course.language)
    )
    title = factory.Sequence(lambda n: f"电话礼仪{n}")
    slug = factory.Sequence(lambda n: f"telephone-{n}")
    code = factory.SelfAttribute("slug")
    category = factory.SubFactory(CourseCategoryFactory)
    intro = "从第一声铃响到说再见。"
    objectives = "三声之内接起\n先核对身份"
    minutes = 30
    hours = "1.50"


class LessonPageFactory(_PageFactory):
    class Meta:
        model = LessonPage

    parent = factory.SubFactory(CoursePageFactory)
    title = factory.Sequence(lambda n: f"第{n}课")
    slug = factory.Sequence(lambda n: f"lesson-{n}")
    minutes = 5
    body = factory.LazyFunction(lambda: [text()])

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        kwargs["body"] = json.dumps(kwargs["body"])
        return super()._create(model_class, *args, **kwargs)


class CourseFactory(DjangoModelFactory):
    """The identity of a new course with one live lesson."""

    class Meta:
        model = Course

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Course:
        page = CoursePageFactory(**({"slug": kwargs["code"]} if "code" in kwargs else {}))
        LessonPageFactory(parent=page)
        return Course.objects.get(translation_key=page.translation_key)


class PageVersionFactory(DjangoModelFactory):
    class Meta:
        model = PageVersion

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> PageVersion:
        return PageVersion.objects.of_page(kwargs.get("page") or CoursePageFactory())[0]


class PublishedBlockFactory(DjangoModelFactory):
    """The first block of a lesson that is live."""

    class Meta:
        model = PublishedBlock

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> PublishedBlock:
        lesson = kwargs.get("lesson") or LessonPageFactory()
        return PublishedBlock.objects.filter(translation_key=lesson.translation_key).earliest("pk")


class RubricFactory(DjangoModelFactory):
    class Meta:
        model = Rubric

    code = factory.Sequence(lambda n: f"rubric-{n}")
    name_zh = "投诉处理评分表"
    name_en = "Complaint rubric"
    criteria = factory.LazyFunction(lambda: [criterion("calm"), criterion("facts", dimension="solution")])


class RubricVersionFactory(DjangoModelFactory):
    class Meta:
        model = RubricVersion

    rubric = factory.SubFactory(RubricFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> RubricVersion:
        return rubrics.publish(rubric=kwargs["rubric"], by=None)


class ScenarioFactory(DjangoModelFactory):
    class Meta:
        model = Scenario

    code = factory.Sequence(lambda n: f"scenario-{n}")
    language = "zh-hans"
    title = "第九天的破壁机"
    intro = "一位客户的破壁机漏水。"
    customer_card = "陆女士"
    assessor_card = "HIDDEN-CARD"
    goals = "让她愿意继续谈"
    must_say = "道歉"
    never_say = "系统退不了"
    rubric = factory.SubFactory(RubricFactory)


class EnrolmentFactory(DjangoModelFactory):
    class Meta:
        model = Enrolment

    employee = factory.SubFactory(EmployeeFactory)
    course = factory.SubFactory(CourseFactory)


class CheckTryFactory(DjangoModelFactory):
    class Meta:
        model = CheckTry

    employee = factory.SubFactory(EmployeeFactory)
    lesson_key = factory.LazyFunction(lambda: LessonPageFactory().translation_key)
    block = "b-check"
    option = "right"
    is_right = True


class LessonDoneFactory(DjangoModelFactory):
    class Meta:
        model = LessonDone

    employee = factory.SubFactory(EmployeeFactory)
    course = factory.SubFactory(CourseFactory)
    lesson_key = factory.SelfAttribute("version.translation_key")
    version = factory.SubFactory(PageVersionFactory)


class CompletionFactory(DjangoModelFactory):
    """A whole course worked through and booked."""

    class Meta:
        model = Completion

    employee = factory.SubFactory(EmployeeFactory)
    course = factory.SubFactory(CourseFactory)
    at = factory.LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Completion:
        way = reading.way(code=kwargs["course"].code, employee=kwargs["employee"], language="zh-hans")
        assert way
        lessons.work_through(employee=kwargs["employee"], way=way, at=kwargs["at"])
        return Completion.objects.get(employee=kwargs["employee"], course=kwargs["course"])
