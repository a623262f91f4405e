from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certification.enums import RequirementKind
from certification.models import Requirement
from certification.requirements.evidence import EvidenceKind
from records.enums import EntryKind, Result
from records.models import Entry


class CourseKind(EvidenceKind):
    """A course was completed, online or in a class booked under the same code."""

    name = RequirementKind.COURSE
    entry_kind = EntryKind.COURSE
    met = _("Course “{title}” completed on {day}.")
    missing = _("Course “{title}” is not completed yet: open it and finish every lesson.")
    lapsed = _("Course “{title}” counted until {day}: complete it again.")

    def counts(self, requirement: Requirement, entry: Entry) -> bool:
        return entry.result in (Result.DONE, Result.PASSED)

    def address(self, requirement: Requirement) -> str:
        code = requirement.subject.partition(":")[2]
        return reverse("courses:course", args=[code]) if requirement.course_id else ""
