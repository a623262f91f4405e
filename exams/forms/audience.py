from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from records.domain import audiences


class AudienceForm(WagtailAdminModelForm):
    """The levels to choose from are those that anybody was ever awarded."""

    levels = forms.MultipleChoiceField(
        label=_("Levels held"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Whoever holds one of these on the day. None chosen: it does not matter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = dict(audiences.known_levels())
        kept = {subject: known.get(subject, subject) for subject in self.instance.levels}
        levels = self.fields["levels"]
        if isinstance(levels, forms.MultipleChoiceField):
            levels.choices = list((known | kept).items())
