from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from exams.domain.bank.stimuli import Material
from exams.enums import StimulusKind
from exams.forms.media import MediaFields
from exams.forms.question import paragraph
from exams.models import Stimulus, Topic
from people.models import User

TITLE, BODY = 200, 20_000


class StimulusForm(MediaFields):
    """New shared material, or the next version of it."""

    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())
    kind = forms.ChoiceField(label=_("Shown as"), choices=StimulusKind, initial=StimulusKind.CHAT)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    title = forms.CharField(label=_("Title"), max_length=TITLE)
    body = paragraph(
        _("Text"),
        limit=BODY,
        rows=10,
        required=False,
        help_text=_("Of a chat one turn a line: customer: words. Of a call what a listener should know."),
    )
    second_language = forms.ChoiceField(label=_("Second language"), required=False)
    second_title = forms.CharField(label=_("Title in the second language"), max_length=TITLE, required=False)
    second_body = paragraph(_("Text in the second language"), limit=BODY, rows=10, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        stimulus: Stimulus | None = None,
        material: Material | None = None,
        number: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.user, self.stimulus = user, stimulus
        initial = kwargs.pop("initial", {})
        if material:
            initial = initial | {"based_on": number} | self._told(material)
        super().__init__(data, initial=initial, **kwargs)
        others = [("", "–"), *((code, name) for code, name in settings.LANGUAGES)]
        self.fields["second_language"].widget.choices = self.fields["second_language"].choices = others  # type: ignore[attr-defined]
        self.add_media([("body", _("Text"))])
        if stimulus:
            del self.fields["topic"]
        else:
            self.fields["topic"].queryset = Topic.objects.visible_to(user)  # type: ignore[attr-defined]

    def _told(self, material: Material) -> dict[str, Any]:
        second = next((code for code in material.texts if code != material.language), "")
        own, other = material.texts[material.language], material.texts.get(second, {})
        return {
            "kind": material.kind,
            "language": material.language,
            "title": own["title"],
            "body": own["body"],
            "second_language": second,
            "second_title": other.get("title"),
            "second_body": other.get("body"),
            **self.media_told(own.get("media", {}), other.get("media", {})),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_second = bool(cleaned.get("second_title") or cleaned.get("second_body"))
        if has_second and cleaned.get("second_language") in ("", cleaned.get("language")):
            self.add_error("second_language", _("Say which other language it is."))
        if has_second and not cleaned.get("second_title"):
            self.add_error("second_title", _("Fill it in in both languages."))
        self.clean_media(cleaned, is_bilingual=has_second)
        if not cleaned.get("body") and not list(self._used(cleaned)):
            self.add_error("body", _("Write a text, or add a picture or a sound."))
        return cleaned

    def material(self) -> Material:
        asked = self.cleaned_data
        media = self.keep_media(self.stimulus.topic if self.stimulus else asked["topic"])
        texts = {asked["language"]: self._text("", media[""])}
        if asked["second_title"]:
            texts[asked["second_language"]] = self._text("second_", media["second_"])
        return Material(asked["kind"], asked["language"], texts)

    def _text(self, prefix: str, media: dict[str, Any]) -> dict[str, Any]:
        asked = self.cleaned_data
        text = {"title": asked[f"{prefix}title"], "body": asked[f"{prefix}body"]}
        return text | ({"media": media} if media else {})
