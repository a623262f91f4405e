from django.utils.translation import gettext_lazy as _

from certification.enums import RequirementKind
from certification.models import Requirement
from certification.requirements.base import Words, day, sentence
from certification.requirements.evidence import ScoredKind
from records.enums import EntryKind
from records.models import Entry


class AssessmentKind(ScoredKind):
    """An observed performance (role-play, practical, interview) was passed without a critical fail."""

    name = RequirementKind.ASSESSMENT
    entry_kind = EntryKind.ASSESSMENT
    met = _("Assessment “{title}” passed on {day}.")
    missing = _("Assessment “{title}” has not taken place yet: ask your manager for a date.")
    lapsed = _("Assessment “{title}” counted until {day}: ask for a new date.")
    failed = _("Assessment “{title}” was not passed on {day}: practise and ask for a new date.")
    failed_with_score = _(
        "Assessment “{title}” was not passed on {day}, with {score}: practise and ask for a new date."
    )
    too_low = _("Assessment “{title}” had {score} on {day}, and {least} are asked for: ask for a new date.")

    def counts(self, requirement: Requirement, entry: Entry) -> bool:
        return super().counts(requirement, entry) and not entry.typed_facts.critical_fail

    def short_text(self, requirement: Requirement, entry: Entry) -> Words:
        if entry.typed_facts.critical_fail:
            text = _("Assessment “{title}” had a critical fail on {day}: practise and ask for a new date.")
            return sentence(text, title=requirement, day=day(entry.on))
        return super().short_text(requirement, entry)
