"""Exceptions and extra time, as HR and trainers type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.domain.delivery.exceptions import FIELDS, Target
from exams.enums import Factor
from exams.forms.board import reason_field
from exams.forms.moments import MomentField
from exams.models import Sitting
from exams.models.exam import LONGEST_MINUTES
from people.models import Department, Employee
from records.models import Audience


def number(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )


def day_input() -> forms.DateInput:
    """A browser's own calendar asks for the day in this form, whatever the language."""
    return forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")


def choice(label: Any, empty: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=Employee.objects.none(),
        required=False,
        empty_label=empty,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class OverrideForm(forms.Form):
    """For one person, one department or one audience; a field left empty stays as the sitting says."""

    employee = choice(_("Person"), _("Nobody in particular"))
    department = choice(_("Department, with those below it"), _("None"))
    audience = choice(_("Audience, as it is today"), _("None"))
    opens_at = MomentField(label=_("Opens"), required=False)
    due_at = MomentField(label=_("Due"), required=False)
    closes_at = MomentField(label=_("Closes"), required=False)
    minutes = number(_("Minutes"), LONGEST_MINUTES)
    attempts = number(_("Attempts"), 100)
    reason = reason_field()

    TARGETS = ("employee", "department", "audience")

    def __init__(self, data: Any = None, *, sitting: Sitting) -> None:
        super().__init__(data)
        invited = Employee.objects.filter(audience_memberships__snapshot=sitting.audience_id)
        querysets = {
            "employee": invited.order_by("sort_key", "number"),
            "department": Department.objects.order_by("name"),
            "audience": Audience.objects.order_by("name"),
        }
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        for name in ("opens_at", "due_at", "closes_at"):
            self.fields[name].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if sum(bool(cleaned.get(name)) for name in self.TARGETS) != 1:
            self.add_error("employee", _("Choose one person, or one department, or one audience."))
        return cleaned

    @property
    def target(self) -> Target:
        return next(self.cleaned_data[name] for name in self.TARGETS if self.cleaned_data[name])

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FIELDS}


class ExtraTimeForm(forms.Form):
    number = forms.CharField(
        label=_("Employee number"), max_length=32, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    factor = forms.ChoiceField(
        label=_("Extra time"), choices=Factor, widget=forms.Select(attrs={"class": "form-select"})
    )
    from_day = forms.DateField(label=_("From"), widget=day_input())
    until = forms.DateField(
        label=_("Last valid day"),
        required=False,
        help_text=_("Empty: until it is changed."),
        widget=day_input(),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=255,
        help_text=_("Seen by HR alone, never by trainers."),
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )

    def clean_number(self) -> Employee:
        found = Employee.objects.filter(number=self.cleaned_data["number"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody on the roster has this number."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, last = cleaned.get("from_day"), cleaned.get("until")
        if begin and last and last < begin:
            self.add_error("until", _("Choose a day after the first one."))
        return cleaned
