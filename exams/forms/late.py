from django import forms
from django.utils.translation import gettext_lazy as _

from exams.forms.board import reason_field


class LateForm(forms.Form):
    counted = forms.TypedChoiceField(
        label=_("Do they count?"),
        choices=[("yes", _("They count")), ("no", _("They do not count"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    reason = reason_field()
