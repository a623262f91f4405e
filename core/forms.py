from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class TableUploadForm(forms.Form):
    """A table to be checked first, or imported at once: the two buttons take the same path."""

    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_("The first row names the columns; their order is free."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.tsv,.txt"}),
        allow_empty_file=True,
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.attrs = {"enctype": "multipart/form-data"}
        helper.layout = Layout(
            Field("file"),
            Div(
                Submit("check", _("Check the file")),
                HTML(" "),
                Submit("write", _("Import the file"), css_class="btn-outline-primary"),
                css_class="page-actions",
            ),
        )
        return helper

    @property
    def dry_run(self) -> bool:
        """Only the button that says so writes anything."""
        return "write" not in self.data
