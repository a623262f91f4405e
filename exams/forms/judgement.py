from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms.choice import ChoiceForm
from exams.kinds.judgement import WORTH

JUDGEMENTS = [
    ("", "–"),
    ("best", pgettext_lazy("a course of action", "best")),
    ("acceptable", pgettext_lazy("a course of action", "acceptable")),
    ("harmful", pgettext_lazy("a course of action", "harmful")),
]


class JudgementForm(ChoiceForm):
    """Each course of action is judged: the best earns all, an acceptable one half, a harmful one nothing."""

    kind = QuestionKind.JUDGEMENT
    beside = "judgement"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter in self.letters:
            self.fields[f"judgement_{letter}"] = forms.ChoiceField(
                label=_("%s is") % letter.upper(), choices=JUDGEMENTS, required=False
            )

    def told(self, wording: Wording) -> dict[str, Any]:
        judgements = wording.key["judgements"]
        return super().told(wording) | {f"judgement_{letter}": word for letter, word in judgements.items()}

    def key(self) -> dict[str, Any]:
        return {"judgements": {letter: self.cleaned_data[f"judgement_{letter}"] for letter in self.options()}}

    def _check_ticks(self, options: dict[str, str]) -> None:
        words = {letter: self.cleaned_data.get(f"judgement_{letter}") for letter in options}
        for letter, word in words.items():
            if word not in WORTH:
                self.add_error(f"judgement_{letter}", _("Say what you think of it."))
        if "best" not in words.values():
            self.add_error("judgement_a", _("One course must be the best."))
