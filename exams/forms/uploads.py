from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.forms import TableUploadForm
from exams.models import QuestionUpload, Topic
from people.models import User


class QuestionUploadForm(TableUploadForm):
    """A file of questions is always looked at before it is imported; its format is recognised."""

    file = forms.FileField(
        label=_("File of questions"),
        help_text=_("A table (CSV, XLSX), GIFT, Aiken, Moodle XML, or QTI 2.1, 2.2 or 3.0."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt,.gift,.xml,.zip"}),
        allow_empty_file=True,
    )

    topic = forms.CharField(
        label=_("Topic"),
        max_length=QuestionUpload._meta.get_field("topic").max_length,
        help_text=_("One that is there, or a new name."),
        widget=forms.TextInput(attrs={"list": "topics", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the questions"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = list(Topic.objects.visible_to(user).values_list("name", flat=True))
        if len(self.topics) == 1:
            self.initial["topic"] = self.topics[0]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"enctype": "multipart/form-data"}
        helper.layout = Layout(
            Field("file"),
            Field("topic"),
            Field("language"),
            Div(Submit("check", _("Check the file")), css_class="page-actions"),
        )
        return helper
