from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """Somebody who knows the full name sees it in full."""

    name = forms.CharField(
        label=_("Full name as printed on the certificate"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LookupForm(NameForm):
    """A certificate by its number, for those who know whose it is."""

    number = forms.CharField(
        label=_("Certificate number"),
        max_length=40,
        help_text=_("For example GR-2026-00117"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ["number", "name"]


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("The holder reads it, and whoever verifies the certificate with the full name."),
    )


class UpholdForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("It is kept with the award, for whoever audits it.")
    )
