"""Options from A to H, the right ones ticked: what single and multiple choice share."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.text import narrow
from exams.domain.bank.bank import Wording
from exams.forms import amounts
from exams.forms.letters import ALPHABET
from exams.forms.question import QuestionForm

LETTERS = "abcdefgh"
SHOWN = 4
OPTION = 1_000


@dataclass(frozen=True)
class OptionRow:
    """An option as the template draws it."""

    form: "ChoiceForm"
    letter: str
    ticked: bool
    is_shown: bool = True

    @property
    def option(self) -> BoundField:
        return self.form[f"option_{self.letter}"]

    @property
    def second(self) -> BoundField:
        return self.form[f"second_option_{self.letter}"]

    @property
    def share(self) -> BoundField:
        return self.form[f"share_{self.letter}"]

    @property
    def judgement(self) -> BoundField:
        return self.form[f"judgement_{self.letter}"]

    @property
    def is_filled(self) -> bool:
        return bool(self.ticked or self.option.value() or self.second.value() or self.option.errors)


class ChoiceForm(QuestionForm):
    several = False  # whether more than one may be ticked
    beside = "tick"  # what stands beside an option: a tick, or a judgement

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for letter in self.letters:
            self.fields[f"share_{letter}"] = forms.DecimalField(
                label=_("Share of %s in percent") % letter.upper(),
                min_value=-100,
                max_value=100,
                max_digits=8,
                decimal_places=5,
                required=False,
                widget=forms.NumberInput(attrs={"placeholder": "%", "step": "any"}),
            )
            for prefix, label in (("", _("Option %s")), ("second_", _("Option %s in the second language"))):
                self.fields[f"{prefix}option_{letter}"] = forms.CharField(
                    label=label % letter.upper(), max_length=OPTION, required=False
                )
        self.fields["correct"] = forms.MultipleChoiceField(
            label=_("Right"), choices=[(letter, letter.upper()) for letter in self.letters], required=False
        )

    def places(self) -> list[tuple[str, Any]]:
        return [*super().places(), *((letter, _("Option %s") % letter.upper()) for letter in self.letters)]

    @cached_property
    def letters(self) -> str:
        """A to H, or as many as the question has had."""
        before = self.wording_before.texts if self.wording_before else {}
        most = max((len(text.get("options", {})) for text in before.values()), default=0)
        return ALPHABET[: max(most, len(LETTERS))]

    def rows(self) -> list["OptionRow"]:
        ticked = self["correct"].value() or []
        rows = [OptionRow(self, letter, letter in ticked) for letter in self.letters]
        last = max((at for at, row in enumerate(rows, start=1) if row.is_filled), default=0)
        return [replace(row, is_shown=at <= max(SHOWN, last + 1)) for at, row in enumerate(rows, start=1)]

    def told(self, wording: Wording) -> dict[str, Any]:
        told = super().told(wording)
        for prefix, language in (("", wording.language), ("second_", told["second_language"])):
            for letter, text in wording.texts.get(language, {}).get("options", {}).items():
                told[f"{prefix}option_{letter}"] = text
        shares = wording.key.get("weights", {})
        return (
            told
            | {"correct": wording.key.get("correct", [])}
            | {f"share_{letter}": amounts.plain(Decimal(share) * 100) for letter, share in shares.items()}
        )

    def options(self, prefix: str = "") -> dict[str, str]:
        asked = self.cleaned_data
        given = {letter: asked.get(f"{prefix}option_{letter}", "") for letter in self.letters}
        return {letter: text for letter, text in given.items() if text}

    def key(self) -> dict[str, Any]:
        correct, shares = sorted(self.cleaned_data["correct"]), self._shares()
        if not shares:
            return {"correct": correct}
        whole = sum(shares[letter] for letter in correct) if self.several else Decimal(100)
        return {
            "correct": correct,
            "weights": {letter: amounts.plain(share / whole) for letter, share in shares.items()},
        }

    def _shares(self) -> dict[str, Decimal]:
        asked = self.cleaned_data
        given = {letter: asked.get(f"share_{letter}") for letter in self.options()}
        return {letter: share for letter, share in given.items() if share is not None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        options = self.options()
        self._check_gaps(options)
        self._check_twins(options)
        self._check_ticks(options)
        self._check_shares()
        if cleaned.get("second_stem"):
            self._check_second(options)
        return cleaned

    def _check_gaps(self, options: dict[str, str]) -> None:
        last = max((self.letters.index(letter) for letter in options), default=0)
        for letter in self.letters[: max(last, 1) + 1]:
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

    def _check_shares(self) -> None:
        """What is right earns all together, what is wrong nothing or less."""
        shares, ticked = self._shares(), self.cleaned_data.get("correct", [])
        if not shares or self.errors:
            return
        right = sum((shares.get(letter, Decimal(0)) for letter in ticked), Decimal(0))
        if abs(right - 100) > 1:
            self.add_error(f"share_{ticked[0]}", _("What is right must earn 100 % together."))
        for letter, share in shares.items():
            if self.several and letter not in ticked and share > 0:
                self.add_error(f"share_{letter}", _("It is not ticked as right: 0 or less."))
            if letter in ticked and share <= 0:
                self.add_error(f"share_{letter}", _("It is ticked as right: more than 0."))

    def _check_second(self, options: dict[str, str]) -> None:
        second = self.options("second_")
        for letter in self.letters:
            if (letter in options) != (letter in second):
                self.add_error(f"second_option_{letter}", _("Fill in the same options in both languages."))
