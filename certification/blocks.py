"""What HR may ask for in a level's rule: one block a kind of requirement, frozen to a row when the rule
is published."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from certification.enums import RequirementKind

if TYPE_CHECKING:
    from certification.models import Level

PERCENT = Decimal(100)


class RequirementBlock(blocks.StructBlock):
    """A requirement on something with a code in the ledger."""

    kind: RequirementKind

    subject = blocks.CharBlock(label=_("Code"), max_length=120)
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    title_en = blocks.CharBlock(label=_("Title in English"), max_length=200, required=False)
    due_days = blocks.IntegerBlock(
        label=_("Due after (days from hiring)"), required=False, min_value=0, max_value=3650
    )

    def requirement(self, value: blocks.StructValue, level: "Level") -> dict[str, Any]:
        """The columns of the row that publishing writes."""
        return {
            "kind": self.kind,
            "subject": value["subject"],
            "titles": {settings.LANGUAGE_CODE: value["title"], "en": value["title_en"]},
            "due_days": value["due_days"],
        }


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


class CourseBlock(RequirementBlock):
    kind = RequirementKind.COURSE

    class Meta:
        icon = "doc-full"
        label = _("Course completed")


class ExamBlock(ScoredBlock):
    kind = RequirementKind.EXAM

    class Meta:
        icon = "form"
        label = _("Exam passed")


class AssessmentBlock(ScoredBlock):
    kind = RequirementKind.ASSESSMENT

    class Meta:
        icon = "group"
        label = _("Observed assessment passed")


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
