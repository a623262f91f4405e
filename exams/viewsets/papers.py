"""Papers: sections of fixed questions and of draw rules; one that the bank cannot fill is refused."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultipleChooserPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from exams.domain import papers, queries
from exams.domain.bank import codes
from exams.domain.papers import composing
from exams.errors import PaperCannotBeFilled
from exams.forms.paper import DrawForm, PaperForm, SectionForm
from exams.models import Paper, PaperDraw, PaperSection
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet
from people.requests import SignedInRequest

SPARE = 10_000


class Filled:
    """Saved whole, or not at all and the section named that falls short."""

    def form_valid(self, form: PaperForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except PaperCannotBeFilled as refusal:
            form.add_error(None, str(refusal))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]

    def save_instance(self) -> Paper:
        """Inside the transaction of `form_valid`."""
        paper: Paper = self.form.instance  # type: ignore[attr-defined]
        if paper.pk:
            make_room(paper)
        else:
            paper.code = codes.free(Paper, paper.title)
        saved: Paper = super().save_instance()  # type: ignore[misc]
        papers.check(Paper.objects.get(pk=saved.pk))
        return saved


def make_room(paper: Paper) -> None:
    """Positions are given one by one: the old ones step aside."""
    for section in PaperSection.objects.filter(paper=paper).order_by("-position"):
        PaperSection.objects.filter(pk=section.pk).update(position=SPARE + section.position)


class PaperIndex(VisibleIndex):
    def get_base_queryset(self) -> QuerySet[Paper]:
        return queries.with_size(super().get_base_queryset())


class PaperAdd(Filled, generic.CreateView):
    pass


class PaperEdit(Filled, VisibleEdit):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse("exams:paper_samples", args=[self.object.pk])
        return [Button(_("Sample papers"), url=url, icon_name="view", priority=10)]


class PaperStock(PermissionCheckedMixin, View):
    request: SignedInRequest
    """What the bank has for a paper as it stands in the form, saved or not: numbers only."""

    any_permission_required = ["add", "change"]
    http_method_names = ["post"]

    def post(self, request: SignedInRequest) -> JsonResponse:
        try:
            blueprint = composing.blueprint(json.loads(request.body), topics=self.topics)
        except (ValueError, RecursionError):
            return JsonResponse({"error": "bad"}, status=400)
        return JsonResponse(composing.in_words(blueprint))

    @cached_property
    def topics(self) -> set[int]:
        """Hers, and those that some paper draws from already."""
        drawn = PaperDraw.objects.values_list("topic", flat=True)
        return {*papers.drawable(self.request.user).values_list("pk", flat=True), *drawn}


class SectionsPanel(InlinePanel):
    """The sections and their rules know for whom they are shown."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        sections = options["formsets"]["sections"]
        sections |= {"form": SectionForm, "inherit_kwargs": ["for_user", "topics"]}
        sections["formsets"]["draws"] |= {"form": DrawForm, "inherit_kwargs": ["for_user", "topics"]}
        return options


class PaperViewSet(VisibleViewSet):
    model = Paper
    name = "exams_papers"
    url_prefix = "exams/papers"
    icon = "doc-full"
    menu_label = _("Papers")
    index_view_class = PaperIndex
    add_view_class = PaperAdd
    edit_view_class = PaperEdit
    create_template_name = "exams/bank/paper_form.html"
    edit_template_name = "exams/bank/paper_form.html"
    search_fields = ["title", "code"]
    list_display = (
        "title",
        "code",
        Column("fixed", label=_("Fixed questions")),
        Column("drawn", label=_("Drawn questions")),
        Column("used_by", label=_("Exams")),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            SectionsPanel(
                "sections",
                heading=_("Sections"),
                label=_("Section"),
                min_num=1,
                panels=[
                    FieldRowPanel([FieldPanel("title"), FieldPanel("pass_mark")]),
                    InlinePanel(
                        "draws",
                        heading=_("Drawn questions"),
                        label=_("Rule"),
                        panels=[
                            FieldRowPanel(
                                [FieldPanel("count"), FieldPanel("topic"), FieldPanel("difficulty")]
                            ),
                            FieldRowPanel([FieldPanel("tag"), FieldPanel("level"), FieldPanel("points")]),
                        ],
                    ),
                    MultipleChooserPanel(
                        "questions",
                        heading=_("Fixed questions"),
                        label=_("Question"),
                        chooser_field_name="question",
                        panels=[FieldRowPanel([FieldPanel("question"), FieldPanel("points")])],
                    ),
                ],
            ),
        ],
        base_form_class=PaperForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("stock/", PaperStock.as_view(), name="stock"),
        ]
