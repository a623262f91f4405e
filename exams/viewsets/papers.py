"""Papers: sections with fixed questions, or drawn from the bank; one that the bank cannot fill is refused."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultipleChooserPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from exams.domain import codes, papers, queries
from exams.errors import PaperCannotBeFilled
from exams.forms.paper import PaperForm, SectionForm
from exams.models import Paper, PaperSection
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet

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


def stock_of(paper: Paper) -> list[tuple[PaperSection, int]]:
    """The sections that draw, with how many questions the bank has for each."""
    drawing = paper.sections.filter(count__gt=0).order_by("position")
    return [(section, papers.stock(section)) for section in drawing]


class PaperIndex(VisibleIndex):
    def get_base_queryset(self) -> QuerySet[Paper]:
        return queries.with_size(super().get_base_queryset())


class PaperAdd(Filled, generic.CreateView):
    pass


class PaperEdit(Filled, VisibleEdit):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stock=stock_of(self.object), **kwargs)


class SectionsPanel(InlinePanel):
    """The sections know for whom they are shown."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"]["sections"] |= {"form": SectionForm, "inherit_kwargs": ["for_user"]}
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
                    FieldRowPanel([FieldPanel("count"), FieldPanel("topic")], heading=_("Draw")),
                    FieldRowPanel([FieldPanel("difficulty"), FieldPanel("level"), FieldPanel("points")]),
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
