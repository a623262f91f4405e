"""A marker's judgement as it is sent."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.domain.marking.markings import Given
from exams.models import Item

CRITERION = "criterion-"


class MarkForm(forms.Form):
    """Points of the question, or a level for each criterion of its rubric; a comment for the candidate."""

    place = forms.IntegerField(min_value=1, max_value=3, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    points = forms.DecimalField(
        label=_("Points"), min_value=0, max_digits=8, decimal_places=2, required=False
    )
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, *, item: Item) -> None:
        super().__init__(data)
        self.item = item

    def given(self) -> Given:
        rubric = self.item.version.rubric
        points: Decimal | None = self.cleaned_data["points"]
        comment = self.cleaned_data["comment"].strip()
        if rubric is None:
            return Given(points=points, comment=comment)
        return Given(criteria=self._criteria([row.code for row in rubric.rows()]), comment=comment)

    def _criteria(self, codes: list[str]) -> dict[str, int]:
        sent = {code: self.data.get(f"{CRITERION}{code}", "") for code in codes}
        return {code: int(points) for code, points in sent.items() if points.isdecimal()}


class CorrectionForm(MarkForm):
    reason = forms.CharField(label=_("Reason of the correction"), max_length=255)


class ExemplarForm(forms.Form):
    note = forms.CharField(
        label=_("Why it earns what it earns"), max_length=500, widget=forms.TextInput(attrs={"size": 40})
    )
