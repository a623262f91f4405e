from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certification.enums import RequirementKind
from certification.models import Requirement
from certification.requirements.evidence import ScoredKind
from records.enums import EntryKind


class ExamKind(ScoredKind):
    """An exam was passed, with at least the score that the rule asks for."""

    name = RequirementKind.EXAM
    entry_kind = EntryKind.EXAM
    met = _("Exam “{title}” passed on {day}.")
    missing = _("Exam “{title}” is not taken yet: take it when it is open.")
    lapsed = _("Exam “{title}” counted until {day}: take it again.")
    failed = _("Exam “{title}” was not passed on {day}: take it again.")
    failed_with_score = _("Exam “{title}” was not passed on {day}, with {score}: take it again.")
    too_low = _("Exam “{title}” had {score} on {day}, and {least} are asked for: take it again.")

    def address(self, requirement: Requirement) -> str:
        return reverse("exams:index")
