from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exams.domain.bank.bank import Wording
from exams.enums import QuestionKind
from exams.forms import amounts
from exams.forms.letters import letters_of
from exams.forms.question import QuestionForm
from exams.forms.rows import RowsOf, line
from exams.kinds.cloze import gaps
from exams.kinds.kind import numbered

CHOICE = "choice"
WAYS = [
    (CHOICE, _("Choose from a list")),
    (QuestionKind.SHORT_TEXT.value, _("Type a word")),
    (QuestionKind.NUMERIC.value, _("Type a number")),
]
BETWEEN = "|"
GAPS = RowsOf(
    "gap",
    _("Gaps"),
    _(
        "Put [[1]], [[2]] into the question where the gaps are. Of a list write the right one first: "
        "three | six | nine. To a word or a number write all that are accepted: 60 | 55 … 65."
    ),
    {
        "answers": line(_("Answers")),
        "way": lambda: forms.ChoiceField(label=_("How"), choices=WAYS, required=False),
        "weight": lambda: forms.DecimalField(
            label=_("Weight"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2, required=False,
            widget=forms.NumberInput(attrs={"placeholder": "1", "step": "any"}),
        ),
        "second_answers": line(_("List in the second language")),
    },
)  # fmt: skip


class ClozeForm(QuestionForm):
    kind = QuestionKind.CLOZE
    groups_of = (GAPS,)

    def told(self, wording: Wording) -> dict[str, Any]:
        told = super().told(wording)
        own = wording.texts.get(wording.language, {}).get("gaps", {})
        other = wording.texts.get(told["second_language"], {}).get("gaps", {})
        for number, rules in numbered(wording.key["gaps"]):
            row = _row(rules, own.get(number, {}), other.get(number, {}))
            weight = wording.key.get("weights", {}).get(number)
            told |= {GAPS.field_name(int(number), cell): value for cell, value in row.items()}
            told[GAPS.field_name(int(number), "weight")] = weight
        return told

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        marked = gaps(cleaned.get("stem") or "")
        rows = {str(number): row for number, row in GAPS.filled(cleaned)}
        if not marked:
            self.add_error("stem", _("Mark at least one gap: [[1]]."))
        for number in marked:
            if number not in rows:
                where = GAPS.field_name(int(number), "answers") if int(number) <= GAPS.most else "stem"
                self.add_error(where, _("Say what belongs into gap %(number)s.") % {"number": number})
        for number in rows.keys() - set(marked):
            self.add_error(f"gap_{number}_answers", _("The question has no mark [[%s]].") % number)
        if cleaned.get("second_stem") and gaps(cleaned["second_stem"]) != marked:
            self.add_error("second_stem", _("Mark the same gaps as in the first language."))
        self._rules = {number: self._read(number, row) for number, row in sorted(rows.items())}
        return cleaned

    def _read(self, number: str, row: dict[str, Any]) -> dict[str, Any]:
        parts = split(row["answers"])
        if row["way"] == QuestionKind.NUMERIC:
            return {"kind": row["way"], "accepted": self._numbers(number, parts)}
        if row["way"] == QuestionKind.SHORT_TEXT:
            return {"kind": row["way"], "accepted": [{"text": part, "fraction": "1"} for part in parts]}
        self._check_list(number, parts, split(row["second_answers"]))
        return {"correct": [next(iter(self._letters(number, row).values()))]}

    def _letters(self, number: str, row: dict[str, Any]) -> dict[str, str]:
        return letters_of(split(row["answers"]), self.text_before().get("gaps", {}).get(number, {}))

    def _numbers(self, number: str, parts: list[str]) -> list[dict[str, str]]:
        try:
            return [amounts.accepted(part, "") | {"fraction": "1"} for part in parts]
        except amounts.NotANumber as remedy:
            self.add_error(f"gap_{number}_answers", str(remedy))
            return []

    def _check_list(self, number: str, parts: list[str], second: list[str]) -> None:
        if len(parts) < 2 or len(set(parts)) < len(parts):
            self.add_error(
                f"gap_{number}_answers", _("Write the right one and others that differ: right | wrong.")
            )
        if self.cleaned_data.get("second_stem") and len(second) != len(parts):
            self.add_error(f"second_gap_{number}_answers", _("Write as many as in the first language."))

    def key(self) -> dict[str, Any]:
        rows = {str(number): row for number, row in GAPS.filled(self.cleaned_data)}
        weights = {number: amounts.plain(row["weight"]) for number, row in rows.items() if row["weight"]}
        return {"gaps": self._rules} | ({"weights": weights} if weights else {})

    def words(self, prefix: str = "") -> dict[str, Any]:
        lists = {
            str(number): dict(
                zip(self._letters(str(number), row).values(), split(row[f"{prefix}answers"]), strict=False)
            )
            for number, row in GAPS.filled(self.cleaned_data)
            if row["way"] in (CHOICE, "")
        }
        return {"gaps": lists} if lists else {}


def split(typed: str | None) -> list[str]:
    return [part.strip() for part in (typed or "").split(BETWEEN) if part.strip()]


def _row(rules: dict[str, Any], own: dict[str, str], other: dict[str, str]) -> dict[str, Any]:
    if "correct" not in rules:
        is_number = rules.get("kind") == QuestionKind.NUMERIC
        parts = [_range(form) if is_number else form["text"] for form in rules["accepted"]]
        return {"way": rules.get("kind", QuestionKind.SHORT_TEXT.value), "answers": " | ".join(parts)}
    letters = sorted(own, key=lambda letter: letter not in rules["correct"])
    return {
        "way": CHOICE,
        "answers": " | ".join(own[letter] for letter in letters),
        "second_answers": " | ".join(other[letter] for letter in letters if letter in other),
    }


def _range(entry: dict[str, str]) -> str:
    """A tolerance as a range: a gap has one line for all that it accepts."""
    if Decimal(entry.get("tolerance") or 0) == 0:
        return amounts.typed(entry)["value"]
    value, off = Decimal(entry["value"]), Decimal(entry["tolerance"])
    return f"{amounts.plain(value - off)} … {amounts.plain(value + off)}"
