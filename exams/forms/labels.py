"""What an editor asks beside the words of a question: tags, whether it is reserved, the block it cites."""

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import PublishedBlock
from exams.models import Question, QuestionVersion, Topic
from exams.models.tag import LONGEST
from people.models import User

BETWEEN = re.compile(r"[,，、;；\n]+")


class TagsField(forms.CharField):
    """Names of tags with commas between them, Chinese or Latin ones."""

    def __init__(self, **kwargs: Any) -> None:
        usual: dict[str, Any] = {"label": _("Tags"), "help_text": _("With commas between them.")}
        super().__init__(max_length=600, **usual | kwargs)

    def clean(self, value: Any) -> list[str]:
        names = [name.strip() for name in BETWEEN.split(super().clean(value) or "") if name.strip()]
        if any(len(name) > LONGEST for name in names):
            raise forms.ValidationError(_("A tag has at most %(n)d characters.") % {"n": LONGEST})
        return names


class LabelsForm(forms.Form):
    """Fields that stand in the same form as the question; of these only the citation makes a version."""

    tags = TagsField(required=False)
    reserved = forms.BooleanField(
        label=_("Reserved for exams"), help_text=_("Practice never draws it."), required=False
    )
    cites_seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        question: Question | None = None,
        version: QuestionVersion | None = None,
        chooser: Any = None,
    ) -> None:
        blocks = PublishedBlock.objects.select_related("version")
        self.cited = _cited(blocks, version) if version else None
        super().__init__(data, initial=self._told(question))
        kept = blocks.filter(pk__in=[self.cited.pk] if self.cited else [])
        self.fields["cites"] = forms.ModelChoiceField(
            label=_("Cites"),
            queryset=blocks.visible_to(user).there() | kept,
            required=False,
            widget=chooser,
            help_text=_("The block of a lesson that bears the answer out. When it changes, you are asked."),
        )

    def _told(self, question: Question | None) -> dict[str, Any]:
        cites = {"cites": self.cited.pk, "cites_seen": self.cited.fingerprint} if self.cited else {}
        if not question:
            return cites
        names = question.tags.values_list("name", flat=True)
        return cites | {"tags": ", ".join(names), "reserved": question.reserved}

    def citation(self) -> dict[str, Any]:
        """The columns of a version. A block that stands is cited as it read when the page was opened."""
        block = self.cleaned_data["cites"]
        if block is None:
            return {"cites_page": None, "cites_block": "", "cites_fingerprint": ""}
        seen = self.cleaned_data["cites_seen"] if block == self.cited else block.fingerprint
        return {
            "cites_page": block.translation_key,
            "cites_block": block.block,
            "cites_fingerprint": seen,
        }


def _cited(blocks: QuerySet[PublishedBlock], version: QuestionVersion) -> PublishedBlock | None:
    if version.cites_page is None:
        return None
    return blocks.filter(translation_key=version.cites_page, block=version.cites_block).first()


class TagsForm(forms.Form):
    """Tags for many questions at once."""

    tags = TagsField()


class MoveForm(forms.Form):
    """Another topic for many questions, or another place for a topic."""

    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = Topic.objects.visible_to(user)
        self.fields["topic"] = forms.ModelChoiceField(label=_("Topic"), queryset=topics)


class VerdictForm(forms.Form):
    """A reviewer's word: a draft that goes back says why."""

    verdict = forms.ChoiceField(choices=[("approved", ""), ("sent_back", "")])
    note = forms.CharField(
        label=_("Note to the author"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") == "sent_back" and not cleaned.get("note"):
            self.add_error("note", _("Say what is to be changed."))
        return cleaned
