from datetime import datetime
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from exams.domain.audience import unlimited
from exams.forms.moments import MomentField, check_window, usual_window
from records.models import Audience

MOST_MINUTES = 600


class QuickTestForm(forms.Form):
    title = forms.CharField(label=_("Title of the test"), max_length=120)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        initial=30,
        help_text=_("Empty: until the test closes."),
    )
    pass_mark = forms.IntegerField(
        label=_("Pass mark in %"), min_value=1, max_value=100, initial=60, help_text=_("Share of the points.")
    )
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(label=_("Closes"))

    def __init__(self, data: Any = None, *, title: str, questions: int, at: datetime) -> None:
        initial = {"title": title, "count": questions} | usual_window(at)
        super().__init__(data, initial=initial)
        self.at = at
        self.fields["audience"] = forms.ModelChoiceField(
            label=_("For whom"),
            queryset=Audience.objects.exclude(pk__in=unlimited()),
            required=False,
            empty_label=_("All staff"),
        )
        self.fields["count"] = forms.IntegerField(
            label=_("Questions for each person"),
            min_value=1,
            max_value=questions,
            help_text=format_lazy(
                _("All {count}, or fewer: then each person is drawn her own."), count=questions
            ),
        )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.layout = Layout(
            Field("title"),
            Div(
                *(Div(Field(name), css_class="col-sm-4") for name in ("count", "minutes", "pass_mark")),
                css_class="row",
            ),
            Field("audience"),
            Div(
                *(Div(Field(name), css_class="col-sm-6") for name in ("opens_at", "closes_at")),
                css_class="row",
            ),
            Div(Submit("make", _("Open the test")), css_class="page-actions"),
        )
        return helper

    def clean_pass_mark(self) -> Decimal:
        return Decimal(self.cleaned_data["pass_mark"]) / 100

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        check_window(self, opens=cleaned.get("opens_at"), closes=cleaned.get("closes_at"), at=self.at)
        return cleaned
