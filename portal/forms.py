from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserForm

from people.enums import Role
from people.models import User


class OutsideUserForm(UserForm):
    """A user of ours in the Wagtail admin: one name, no groups (they follow the roles)."""

    first_name = None
    last_name = None
    email = forms.EmailField(label=_("E-mail"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ("username", "name", "email", "language", "is_active", "is_superuser")

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        if self.instance.pk:
            self.fields["roles"].initial = sorted(self.instance.roles)
            self.fields["password1"].required = self.fields["password2"].required = False
            self.fields["password1"].help_text = _("Leave it empty to keep the password.")
        if editing_self:
            del self.fields["is_active"], self.fields["is_superuser"]

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"].lower() or None
