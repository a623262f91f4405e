"""What whoever runs a sitting types: a reason each time."""

from secrets import token_hex
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.models.intervention import MOST_ADDED

USUAL = 5


def reason_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), max_length=255, widget=forms.TextInput(attrs={"class": "form-control"})
    )


def minutes_field(label: Any, least: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=MOST_ADDED,
        initial=initial,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )


class ExtendForm(forms.Form):
    """The key is drawn with the form, so that a form sent twice adds once."""

    minutes = minutes_field(_("Minutes"), 1, USUAL)
    reason = reason_field()
    key = forms.CharField(max_length=32, widget=forms.HiddenInput, initial=lambda: token_hex(16))


class EndForm(forms.Form):
    reason = reason_field()


class ReopenForm(forms.Form):
    minutes = minutes_field(_("Minutes beside those that were left"), 0, USUAL)
    reason = reason_field()
