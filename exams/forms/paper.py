from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from exams.domain import papers
from exams.models import PaperQuestion, Question, Topic
from people.models import User


class SectionForm(WagtailAdminModelForm):
    """Hands on for whom it is shown, and from which topics she may draw."""

    def __init__(self, *args: Any, topics: Collection[int] = (), **kwargs: Any) -> None:
        self.topics = topics
        super().__init__(*args, **kwargs)


class DrawForm(WagtailAdminModelForm):
    """A rule draws from its author's topics; the one that a colleague chose before may stay."""

    def __init__(self, *args: Any, topics: Collection[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        topic.queryset = Topic.objects.filter(pk__in={*topics, self.instance.topic_id})
        topic.error_messages["required"] = _("Say from which topic to draw.")
        topic.error_messages["invalid_choice"] = _("Choose a topic whose questions are all yours.")


class PaperForm(WagtailAdminModelForm):
    """A paper names questions of its author's topics; those that a colleague named before may stay."""

    class Media:
        # Wagtail brings a chooser's script for the first level of panels only; ours stands in the second.
        js = ["wagtailadmin/js/chooser-widget-telepath.js"]

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        self.topics = set(papers.drawable(for_user).values_list("pk", flat=True)) if for_user else set()
        super().__init__(*args, for_user=for_user, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_questions()
        return cleaned

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
