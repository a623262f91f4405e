from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exams.domain.audience import unlimited
from exams.domain.delivery import rooms
from exams.enums import SittingKind
from exams.forms.moments import MomentField, check_window, usual_window
from exams.models import Exam, Sitting
from people.models import User
from records.models import Audience

MOST_SMALL = 32_767


def _standing(sitting: Sitting) -> dict[str, Any]:
    return {
        "closes_at": timezone.localtime(sitting.closes_at),
        "due_at": timezone.localtime(sitting.due_at) if sitting.due_at else None,
        "late_entry": sitting.late_entry,
        "room_code": sitting.room_code,
        "addresses": sitting.addresses,
    }


class TermsForm(forms.Form):
    """What may be said of a sitting's time and place."""

    due_at = MomentField(
        label=_("Due"), required=False, help_text=_("A target: what is handed in later is marked as late.")
    )
    late_entry = forms.IntegerField(
        label=_("Late entry, minutes"),
        min_value=1,
        max_value=MOST_SMALL,
        required=False,
        help_text=_("So long after the opening one may still start. Empty: until the close."),
    )
    room_code = forms.CharField(
        label=_("Room code"),
        max_length=20,
        required=False,
        help_text=_("Asked at the start; whoever runs the test says it in the room."),
    )
    addresses = forms.CharField(
        label=_("Address ranges"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, as 10.1.0.0/16: a start is taken from these alone. Empty: from everywhere."),
    )

    def clean_addresses(self) -> str:
        ranges: str = self.cleaned_data["addresses"]
        try:
            rooms.networks(ranges)
        except ValueError as error:
            raise forms.ValidationError(_("Write ranges as 10.1.0.0/16, one a line.")) from error
        return ranges

    def check_due(self, *, opens: datetime | None, closes: datetime | None) -> None:
        due = self.cleaned_data.get("due_at")
        if due and opens and closes and not opens < due <= closes:
            self.add_error("due_at", _("Choose a moment after the opening, at the latest the close."))


class OfferForm(TermsForm):
    """An exam offered to an audience in a window."""

    exam = forms.ModelChoiceField(label=_("Exam"), queryset=Exam.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=SittingKind)
    audience = forms.ModelChoiceField(label=_("For whom"), queryset=Audience.objects.none())
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(label=_("Closes"))

    def __init__(self, data: Any = None, *, user: User, at: datetime) -> None:
        super().__init__(data, initial=usual_window(at))
        self.at = at
        self.fields["exam"] = forms.ModelChoiceField(
            label=_("Exam"), queryset=Exam.objects.visible_to(user).select_related("paper")
        )
        self.fields["audience"] = forms.ModelChoiceField(
            label=_("For whom"),
            queryset=Audience.objects.exclude(pk__in=unlimited()),
            required=False,
            empty_label=_("All staff"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_window(self, opens=cleaned.get("opens_at"), closes=cleaned.get("closes_at"), at=self.at)
        self.check_due(opens=cleaned.get("opens_at"), closes=cleaned.get("closes_at"))
        return cleaned


class ClosingForm(TermsForm):
    """Of a sitting that was offered the exam, the invited and the opening stay: they were written down."""

    closes_at = MomentField(label=_("Closes"))

    def __init__(self, data: Any = None, *, sitting: Sitting, at: datetime) -> None:
        super().__init__(data, initial=_standing(sitting))
        self.sitting, self.at = sitting, at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "closes_at" in self.changed_data:
            check_window(self, opens=self.sitting.opens_at, closes=cleaned.get("closes_at"), at=self.at)
        self.check_due(opens=self.sitting.opens_at, closes=cleaned.get("closes_at"))
        return cleaned
