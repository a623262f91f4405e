from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms import amounts
from exams.forms.question import QuestionForm
from exams.forms.rows import RowsOf, line, share

NUMBERS = RowsOf(
    "accepted",
    _("Accepted numbers"),
    _("A number with how far off one may be, or a range such as 1 … 5. The first that fits counts."),
    {
        "value": line(_("Number or range"), limit=60),
        "tolerance": line(_("± how far off"), limit=40),
        "share": share(_("Share in %")),
    },
    most=6,
)
UNITS = RowsOf(
    "unit",
    _("Units"),
    _(
        "Chosen beside the number. The first is the one that your numbers are in; of the others say how many "
        "of it they are: g is 0.001 kg."
    ),
    {"name": line(_("Unit"), limit=20), "factor": line(_("Is how many of the first"), limit=40)},
    most=6,
    least=0,
)


class NumericForm(QuestionForm):
    kind = QuestionKind.NUMERIC
    groups_of = (NUMBERS, UNITS)

    unit_required = forms.BooleanField(label=_("A number without its unit is wrong"), required=False)
    extra = ("unit_required",)

    def told(self, wording: Wording) -> dict[str, Any]:
        key = wording.key
        numbers = [
            amounts.typed(entry) | {"share": amounts.percent(entry.get("fraction", "1"))}
            for entry in key["accepted"]
        ]
        units = [{"name": name, "factor": factor} for name, factor in key.get("units", {}).items()]
        told = super().told(wording) | NUMBERS.initial(numbers) | UNITS.initial(units)
        return told | {"unit_required": bool(key.get("unit_required"))}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._accepted = self._read_numbers(cleaned)
        self._units = self._read_units(cleaned)
        if cleaned.get("unit_required") and not self._units:
            self.add_error("unit_required", _("Name the units first."))
        return cleaned

    def _read_numbers(self, cleaned: dict[str, Any]) -> list[dict[str, str]]:
        found = []
        for number, row in NUMBERS.filled(cleaned):
            try:
                entry = amounts.accepted(row["value"], row["tolerance"])
            except amounts.NotANumber as remedy:
                self.add_error(f"accepted_{number}_value", str(remedy))
            else:
                found.append(entry | {"fraction": amounts.fraction(row["share"])})
        if not any(entry["fraction"] == "1" for entry in found) and not self.errors:
            self.add_error("accepted_1_value", _("Write a number that earns all the points."))
        return found

    def _read_units(self, cleaned: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        for number, row in UNITS.filled(cleaned):
            try:
                factor = amounts.exact(row["factor"]) if row["factor"] else "1"
            except amounts.NotANumber as remedy:
                self.add_error(f"unit_{number}_factor", str(remedy))
                continue
            if row["name"] in found:
                self.add_error(f"unit_{number}_name", _("This unit is there already."))
            elif found and not row["factor"]:
                self.add_error(f"unit_{number}_factor", _("Say how many of the first it is."))
            found[row["name"]] = factor
        return found

    def key(self) -> dict[str, Any]:
        units = {"units": self._units, "unit_required": self.cleaned_data["unit_required"]}
        return {"accepted": self._accepted} | (units if self._units else {})

    def words(self, prefix: str = "") -> dict[str, Any]:
        return {"units": list(self._units)} if self._units else {}
