from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Rubric
from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms.question import QuestionForm


class EssayForm(QuestionForm):
    """A person reads it. The rubric is taken in its newest version, and keeps it."""

    kind = QuestionKind.ESSAY

    rubric = forms.ModelChoiceField(
        label=_("Rubric"),
        queryset=Rubric.objects.none(),
        required=False,
        empty_label=_("None: marked as a whole"),
        help_text=_("What it is marked by. A change of it counts from the next saving of the question."),
    )
    extra = ("rubric",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rubric"].queryset = Rubric.objects.filter(versions__isnull=False).distinct()  # type: ignore[attr-defined]

    def told(self, wording: Wording) -> dict[str, Any]:
        rubric = Rubric.objects.filter(versions=wording.rubric_id).first() if wording.rubric_id else None
        return super().told(wording) | {"rubric": rubric}

    def key(self) -> dict[str, Any]:
        return {}

    def rubric_id(self) -> int | None:
        chosen = self.cleaned_data["rubric"]
        return chosen.current.pk if chosen else None
