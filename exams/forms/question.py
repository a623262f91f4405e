"""What the editors of all kinds of question have in common."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exams.domain.bank.bank import Wording
from exams.enums import Difficulty, QuestionKind
from exams.forms.media import MediaFields
from exams.forms.rows import Group, RowsOf
from exams.models import Question, Stimulus, Topic
from people.models import User

KEPT = ("format", "feedback")
STEM, EXPLANATION = 20_000, 20_000  # as much as a file may bring
LEVELS = [("", "–"), *((level, str(level)) for level in range(1, 6))]


def paragraph(
    label: Any, *, limit: int, required: bool = True, rows: int = 3, **options: Any
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, required=required, widget=widget, **options)


class QuestionForm(MediaFields):
    """A new question, or the next version of `question`, whose newest says `wording`.

    A kind's editor sets `kind` and fills in what is asked beside the stem: `options`, `words`, `key`, `told`.
    """

    kind: ClassVar[QuestionKind]
    groups_of: ClassVar[tuple[RowsOf, ...]] = ()
    extra: ClassVar[tuple[str, ...]] = ()  # names of single fields of this kind

    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    stem = paragraph(pgettext_lazy("a stem", "Question"), limit=STEM)
    explanation = paragraph(
        _("Explanation"),
        limit=EXPLANATION,
        required=False,
        help_text=_("Why the right answer is right; shown after the test where the exam allows it."),
    )
    second_language = forms.ChoiceField(label=_("Second language"), required=False)
    second_stem = paragraph(_("Question in the second language"), limit=STEM, required=False)
    second_explanation = paragraph(
        _("Explanation in the second language"), limit=EXPLANATION, required=False, rows=2
    )
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty, initial=Difficulty.MEDIUM)
    level = forms.TypedChoiceField(
        label=_("Level"), choices=LEVELS, coerce=int, empty_value=None, required=False
    )
    points = forms.DecimalField(
        label=_("Points"), min_value=Decimal("0.01"), max_digits=6, decimal_places=2, initial=1
    )
    stimulus = forms.ModelChoiceField(
        label=_("Asked about"),
        queryset=Stimulus.objects.none(),
        required=False,
        empty_label=_("Itself alone"),
        help_text=_("Shared material whose questions are drawn together."),
    )
    place = forms.IntegerField(
        label=_("Place among its questions"), min_value=1, max_value=99, required=False
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        question: Question | None = None,
        wording: Wording | None = None,
        number: int | None = None,
        **kwargs: Any,
    ) -> None:
        self.question, self.wording_before, self.user = question, wording, user
        initial = kwargs.pop("initial", {})
        if wording:
            unit = {"stimulus": question.stimulus, "place": question.place or None} if question else {}
            initial = initial | {"based_on": number} | unit | self.told(wording)
        super().__init__(data, initial=initial, **kwargs)
        for rows in self.groups_of:
            rows.add_to(self)
        self.add_media(self.places())
        others = [("", "–"), *((code, name) for code, name in settings.LANGUAGES)]
        self.fields["second_language"].widget.choices = self.fields["second_language"].choices = others  # type: ignore[attr-defined]
        self.fields["stimulus"].queryset = Stimulus.objects.visible_to(user).select_related("topic")  # type: ignore[attr-defined]
        if question:
            del self.fields["topic"]
        else:
            topics = Topic.objects.visible_to(user)
            self.fields["topic"] = forms.ModelChoiceField(label=_("Topic"), queryset=topics)

    # What a kind fills in

    def options(self, prefix: str = "") -> dict[str, str]:
        """The options of the first language, or of the second with its prefix."""
        return {}

    def text_before(self) -> dict[str, Any]:
        """What the version that is edited says in its first language."""
        before = self.wording_before
        return before.texts.get(before.language, {}) if before else {}

    def words(self, prefix: str = "") -> dict[str, Any]:
        """What else is said in the first language, or in the second: prompts, gaps, units."""
        return {}

    def places(self) -> list[tuple[str, Any]]:
        """Where a picture or a sound may stand."""
        return [("stem", pgettext_lazy("a stem", "Question"))]

    def key(self) -> dict[str, Any]:
        raise NotImplementedError

    def rubric_id(self) -> int | None:
        """The version of the rubric by which a person marks it."""
        return None

    def told(self, wording: Wording) -> dict[str, Any]:
        """The fields' values of a version."""
        own = wording.texts.get(wording.language, {})
        second = next((code for code in wording.texts if code != wording.language), "")
        other = wording.texts.get(second, {})
        return {
            "language": wording.language,
            "stem": own.get("stem"),
            "explanation": own.get("explanation"),
            "second_language": second,
            "second_stem": other.get("stem"),
            "second_explanation": other.get("explanation"),
            "difficulty": wording.difficulty,
            "level": wording.level,
            "points": wording.points,
            **self.media_told(own.get("media", {}), other.get("media", {})),
        }

    # How it is drawn

    @property
    def has_stimuli(self) -> bool:
        """Whether there is shared material to be chosen at all."""
        return len(self.fields["stimulus"].choices) > 1  # type: ignore[attr-defined]

    def groups(self) -> list[Group]:
        return [Group(rows, self) for rows in self.groups_of]

    def extra_fields(self) -> list[BoundField]:
        return [self[name] for name in self.extra]

    # What all kinds ask

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("second_language") and cleaned["second_language"] == cleaned.get("language"):
            self.add_error("second_language", _("Choose another language than the first."))
        if cleaned.get("second_stem") and not cleaned.get("second_language"):
            self.add_error("second_language", _("Say which language it is."))
        if cleaned.get("second_language") and not cleaned.get("second_stem"):
            self.add_error("second_stem", _("Write the question in this language too, or choose none."))
        self.clean_media(cleaned, is_bilingual=bool(cleaned.get("second_stem")))
        return cleaned

    def wording(self) -> Wording:
        """What was typed, as a version says it."""
        asked = self.cleaned_data
        before = self.wording_before
        return Wording(
            kind=str(self.kind),
            language=asked["language"],
            texts=self._texts(),
            key=self.key(),
            difficulty=asked["difficulty"],
            level=asked["level"],
            points=asked["points"],
            cites_page=before.cites_page if before else None,
            cites_block=before.cites_block if before else "",
            cites_fingerprint=before.cites_fingerprint if before else "",
            rubric_id=self.rubric_id(),
        )

    def _texts(self) -> dict[str, dict[str, Any]]:
        """The two languages on the form, beside a third that was there and still fits the options."""
        asked = self.cleaned_data
        shown = {self.initial.get("language"), self.initial.get("second_language")}
        before = self.wording_before.texts if self.wording_before else {}
        self._media = self.keep_media(self.question.topic if self.question else asked["topic"])
        first = self._text("", before.get(asked["language"], {}))
        texts = {code: text for code, text in before.items() if code not in shown and _fits(text, first)}
        texts[asked["language"]] = first
        if second := asked["second_language"]:
            texts[second] = self._text("second_", before.get(second, {}))
        return texts

    def _text(self, prefix: str, before: dict[str, Any]) -> dict[str, Any]:
        """What was typed in a language; what this form does not ask stays as it was."""
        asked = self.cleaned_data
        options = self.options(prefix)
        kept = {name: before[name] for name in KEPT if before.get(name)}
        if self._media[prefix]:
            kept["media"] = self._media[prefix]
        return kept | {
            "stem": asked[f"{prefix}stem"],
            "options": options,
            **self.words(prefix),
            "explanation": asked[f"{prefix}explanation"],
        }


def _fits(text: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two languages have the same parts to be answered."""
    return all(_names(text.get(part)) == _names(other.get(part)) for part in ("options", "prompts", "gaps"))


def _names(parts: dict[str, Any] | None) -> Any:
    return {name: _names(part) if isinstance(part, dict) else "" for name, part in (parts or {}).items()}
