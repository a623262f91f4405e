"""Pictures and sounds on a question's form: a file, where it stands, and what it shows or says in words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from exams.domain.bank import media
from exams.domain.bank.media import mention
from exams.errors import MediaRefused
from exams.models import QuestionMedia, Topic
from people.models import User

MOST = 8
SHOWN = 1
WORDS = 4_000


class Row(NamedTuple):
    """A file of the question as the template draws it."""

    number: int
    is_shown: bool
    kept: QuestionMedia | None
    file: BoundField
    place: BoundField
    alt: BoundField
    second: BoundField
    drop: BoundField
    id: BoundField


class MediaFields(forms.Form):
    """Beside the fields of a question: `media_n_…` of up to eight files."""

    user: User

    def add_media(self, places: list[tuple[str, Any]]) -> None:
        for number in range(1, MOST + 1):
            self.fields[f"media_{number}_id"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
            self.fields[f"media_{number}_file"] = forms.FileField(label=_("File"), required=False)
            self.fields[f"media_{number}_place"] = forms.ChoiceField(
                label=_("Stands by"), choices=places, required=False
            )
            for prefix, label in (("", _("In words")), ("second_", _("In words, second language"))):
                self.fields[f"{prefix}media_{number}_alt"] = forms.CharField(
                    label=label,
                    max_length=WORDS,
                    required=False,
                    help_text=_("What a picture shows; of a sound all that is said."),
                )
            self.fields[f"media_{number}_drop"] = forms.BooleanField(label=_("Take it away"), required=False)

    @property
    def has_media(self) -> bool:
        """Whether the part of the form with files is worth opening."""
        numbers = range(1, MOST + 1)
        names = [f"media_{number}_{name}" for number in numbers for name in ("id", "file", "alt")]
        return any(self[name].value() or self[name].errors for name in names)

    def media_rows(self) -> list[Row]:
        ids = [self[f"media_{number}_id"].value() for number in range(1, MOST + 1)]
        kept = QuestionMedia.objects.visible_to(self.user).in_bulk([int(pk) for pk in ids if pk])
        last = max((at for at, pk in enumerate(ids, start=1) if pk), default=0)
        return [self._row(number, kept, is_shown=number <= last + SHOWN) for number in range(1, MOST + 1)]

    def _row(self, number: int, kept: dict[int, QuestionMedia], *, is_shown: bool) -> Row:
        pk = self[f"media_{number}_id"].value()
        return Row(
            number=number,
            is_shown=is_shown,
            kept=kept.get(int(pk)) if pk else None,
            file=self[f"media_{number}_file"],
            place=self[f"media_{number}_place"],
            alt=self[f"media_{number}_alt"],
            second=self[f"second_media_{number}_alt"],
            drop=self[f"media_{number}_drop"],
            id=self[f"media_{number}_id"],
        )

    def media_told(self, own: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
        """The fields' values by what the two languages mention."""
        second = {file["id"]: file["alt"] for files in other.values() for file in files}
        mentioned = [(place, file) for place, files in own.items() for file in files]
        told: dict[str, Any] = {}
        for number, (place, file) in enumerate(mentioned[:MOST], start=1):
            told |= {
                f"media_{number}_id": file["id"],
                f"media_{number}_place": place,
                f"media_{number}_alt": file["alt"],
                f"second_media_{number}_alt": second.get(file["id"], ""),
            }
        return told

    def clean_media(self, cleaned: dict[str, Any], *, is_bilingual: bool) -> None:
        for number in self._used(cleaned):
            if not cleaned.get(f"media_{number}_alt"):
                self.add_error(f"media_{number}_alt", _("Say in words what it shows, or what is said in it."))
            if is_bilingual and not cleaned.get(f"second_media_{number}_alt"):
                self.add_error(f"second_media_{number}_alt", _("Fill it in in both languages."))
            self._check_file(number, cleaned)

    def _check_file(self, number: int, cleaned: dict[str, Any]) -> None:
        sent, pk = cleaned.get(f"media_{number}_file"), cleaned.get(f"media_{number}_id")
        if not sent:
            if not QuestionMedia.objects.visible_to(self.user).filter(pk=pk or 0).exists():
                self.add_error(f"media_{number}_file", _("This file is not there any more."))
            return
        try:
            media.check(sent.file)
        except MediaRefused as refusal:
            self.add_error(f"media_{number}_file", str(refusal))

    def keep_media(self, topic: Topic) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """What each language mentions, by its prefix; new files are kept."""
        said: dict[str, dict[str, list[dict[str, Any]]]] = {"": {}, "second_": {}}
        asked = self.cleaned_data
        for number in self._used(asked):
            found = self._kept(number, topic)
            for prefix, mentioned in said.items():
                words = asked[f"{prefix}media_{number}_alt"] or asked[f"media_{number}_alt"]
                place = asked[f"media_{number}_place"] or "stem"
                mentioned.setdefault(place, []).append(mention(found, words))
        return said

    def _kept(self, number: int, topic: Topic) -> QuestionMedia:
        sent = self.cleaned_data.get(f"media_{number}_file")
        if sent:
            return media.keep(topic=topic, file=sent.file, name=sent.name, by=self.user)
        return QuestionMedia.objects.get(pk=self.cleaned_data[f"media_{number}_id"])

    def _used(self, cleaned: dict[str, Any]) -> Iterator[int]:
        for number in range(1, MOST + 1):
            has_file = cleaned.get(f"media_{number}_id") or cleaned.get(f"media_{number}_file")
            if has_file and not cleaned.get(f"media_{number}_drop"):
                yield number
