from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from exams.models import Topic
from people.enums import Role
from people.models import User


class TopicForm(WagtailAdminModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {"role_grants__role": Role.TRAINER, "role_grants__ended_at": None}
        trainers = User.objects.filter(is_active=True, **held)
        self.fields["trainers"] = forms.ModelMultipleChoiceField(
            label=self.fields["trainers"].label,
            help_text=self.fields["trainers"].help_text,
            queryset=trainers.order_by("name"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["parent"].queryset = Topic.objects.visible_to(self.for_user)

    def clean_parent(self) -> Topic | None:
        """A topic stands above itself nowhere."""
        parent = above = self.cleaned_data["parent"]
        while above:
            if above.pk == self.instance.pk:
                raise forms.ValidationError(_("This topic stands above it: choose another."))
            above = above.parent
        return parent
