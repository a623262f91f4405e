"""Options from A to H, the right ones ticked: what single and multiple choice share."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from core.text import narrow
from exams.domain.bank import Wording
from exams.forms.question import QuestionForm

LETTERS = "abcdefgh"
SHOWN = 4


class ChoiceForm(QuestionForm):
    several = False  # whether more than one may be ticked

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter in LETTERS:
            for prefix, label in (("", _("Option %s")), ("second_", _("Option %s in the second language"))):
                self.fields[f"{prefix}option_{letter}"] = forms.CharField(
                    label=label % letter.upper(), max_length=1_000, required=False
                )
        self.fields["correct"] = forms.MultipleChoiceField(
            label=_("Right"), choices=[(letter, letter.upper()) for letter in LETTERS], required=False
        )

    def rows(self) -> Iterator[tuple[str, bool, BoundField, BoundField]]:
        """Letter, whether it is ticked, and its two fields, for the template."""
        ticked = self["correct"].value() or []
        for letter in LETTERS:
            yield letter, letter in ticked, self[f"option_{letter}"], self[f"second_option_{letter}"]

    def rows_shown(self) -> list[tuple[str, bool, BoundField, BoundField]]:
        return list(self.rows())[: self._number_shown()]

    def rows_more(self) -> list[tuple[str, bool, BoundField, BoundField]]:
        return list(self.rows())[self._number_shown() :]

    def _number_shown(self) -> int:
        filled = [
            at for at, row in enumerate(self.rows(), start=1) if row[1] or row[2].value() or row[3].value()
        ]
        return max([SHOWN, *filled])

    def told(self, wording: Wording) -> dict[str, Any]:
        told = super().told(wording)
        for prefix, language in (("", wording.language), ("second_", told["second_language"])):
            for letter, text in wording.texts.get(language, {}).get("options", {}).items():
                told[f"{prefix}option_{letter}"] = text
        return told | {"correct": wording.key["correct"]}

    def options(self, prefix: str = "") -> dict[str, str]:
        asked = self.cleaned_data
        given = {letter: asked.get(f"{prefix}option_{letter}", "") for letter in LETTERS}
        return {letter: text for letter, text in given.items() if text}

    def key(self) -> dict[str, Any]:
        return {"correct": sorted(self.cleaned_data["correct"])}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        options = self.options()
        self._check_gaps(options)
        self._check_twins(options)
        self._check_ticks(options)
        if cleaned.get("second_stem"):
            self._check_second(options)
        return cleaned

    def _check_gaps(self, options: dict[str, str]) -> None:
        last = max((LETTERS.index(letter) for letter in options), default=0)
        for letter in LETTERS[: max(last, 1) + 1]:
            if letter not in options:
                self.add_error(f"option_{letter}", _("Fill in this option, or move the later ones up."))

    def _check_twins(self, options: dict[str, str]) -> None:
        seen: dict[str, str] = {}
        for letter, text in options.items():
            first = seen.setdefault("".join(narrow(text).split()), letter)
            if first != letter:
                self.add_error(
                    f"option_{letter}",
                    _("It says the same as option %(letter)s.") % {"letter": first.upper()},
                )

    def _check_ticks(self, options: dict[str, str]) -> None:
        ticked = self.cleaned_data.get("correct", [])
        if not ticked:
            self.add_error("correct", _("Tick the right answer."))
        elif len(ticked) > 1 and not self.several:
            self.add_error("correct", _("Only one can be right in a single choice."))
        elif not set(ticked) <= options.keys():
            self.add_error("correct", _("A ticked option is empty."))

    def _check_second(self, options: dict[str, str]) -> None:
        second = self.options("second_")
        for letter in LETTERS:
            if (letter in options) != (letter in second):
                self.add_error(f"second_option_{letter}", _("Fill in the same options in both languages."))
