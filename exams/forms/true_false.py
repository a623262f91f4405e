from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms.question import QuestionForm


class TrueFalseForm(QuestionForm):
    kind = QuestionKind.TRUE_FALSE

    correct = forms.ChoiceField(
        label=_("This is"),
        choices=[("true", pgettext_lazy("answer", "True")), ("false", pgettext_lazy("answer", "False"))],
        widget=forms.RadioSelect,
    )

    extra = ("correct",)

    def told(self, wording: Wording) -> dict[str, Any]:
        return super().told(wording) | {"correct": wording.key["correct"][0]}

    def key(self) -> dict[str, Any]:
        return {"correct": [self.cleaned_data["correct"]]}
