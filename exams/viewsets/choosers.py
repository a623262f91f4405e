"""Choosing questions for a paper, and the block that a question cites: of what one may see, of no more."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import chooser
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet

from courses.models import PublishedBlock
from exams.domain import queries
from exams.enums import QuestionKind
from exams.models import Question, Topic
from exams.viewsets.words import stem_of

EXCERPT = 90


class QuestionFilter(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none(), required=False)

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"] = forms.ModelChoiceField(label=_("Topic"), queryset=topics, required=False)

    def filter(self, objects: QuerySet[Question]) -> QuerySet[Question]:
        if self.cleaned_data["q"]:
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            objects = queries.matching(objects, self.search_query)
        if self.cleaned_data["topic"]:
            objects = objects.filter(topic=self.cleaned_data["topic"])
        return super().filter(objects)


class OwnQuestions(PermissionCheckedMixin):
    """Every view of the chooser asks for the ability, and reaches what the user may see."""

    any_permission_required = ["change"]
    model_class: type[Question]

    def own(self) -> QuerySet[Question]:
        questions = Question.objects.visible_to(self.request.user).in_use()
        return queries.as_said(questions).select_related("topic")

    def get_display_title(self, instance: Any) -> str:
        return f"{instance.code}: {stem_of(instance)}"


class Listed(OwnQuestions):
    def get_object_list(self) -> QuerySet[Question]:
        return self.own()

    def get_filter_form(self) -> QuestionFilter:
        request = self.request
        return QuestionFilter(request.GET, topics=Topic.objects.visible_to(request.user))

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("stem", label=pgettext_lazy("a stem", "Question"), accessor=stem_of),
            Column(
                "kind",
                label=pgettext_lazy("a question", "Kind"),
                accessor=lambda one: QuestionKind(one.kind).label,
            ),
            Column("topic", label=_("Topic")),
        ]


class Choose(Listed, chooser.ChooseView):
    pass


class ChooseResults(Listed, chooser.ChooseResultsView):
    pass


class Chosen(OwnQuestions, chooser.ChosenView):
    def get_object(self, pk: str) -> Question:
        return self.own().get(pk=pk)


class ChosenMultiple(OwnQuestions, chooser.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> QuerySet[Question]:
        return self.own().filter(pk__in=pks)


class QuestionChooserViewSet(ChooserViewSet):
    model = Question
    name = "exams_question_chooser"
    url_prefix = "exams/questions/choose"
    icon = "help"
    choose_one_text = _("Choose a question")
    choose_another_text = _("Choose another question")
    choose_view_class = Choose
    choose_results_view_class = ChooseResults
    chosen_view_class = Chosen
    chosen_multiple_view_class = ChosenMultiple

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class BlockFilter(BaseFilterForm):
    q = forms.CharField(label=_("Search"), required=False)

    def filter(self, objects: QuerySet[PublishedBlock]) -> QuerySet[PublishedBlock]:
        for word in self.cleaned_data["q"].split():
            self.is_searching, self.search_query = True, self.cleaned_data["q"]
            objects = objects.filter(Q(words__icontains=word) | Q(version__title__icontains=word))
        return super().filter(objects)


class OwnBlocks(PermissionCheckedMixin):
    """Blocks of the lessons that the user may see, as they read now."""

    any_permission_required = ["view"]
    model_class: type[PublishedBlock]

    def own(self) -> QuerySet[PublishedBlock]:
        blocks = PublishedBlock.objects.visible_to(self.request.user).there().select_related("version")
        return blocks.order_by("version__title", "translation_key", "position")

    def get_display_title(self, instance: Any) -> str:
        return f"{instance.title}: {excerpt_of(instance)}"


class ListedBlocks(OwnBlocks):
    filter_form_class = BlockFilter

    def get_object_list(self) -> QuerySet[PublishedBlock]:
        return self.own()

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "words",
                label=_("What it says"),
                accessor=excerpt_of,
                get_url=lambda block: self.append_preserved_url_parameters(
                    reverse(self.chosen_url_name, args=(block.pk,))
                ),
                link_attrs={"data-chooser-modal-choice": True},
            ),
            Column("title", label=_("Lesson")),
        ]


class ChooseBlock(ListedBlocks, chooser.ChooseView):
    pass


class ChooseBlockResults(ListedBlocks, chooser.ChooseResultsView):
    pass


class ChosenBlock(OwnBlocks, chooser.ChosenView):
    def get_object(self, pk: str) -> PublishedBlock:
        return get_object_or_404(self.own(), pk=pk)


class BlockChooserViewSet(ChooserViewSet):
    """Which block of a lesson a question cites."""

    model = PublishedBlock
    name = "exams_block_chooser"
    url_prefix = "exams/blocks/choose"
    icon = "link"
    register_widget = False
    choose_one_text = _("Choose a block of a lesson")
    choose_another_text = _("Choose another block")
    choose_view_class = ChooseBlock
    choose_results_view_class = ChooseBlockResults
    chosen_view_class = ChosenBlock

    def get_urlpatterns(self) -> list[Any]:
        return [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name not in ("create", "chosen_multiple")
        ]


BLOCKS = BlockChooserViewSet()


def excerpt_of(block: PublishedBlock) -> str:
    return Truncator(" ".join(block.words.split())).chars(EXCERPT) or str(_("(no words)"))
