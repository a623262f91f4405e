from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exams.domain.audience import unlimited
from exams.enums import SittingKind
from exams.forms.moments import MomentField, check_window, usual_window
from exams.models import Exam, Sitting
from people.models import User
from records.models import Audience


class OfferForm(forms.Form):
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
        return cleaned


class ClosingForm(forms.Form):
    """Of a sitting that was offered, the end alone is moved: who is invited was written down."""

    closes_at = MomentField(label=_("Closes"))

    def __init__(self, data: Any = None, *, sitting: Sitting, at: datetime) -> None:
        super().__init__(data, initial={"closes_at": timezone.localtime(sitting.closes_at)})
        self.sitting, self.at = sitting, at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_window(self, opens=self.sitting.opens_at, closes=cleaned.get("closes_at"), at=self.at)
        return cleaned
