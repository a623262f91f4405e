"""What is to be done about a question that was asked with a wrong key."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.converters import numbers
from exams.domain.marking import regrades
from exams.enums import Remedy
from exams.models import Question, QuestionVersion

NEEDS_KEY = (Remedy.BOTH, Remedy.NEW)


class VersionsField(forms.ModelMultipleChoiceField):
    """Also a number that no database holds is a choice that is not there."""

    def clean(self, value: Any) -> Any:
        told = list(value or ())
        if len(numbers(told)) < len(told):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": told[0]})
        return super().clean(value)


class RegradeForm(forms.Form):
    """Which versions, by which remedy and key, and why; only remedies that these versions allow."""

    versions = VersionsField(label=_("Versions that were asked"), queryset=QuestionVersion.objects.none())
    remedy = forms.ChoiceField(label=_("What is done"), choices=Remedy, widget=forms.RadioSelect)
    key_version = forms.ModelChoiceField(
        label=_("Key of version"), queryset=QuestionVersion.objects.none(), required=False, empty_label=None
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=255, help_text=_("Whoever’s result changes reads it, and it is kept.")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, question: Question, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        every = list(question.versions.select_related("question__topic").order_by("-number"))
        asked = question.versions.filter(items__isnull=False).distinct().order_by("-number")
        keys = [
            one.pk
            for one in every
            if regrades.is_approved(one) and any(regrades.fits(one, other) for other in every if other != one)
        ]
        self.fields["versions"].queryset = asked  # type: ignore[attr-defined]
        self.fields["versions"].label_from_instance = said  # type: ignore[attr-defined]
        self.fields["key_version"].queryset = question.versions.filter(pk__in=keys).order_by("-number")  # type: ignore[attr-defined]
        self.fields["key_version"].label_from_instance = said  # type: ignore[attr-defined]
        if not keys:
            offered = [choice for choice in Remedy.choices if choice[0] not in NEEDS_KEY]
            self.fields["remedy"].choices = offered  # type: ignore[attr-defined]

    def plan(self) -> dict[str, Any]:
        """The decision, without key where none is needed."""
        remedy = Remedy(self.cleaned_data["remedy"])
        return {
            "versions": list(self.cleaned_data["versions"]),
            "remedy": remedy,
            "key_version": self.cleaned_data["key_version"] if remedy in NEEDS_KEY else None,
        }


def said(version: QuestionVersion) -> str:
    return _("version %(number)d") % {"number": version.number}
