from typing import Any

from allauth.account.forms import LoginForm
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import TableUploadForm
from people.domain import slips
from people.domain.queries import department_paths
from people.enums import Role
from people.errors import SlipError
from people.models import ActivationSlip


class SignInForm(LoginForm):
    """allauth's form in the words of the company: an employee number or an e-mail address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Employee number or e-mail")
        self.fields["login"].widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none"}
        )
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class RosterUploadForm(TableUploadForm):
    """A roster is always looked at before it is imported."""

    on = forms.DateField(
        label=_("Changes count from"),
        help_text=_("A changed department, position or manager begins on this day."),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"enctype": "multipart/form-data"}
        helper.layout = Layout(
            Field("file"), Field("on"), Div(Submit("check", _("Check the file")), css_class="page-actions")
        )
        return helper


def department_field() -> forms.TypedChoiceField:
    """Every department by its path, as they are now."""
    choices = [("", _("All departments")), *department_paths()]
    return forms.TypedChoiceField(
        label=_("Department"), required=False, coerce=int, empty_value=None, choices=choices
    )


class PeopleFilter(forms.Form):
    """What the list of people is narrowed to."""

    EMPLOYED, LEFT, ALL = "", "left", "all"

    q = forms.CharField(label=_("Name or number"), required=False, widget=forms.SearchInput())
    state = forms.ChoiceField(
        label=_("Who"),
        required=False,
        choices=[(EMPLOYED, _("With the company")), (LEFT, _("Left")), (ALL, _("Everybody"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = department_field()

    @property
    def values(self) -> dict[str, Any]:
        """What was asked for; what makes no sense asks for nothing."""
        self.is_valid()
        return self.cleaned_data


class DepartmentForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"] = department_field()

    @property
    def chosen(self) -> int | None:
        self.is_valid()
        return self.cleaned_data.get("department")


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=Role)


class ActivationForm(forms.Form):
    """The printed code, and the password its owner chooses."""

    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 10 characters, and no common word."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    slip: ActivationSlip

    def clean_code(self) -> str:
        try:
            self.slip = slips.find(self.cleaned_data["code"], at=timezone.now())
        except SlipError as error:
            raise forms.ValidationError(str(error)) from None
        return self.cleaned_data["code"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("The two passwords are not the same."))
        elif first and "code" in cleaned:
            self._check(first)
        return cleaned

    def _check(self, password: str) -> None:
        try:
            validate_password(password, self.slip.user)
        except forms.ValidationError as error:
            self.add_error("password1", error)
