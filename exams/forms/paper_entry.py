from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exams.domain.papers import paper_entries, prints
from exams.domain.papers.paper_entries import Box
from exams.models import Booklet, Sitting
from people.models import Employee, User


class PrintForm(forms.Form):
    """How many orders of the questions are printed, and in which language."""

    number = forms.TypedChoiceField(
        label=gettext_lazy("Booklets"),
        coerce=int,
        choices=[(n, prints.LETTERS[:n]) for n in range(1, len(prints.LETTERS) + 1)],
        initial=2,
        help_text=gettext_lazy("Each letter has the questions and their options in another order."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sitting = sitting
        if prints.letters_of(sitting, 1) != prints.letters_of(sitting, 2):
            return
        del self.fields["number"]

    @property
    def letters(self) -> str:
        return prints.letters_of(self.sitting, self.cleaned_data.get("number") or 1)


class PaperEntryForm(forms.Form):
    """An answer sheet as it is typed: who wrote it, on which day, and a box for each place of an answer."""

    number = forms.CharField(label=gettext_lazy("Employee number"), max_length=40)
    on = forms.DateField(label=gettext_lazy("Written on"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(
        self, data: Any = None, *, booklet: Booklet, user: User, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.booklet, self.user = booklet, user
        self.rows = paper_entries.rows(booklet)
        self.answers: dict[int, list[str]] = {}
        self.employee: Employee | None = None
        for row in self.rows:
            self.fields |= {box.name: _field(box) for box in row.boxes}

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"].strip()
        people = paper_entries.candidates(self.booklet.sitting, by=self.user)
        self.employee = people.filter(number=number).first()
        if self.employee is None:
            raise forms.ValidationError(
                _("Nobody of this number is invited to this test. Your own paper is entered by a colleague.")
            )
        return number

    def clean_on(self) -> Any:
        on, sitting = self.cleaned_data["on"], self.booklet.sitting
        first, last = (timezone.localdate(moment) for moment in (sitting.opens_at, sitting.closes_at))
        if not first <= on <= min(last, timezone.localdate()):
            raise forms.ValidationError(_("The test was open from %(first)s to %(last)s.") % {
                "first": first, "last": last
            })  # fmt: skip
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.answers, wrong = paper_entries.read(self.booklet, cleaned)
        for name, expected in wrong.items():
            self.add_error(name, expected)
        return cleaned

    @property
    def given(self) -> int:
        """How many questions have an answer."""
        return sum(bool(answer) for answer in self.answers.values())

    @property
    def lines(self) -> list[tuple[int, list[Any]]]:
        return [(row.number, [self[box.name] for box in row.boxes]) for row in self.rows]


def _field(box: Box) -> forms.CharField:
    label = _("Question %(n)d") % {"n": box.number}
    if box.gap:
        label = _("Question %(n)d, gap %(gap)d") % {"n": box.number, "gap": box.gap}
    attributes = {"class": "form-control", "autocomplete": "off", "spellcheck": "false"}
    if box.letters:
        attributes |= {"data-letters": box.letters, "data-most": str(box.most or len(box.letters))}
        attributes |= {"autocapitalize": "characters", "size": "6", "placeholder": box.letters}
    widget = (
        forms.Textarea(attrs=attributes | {"rows": "3"}) if box.long else forms.TextInput(attrs=attributes)
    )
    return forms.CharField(label=label, required=False, widget=widget)
