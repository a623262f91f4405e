from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exams.domain.assessing.scenarios import titles
from people.enums import Role
from people.models import Department, Employee, User

MOST_SAVES = 1_000_000
LONGEST_COMMENT = 2000


def scenarios() -> list[tuple[str, str]]:
    """Code and title in the reader's language."""
    return sorted(titles().items(), key=lambda scenario: scenario[1])


def assessors() -> QuerySet[User]:
    """The users who may assess today."""
    granted = User.objects.filter(role_grants__role=Role.ASSESSOR, role_grants__ended_at=None)
    return granted.filter(is_active=True).order_by("name", "pk")


class ScoreForm(forms.Form):
    """One criterion as the sheet's script or its plain form sends it."""

    seq = forms.IntegerField(min_value=1, max_value=MOST_SAVES)
    points = forms.IntegerField(min_value=0, max_value=1000, required=False)
    comment = forms.CharField(max_length=LONGEST_COMMENT, required=False)

    def clean_comment(self) -> str:
        """A form ends lines otherwise than a script does; half a character is none."""
        comment = str(self.cleaned_data["comment"])
        try:
            comment.encode()
        except UnicodeEncodeError:
            raise forms.ValidationError(_("This text holds half a character. Type it again.")) from None
        return comment.replace("\r\n", "\n")


class SubmitForm(forms.Form):
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Overall comment"),
        max_length=LONGEST_COMMENT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=255, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class BeginForm(forms.Form):
    scenario = forms.ChoiceField(label=_("Scenario"), choices=scenarios, widget=forms.RadioSelect)


class ChooseForm(forms.Form):
    """Narrows the people to tick."""

    q = forms.CharField(
        label=_("Name or number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.order_by("name"),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )


class PlanForm(forms.Form):
    scenario = forms.ChoiceField(
        label=_("Scenario"), choices=scenarios, widget=forms.Select(attrs={"class": "form-select"})
    )
    assessor = forms.ModelChoiceField(
        label=_("Assessor"), queryset=assessors(), widget=forms.Select(attrs={"class": "form-select"})
    )
    on = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, people: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employees"] = forms.ModelMultipleChoiceField(
            label=_("People"),
            queryset=people,
            error_messages={"required": _("Tick at least one person.")},
        )
