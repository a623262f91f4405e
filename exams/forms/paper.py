from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from exams.domain import papers
from exams.models import PaperQuestion, Question, Topic


class SectionForm(WagtailAdminModelForm):
    """A section draws from its author's topics; the one that a colleague chose before may stay."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        drawable = papers.drawable(self.for_user)
        topic.queryset = drawable | Topic.objects.filter(pk=self.instance.topic_id)
        topic.error_messages["invalid_choice"] = _("Choose a topic whose questions are all yours.")


class PaperForm(WagtailAdminModelForm):
    """A paper names questions of its author's topics; those that a colleague named before may stay."""

    class Media:
        # Wagtail brings a chooser's script for the first level of panels only; ours stands in the second.
        js = ["wagtailadmin/js/chooser-widget-telepath.js"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_topics()
        self._check_questions()
        return cleaned

    def _check_topics(self) -> None:
        """In words, what the table's constraint says by its name."""
        for section in self.formsets["sections"].forms:
            section.full_clean()
            asked = section.cleaned_data
            if asked.get("count") and not asked.get("topic") and "topic" not in section.errors:
                section.errors.pop(NON_FIELD_ERRORS, None)
                section.add_error("topic", _("Say from which topic to draw."))

    def _check_questions(self) -> None:
        lines = [
            line
            for section in self._filled("sections")
            for line in section.formsets["questions"].forms
            if line.is_valid() and line.cleaned_data.get("question")
        ]
        asked = {line.cleaned_data["question"].pk for line in lines}
        hers = Question.objects.visible_to(self.for_user).filter(pk__in=asked)
        before = PaperQuestion.objects.filter(section__paper=self.instance.pk)
        allowed = {*hers.values_list("pk", flat=True), *before.values_list("question", flat=True)}
        for line in lines:
            if line.cleaned_data["question"].pk not in allowed:
                line.add_error("question", _("Choose a question of your topics."))

    def _filled(self, name: str) -> Iterator[Any]:
        """The forms of a formset that will be saved."""
        formset = self.formsets[name]
        yield from (form for form in formset.forms if form.is_valid() and form not in formset.deleted_forms)
