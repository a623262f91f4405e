"""What HR may ask for in a level's rule: one block a kind of requirement. Publishing freezes each to a
row."""

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from certification.enums import RequirementKind
from core import texts
from courses.models import Course, CoursePage, Rubric
from exams.models import Exam

if TYPE_CHECKING:
    from certification.models import Level

PERCENT = Decimal(100)

Choices = Iterable[tuple[str, str]]


def course_choices() -> Choices:
    """Every course by its code in the ledger, named in the reader's language."""
    named: dict[str, dict[str, str]] = {}
    for code, language, title in CoursePage.objects.order_by("code").values_list(
        "code", "locale__language_code", "title"
    ):
        named.setdefault(code, {})[language] = title
    return [(f"course:{code}", f"{texts.pick(titles)} ({code})") for code, titles in named.items()]


def exam_choices() -> Choices:
    return [(exam.subject, f"{exam} ({exam.code})") for exam in Exam.objects.order_by("code")]


def rubric_choices() -> Choices:
    return [
        (f"rubric:{rubric.code}", f"{rubric} ({rubric.code})") for rubric in Rubric.objects.order_by("code")
    ]


def course_titles(course: Course) -> dict[str, str]:
    pages = CoursePage.objects.filter(translation_key=course.translation_key)
    return dict(pages.values_list("locale__language_code", "title"))


class RequirementBlock(blocks.StructBlock):
    """A requirement on something that has a code in the ledger.

    `model` is what the code names. What was only ever taught on paper has a code and a title, and no row.
    """

    kind: RequirementKind
    model: type[Course | Exam | Rubric]

    title = blocks.CharBlock(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: as it is called itself.")
    )
    title_en = blocks.CharBlock(label=_("Title in English"), max_length=200, required=False)
    due_days = blocks.IntegerBlock(
        label=_("Due after (days from hiring)"), required=False, min_value=0, max_value=3650
    )

    def titles(self, asked: Any) -> dict[str, str]:
        """What the thing itself is called, by language."""
        raise NotImplementedError

    def requirement(self, value: blocks.StructValue, level: "Level") -> dict[str, Any]:
        """The columns of the row that publishing writes."""
        asked = self.model.objects.filter(code=value["subject"].partition(":")[2]).first()
        typed = {settings.LANGUAGE_CODE: value["title"], "en": value["title_en"]}
        return {
            "kind": self.kind,
            "subject": value["subject"],
            "titles": (self.titles(asked) if asked else {})
            | {code: text for code, text in typed.items() if text},
            "due_days": value["due_days"],
            str(self.model._meta.model_name): asked,
        }


class CourseBlock(RequirementBlock):
    kind = RequirementKind.COURSE
    model = Course

    subject = blocks.ChoiceBlock(label=_("Course"), choices=course_choices)

    class Meta:
        icon = "doc-full"
        label = _("Course completed")

    def titles(self, asked: Course) -> dict[str, str]:
        return course_titles(asked)


class ScoredBlock(RequirementBlock):
    min_percent = blocks.IntegerBlock(
        label=_("Least score in percent"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("Empty: passing is enough."),
    )

    def requirement(self, value: blocks.StructValue, level: "Level") -> dict[str, Any]:
        percent = value["min_percent"]
        score = None if percent is None else percent / PERCENT
        return super().requirement(value, level) | {"min_score": score}


class ExamBlock(ScoredBlock):
    kind = RequirementKind.EXAM
    model = Exam

    subject = blocks.ChoiceBlock(label=_("Exam"), choices=exam_choices)

    class Meta:
        icon = "form"
        label = _("Exam passed")

    def titles(self, asked: Exam) -> dict[str, str]:
        return asked.titles


class AssessmentBlock(ScoredBlock):
    kind = RequirementKind.ASSESSMENT
    model = Rubric

    subject = blocks.ChoiceBlock(label=_("Rubric"), choices=rubric_choices)

    class Meta:
        icon = "group"
        label = _("Observed assessment passed")

    def titles(self, asked: Rubric) -> dict[str, str]:
        return {"zh-hans": asked.name_zh, "en": asked.name_en}


class TenureBlock(blocks.StructBlock):
    months = blocks.IntegerBlock(label=_("Months"), min_value=1, max_value=120)

    class Meta:
        icon = "date"
        label = _("Months in the level below")

    def requirement(self, value: blocks.StructValue, level: "Level") -> dict[str, Any]:
        below = level.below()
        return {
            "kind": RequirementKind.TENURE,
            "subject": below.subject,
            "titles": below.titles,
            "months": value["months"],
        }


requirement_blocks = [
    ("course", CourseBlock()),
    ("exam", ExamBlock()),
    ("assessment", AssessmentBlock()),
    ("tenure", TenureBlock()),
]
