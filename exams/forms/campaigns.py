"""A quarterly test: planned anew, made from the last one in three steps, made up for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.domain.audience import everybody, unlimited
from exams.domain.campaigns.makeups import Candidate
from exams.forms.moments import MomentField, check_window, usual_window
from exams.models import Exam
from people.models import User
from records.models import Audience

LONGEST, MOST = 60, 5


class DaysField(forms.CharField):
    """Days before the end, as "7, 2"."""

    def clean(self, value: Any) -> list[int]:
        text = super().clean(value).replace("，", ",").replace("、", ",")
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not all(part.isdecimal() and 0 < int(part) <= LONGEST for part in parts) or len(parts) > MOST:
            raise forms.ValidationError(
                _("Write up to five numbers of days from 1 to 60 with commas between, such as 7, 2."),
                code="days",
            )
        return sorted({int(part) for part in parts}, reverse=True)


class WindowForm(forms.Form):
    """When it opens and closes, and when to remind."""

    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the exam's own title.")
    )
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(label=_("Closes"))
    remind_days = DaysField(
        label=_("Reminders, days before the end"),
        required=False,
        initial="7, 2",
        help_text=_("To everybody who has not begun by then, once each. Empty: none."),
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_window(self, opens=cleaned.get("opens_at"), closes=cleaned.get("closes_at"), at=self.at)
        return cleaned


class AudienceForm(forms.Form):
    """Of whom it is asked."""

    audience = forms.ModelChoiceField(label=_("For whom"), queryset=Audience.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"] = forms.ModelChoiceField(
            label=_("For whom"),
            queryset=Audience.objects.exclude(pk__in=unlimited()),
            required=False,
            empty_label=_("All staff"),
            help_text=_("Who this is on the day of opening is invited."),
        )

    def clean_audience(self) -> Audience:
        return self.cleaned_data["audience"] or everybody()


class ContentForm(AudienceForm):
    """What is asked, and of whom."""

    exam = forms.ModelChoiceField(label=_("Exam"), queryset=Exam.objects.none())

    field_order = ["exam", "audience"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exam"] = forms.ModelChoiceField(
            label=_("Exam"), queryset=Exam.objects.visible_to(user).select_related("paper")
        )
        self.order_fields(self.field_order)


class ReplanForm(AudienceForm, WindowForm):
    """What may be put right before it opens."""

    field_order = ["title", "audience", "opens_at", "closes_at", "remind_days"]


class CampaignForm(ContentForm, WindowForm):
    """All of it on one page."""

    field_order = ["title", "exam", "audience", "opens_at", "closes_at", "remind_days"]

    def __init__(self, data: Any = None, *, user: User, at: datetime) -> None:
        super().__init__(data, initial=usual_window(at), user=user, at=at)


class MakeUpForm(forms.Form):
    """For whom, and when: who failed or was absent is chosen to begin with."""

    employees = forms.MultipleChoiceField(
        label=pgettext_lazy("make-up", "For whom"), widget=forms.CheckboxSelectMultiple
    )
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(label=_("Closes"))

    def __init__(self, data: Any = None, *, candidates: Sequence[Candidate], at: datetime) -> None:
        chosen = [str(one.employee.pk) for one in candidates if one.chosen]
        super().__init__(data, initial=usual_window(at) | {"employees": chosen})
        self.at = at
        self.fields["employees"] = forms.MultipleChoiceField(
            label=pgettext_lazy("make-up", "For whom"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(one.employee.pk), f"{one.employee} · {one.outcome.label}") for one in candidates],
            error_messages={"required": _("Choose at least one person who failed the test or missed it.")},
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_window(self, opens=cleaned.get("opens_at"), closes=cleaned.get("closes_at"), at=self.at)
        return cleaned
