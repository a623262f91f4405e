"""What is done to many questions at once; those of other topics are not among them."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.bulk_action import BulkAction

from core.converters import numbers
from exams.domain import queries
from exams.domain.bank import approvals, bank, labels
from exams.forms.labels import MoveForm, TagsForm
from exams.models import Question


class QuestionsAction(BulkAction):
    models: ClassVar[list[type[Question]]] = [Question]
    template_name = "exams/bank/bulk.html"
    about: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("exams.author"):
            raise PermissionDenied
        if not self._hers:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def _hers(self) -> dict[int, Question]:
        """The chosen questions that she may see, by id."""
        asked: Collection[str] = self.request.GET.getlist("id")
        seen = Question.objects.visible_to(self.request.user).select_related("topic")
        seen = self._listed(seen) if "all" in asked else seen.filter(pk__in=numbers(asked))
        return {question.pk: question for question in seen}

    def _listed(self, seen: Any) -> Any:
        """All that the list shows from which she came, narrowed as it was."""
        from exams.viewsets.questions import QuestionFilters

        query = QueryDict(self.next_url.partition("?")[2])
        shown = queries.with_staleness(queries.with_state(queries.as_said(seen)))
        if text := query.get("q"):
            shown = queries.matching(shown, text)
        return QuestionFilters(query, queryset=shown, request=self.request).qs

    def check_perm(self, obj: Question) -> bool:
        return obj.pk in self._hers

    def get_actionable_objects(self) -> tuple[list[Question], dict[str, list[Question]]]:
        return list(self._hers.values()), {"items_with_no_access": []}

    def get_execution_context(self) -> dict[str, Any]:
        return super().get_execution_context() | {"action": self}

    @classmethod
    def execute_action(cls, objects: list[Question], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["action"]
        return action.do([one for one in objects if action.check_perm(one)]), 0

    def do(self, questions: list[Question]) -> int:
        """Gives how many questions were changed."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.display_name, about=self.about, **kwargs)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        words = ngettext("%(n)d question was changed.", "%(n)d questions were changed.", num_parent_objects)
        return words % {"n": num_parent_objects}


class RetireAction(QuestionsAction):
    display_name = _("Retire")
    action_type = "retire"
    aria_label = _("Retire the selected questions")
    about = _("No new attempt asks them. What was asked keeps them, and they can be brought back.")
    action_priority = 40

    def do(self, questions: list[Question]) -> int:
        at = timezone.now()
        for question in questions:
            bank.retire(question, by=self.request.user, at=at)
        return len(questions)


class TagAction(QuestionsAction):
    display_name = _("Tag")
    action_type = "tag"
    aria_label = _("Tag the selected questions")
    about = _("The tags that they have stay.")
    form_class = TagsForm
    action_priority = 10

    def do(self, questions: list[Question]) -> int:
        labels.add_tags(questions, tags=self.cleaned_form.cleaned_data["tags"], by=self.request.user)
        return len(questions)


class MoveAction(QuestionsAction):
    display_name = _("Move to a topic")
    action_type = "move"
    aria_label = _("Move the selected questions to another topic")
    about = _("Their codes stay. Who sees them is from then on said by the other topic.")
    form_class = MoveForm
    action_priority = 20

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def do(self, questions: list[Question]) -> int:
        return labels.move(questions, topic=self.cleaned_form.cleaned_data["topic"], by=self.request.user)


class SubmitAction(QuestionsAction):
    display_name = _("Submit for review")
    action_type = "submit"
    aria_label = _("Submit the selected drafts for review")
    about = _("Drafts wait for another trainer then; where the topic asks for no review, they become ready.")
    form_class = forms.Form
    action_priority = 30

    def do(self, questions: list[Question]) -> int:
        return approvals.submit_all(questions, by=self.request.user, at=timezone.now())


ACTIONS = (TagAction, MoveAction, SubmitAction, RetireAction)
