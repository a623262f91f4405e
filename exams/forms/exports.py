from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from exams.enums import ExportFormat
from exams.models import Topic
from people.models import User


class QuestionExportForm(forms.Form):
    """Which questions, in which format."""

    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())
    form = forms.ChoiceField(label=_("Format"), choices=ExportFormat.choices)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = forms.ModelChoiceField(
            label=_("Topic"), queryset=Topic.objects.visible_to(user)
        )

    @property
    def _look(self) -> str:
        """Once it was looked at, the next step is the download."""
        return "btn-outline-secondary" if self.is_bound and self.is_valid() else "btn-primary"

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_method = "get"
        helper.layout = Layout(
            Field("topic"),
            Field("form"),
            Div(
                StrictButton(_("Look at it first"), type="submit", css_class=self._look),
                css_class="page-actions",
            ),
        )
        return helper
