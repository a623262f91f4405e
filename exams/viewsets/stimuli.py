"""Shared material in the Wagtail admin: a save writes a new version; its questions stand below it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from core import texts
from exams.domain.bank import stimuli
from exams.domain.bank.stimuli import Material
from exams.enums import StimulusKind
from exams.errors import QuestionChangedMeanwhile
from exams.forms.stimulus import StimulusForm
from exams.models import Stimulus, StimulusVersion, Topic
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet


def title_of(stimulus: Any) -> str:
    return texts.pick({code: text["title"] for code, text in stimulus.texts.items()})


class StimulusIndex(VisibleIndex):
    def get_base_queryset(self) -> QuerySet[Stimulus]:
        newest = StimulusVersion.objects.filter(stimulus=OuterRef("pk")).order_by("-number")[:1]
        rows = super().get_base_queryset().select_related("topic")
        said = {column: Subquery(newest.values(column)) for column in ("texts", "kind")}
        return rows.annotate(asked=Count("questions"), **said)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), accessor=title_of, get_url=self.get_edit_url),
            Column("topic", label=_("Topic"), sort_key="topic__name"),
            Column("kind", label=_("Shown as"), accessor=lambda one: StimulusKind(one.kind).label),
            Column("asked", label=_("Questions")),
        ]


class StimulusFormMixin:
    """A plain form in place of a model's: what is typed becomes a version."""

    form: StimulusForm

    def get_form_class(self) -> type[StimulusForm]:
        return StimulusForm

    def get_form_kwargs(self) -> dict[str, Any]:
        request = self.request  # type: ignore[attr-defined]
        sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
        return {"data": None, "user": request.user} | sent


class StimulusAdd(StimulusFormMixin, generic.CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        topics = list(Topic.objects.visible_to(self.request.user)[:2])
        return super().get_form_kwargs() | {"initial": {"topic": topics[0]} if len(topics) == 1 else {}}

    def save_instance(self) -> Stimulus:
        topic = self.form.cleaned_data["topic"]
        return stimuli.make(topic=topic, material=self.form.material(), by=self.request.user)

    def get_success_url(self) -> str:
        return self.get_edit_url() or super().get_success_url()


class StimulusEdit(StimulusFormMixin, VisibleEdit):
    success_message = None

    @cached_property
    def newest(self) -> StimulusVersion:
        return self.object.versions.latest().get()

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = {"material": Material.of(self.newest), "number": self.newest.number}
        return super().get_form_kwargs() | {"stimulus": self.object} | newest

    def form_valid(self, form: StimulusForm) -> HttpResponse:
        based_on = form.cleaned_data["based_on"] or 0
        try:
            saved = stimuli.revise(
                stimulus=self.object, based_on=based_on, material=form.material(), by=self.request.user
            )
        except QuestionChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Version %(number)d stands.") % {"number": saved.number})
        return redirect(self.get_edit_url())

    def get_side_panels(self) -> Any:
        return generic.CreateView.get_side_panels(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        questions = self.object.questions.order_by("place", "code")
        add = f"{reverse('exams_questions:add')}?stimulus={self.object.pk}"
        return super().get_context_data(questions=questions, add=add, newest=self.newest, **kwargs)


class StimulusViewSet(VisibleViewSet):
    model = Stimulus
    name = "exams_stimuli"
    url_prefix = "exams/stimuli"
    icon = "doc-full"
    menu_label = gettext_lazy("Shared material")
    index_view_class = StimulusIndex
    add_view_class = StimulusAdd
    edit_view_class = StimulusEdit
    create_template_name = "exams/bank/stimulus_form.html"
    edit_template_name = "exams/bank/stimulus_form.html"

    def get_form_class(self, for_update: bool = False) -> type[StimulusForm]:
        return StimulusForm
