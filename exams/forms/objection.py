from django import forms
from django.utils.translation import gettext_lazy as _

MOST = 2_000


class ObjectionForm(forms.Form):
    text = forms.CharField(label=_("What is wrong with this question?"), max_length=MOST)


class ReplyForm(forms.Form):
    text = forms.CharField(
        label=_("Answer"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever asked reads it beside the question."),
    )
