from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from core import texts
from exams.domain.bank import codes
from exams.domain.delivery import policies
from exams.forms.exam import ExamForm, title_field
from exams.models import Exam
from exams.templatetags.exams import percent
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet


class ExamIndex(VisibleIndex):
    def get_base_queryset(self) -> QuerySet[Exam]:
        return super().get_base_queryset().select_related("paper")


class ExamAdd(generic.CreateView):
    def save_instance(self) -> Exam:
        exam: Exam = self.form.instance
        exam.code = codes.free(Exam, texts.pick(self.form.titles()))
        return super().save_instance()


class ExamEdit(VisibleEdit):
    def save_instance(self) -> Exam:
        """Inside the transaction of `form_valid`."""
        before = policies.of(self.object)
        saved: Exam = super().save_instance()
        policies.record_change(saved, was=before, by=self.request.user)
        return saved


class ExamViewSet(VisibleViewSet):
    model = Exam
    name = "exams_exams"
    url_prefix = "exams/exams"
    icon = "form"
    menu_label = _("Exams")
    index_view_class = ExamIndex
    add_view_class = ExamAdd
    edit_view_class = ExamEdit
    search_fields = ["code"]
    list_display: tuple[Any, ...] = (
        "__str__",
        "code",
        "paper",
        "minutes",
        Column("pass_mark", label=_("Pass mark"), accessor=lambda exam: percent(exam.pass_mark)),
        "attempts",
    )
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel(title_field(code)) for code, _name in settings.LANGUAGES], heading=_("Title")
            ),
            FieldPanel("paper"),
            FieldRowPanel([FieldPanel("drawing"), FieldPanel("booklets")]),
            FieldRowPanel([FieldPanel("minutes"), FieldPanel("percent")]),
            FieldRowPanel([FieldPanel("attempts"), FieldPanel("cool_down")]),
            FieldPanel("category"),
            FieldRowPanel([FieldPanel("shuffle_questions"), FieldPanel("shuffle_options")]),
            FieldRowPanel([FieldPanel("layout"), FieldPanel("navigation")]),
            FieldPanel("counts"),
            MultiFieldPanel(
                [FieldPanel("review"), FieldPanel("review_table")],
                heading=_("What candidates see of their papers"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("second_percent"), FieldPanel("gap_percent")]),
                    FieldPanel("is_anonymous"),
                ],
                heading=_("Answers that people mark"),
            ),
        ],
        base_form_class=ExamForm,
    )
