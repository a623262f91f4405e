from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms import amounts
from exams.forms.question import QuestionForm
from exams.forms.rows import RowsOf, line, share
from exams.kinds.short_text import LIMIT

FORMS = RowsOf(
    "accepted",
    _("Accepted answers"),
    _("The first that fits counts. * is any letters or none. Width, Traditional or Simplified make no odds."),
    {"text": line(_("Answer"), limit=LIMIT), "share": share(_("Share in %"))},
)


class ShortTextForm(QuestionForm):
    kind = QuestionKind.SHORT_TEXT
    groups_of = (FORMS,)

    case = forms.BooleanField(label=_("Capitals matter"), required=False)
    blanks = forms.BooleanField(label=_("Blanks matter"), required=False)
    extra = ("case", "blanks")

    def told(self, wording: Wording) -> dict[str, Any]:
        rows = [
            {"text": form["text"], "share": amounts.percent(form.get("fraction", "1"))}
            for form in wording.key["accepted"]
        ]
        ticks = {name: bool(wording.key.get(name)) for name in self.extra}
        return super().told(wording) | FORMS.initial(rows) | ticks

    def key(self) -> dict[str, Any]:
        accepted = [
            {"text": row["text"], "fraction": amounts.fraction(row["share"])}
            for _number, row in FORMS.filled(self.cleaned_data)
        ]
        return {"accepted": accepted, **{name: self.cleaned_data[name] for name in self.extra}}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rows = [row for _number, row in FORMS.filled(cleaned)]
        if not any(row["share"] in (None, 100) for row in rows):
            self.add_error("accepted_1_text", _("Write an answer that earns all the points."))
        return cleaned
