"""The question bank in the Wagtail admin: the list, what it can be narrowed to, where all else is found."""

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from exams.domain import queries
from exams.domain.bank import topics
from exams.enums import Difficulty, QuestionKind, State
from exams.forms import QuestionForm, editor
from exams.forms.question import LEVELS
from exams.models import Question, Tag, Topic
from exams.views.bank.access import AuthorRequest
from exams.viewsets.editor import QuestionAdd, QuestionCopy, QuestionEdit
from exams.viewsets.life import QuestionRetire, QuestionSubmit, VersionReviewed
from exams.viewsets.report import BankReport
from exams.viewsets.staleness import CitingQuestions, StaleQuestions, VersionConfirmed
from exams.viewsets.usage import QuestionUse
from exams.viewsets.versions import QuestionVersions, VersionsCompared
from exams.viewsets.visible import VisibleIndex, VisibleViewSet
from exams.viewsets.words import languages_of, state_of, stem_of, tags_of, use_in_words

LANGUAGES = [
    *((code, name) for code, name in settings.LANGUAGES),
    *((f"-{code}", pgettext_lazy("a language", "Not in %s") % name) for code, name in settings.LANGUAGES),
]


def topics_of(request: AuthorRequest) -> QuerySet[Topic]:
    return Topic.objects.visible_to(request.user)


class QuestionFilters(WagtailFilterSet):
    topic = django_filters.ModelChoiceFilter(
        queryset=topics_of, label=gettext_lazy("Topic"), method="below_topic"
    )
    tags = django_filters.ModelChoiceFilter(queryset=Tag.objects.all(), label=gettext_lazy("Tag"))
    kind = django_filters.ChoiceFilter(choices=QuestionKind.choices, label=gettext_lazy("Kind"))
    difficulty = django_filters.ChoiceFilter(choices=Difficulty.choices, label=gettext_lazy("Difficulty"))
    level = django_filters.ChoiceFilter(choices=LEVELS[1:], label=gettext_lazy("Level"))
    state = django_filters.ChoiceFilter(choices=State.choices, label=gettext_lazy("State"))
    language = django_filters.ChoiceFilter(
        choices=LANGUAGES, label=gettext_lazy("Language"), method="in_language"
    )
    stale = django_filters.BooleanFilter(field_name="is_stale", label=gettext_lazy("Its lesson has changed"))
    reserved = django_filters.BooleanFilter(label=gettext_lazy("Reserved"))

    class Meta:
        model = Question
        fields: list[str] = []

    def below_topic(self, questions: QuerySet[Question], name: str, topic: Topic) -> QuerySet[Question]:
        """The questions of a topic and of all that stand below it."""
        return questions.filter(topic__in=topics.below(topic))

    def in_language(self, questions: QuerySet[Question], name: str, code: str) -> QuerySet[Question]:
        return queries.in_languages(questions, code.removeprefix("-"), there=not code.startswith("-"))


class QuestionIndex(VisibleIndex):
    is_searchable = True
    template_name = "exams/bank/questions.html"

    def get_base_queryset(self) -> QuerySet[Question]:
        questions = super().get_base_queryset().select_related("topic").prefetch_related("tags")
        said = queries.with_state(queries.as_said(questions))
        return queries.with_use(queries.with_staleness(said))

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        return queries.matching(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="question"),
            self._get_title_column_class(TitleColumn)(
                "stem",
                label=pgettext("a stem", "Question"),
                accessor=stem_of,
                get_url=self.get_edit_url,
                get_title_id=lambda one: f"question_{one.pk}_title",
            ),
            Column("code", label=_("Code"), sort_key="code"),
            Column("topic", label=_("Topic"), sort_key="topic__name"),
            Column(
                "kind",
                label=pgettext("a question", "Kind"),
                accessor=lambda one: QuestionKind(one.kind).label,
                sort_key="kind",
            ),
            Column(
                "difficulty", label=_("Difficulty"), accessor=lambda one: Difficulty(one.difficulty).label
            ),
            Column("languages", label=_("Languages"), accessor=languages_of),
            Column("tags", label=_("Tags"), accessor=tags_of),
            Column("use", label=_("Used in"), accessor=lambda one: use_in_words(one.papers, one.attempts)),
            Column("state", label=_("State"), accessor=state_of),
        ]

    def get_list_more_buttons(self, instance: Question) -> list[MenuItem]:
        places = [
            ("edit", _("Edit"), "edit"),
            ("copy", _("Copy"), "copy"),
            ("use", _("Where it is used"), "link"),
            ("versions", _("Versions"), "history"),
        ]
        return [
            MenuItem(
                label,
                url=reverse(f"exams_questions:{name}", args=[instance.pk]),
                icon_name=icon,
                priority=10 * place,
            )
            for place, (name, label, icon) in enumerate(places, start=1)
        ]

    @cached_property
    def header_buttons(self) -> list[Button]:
        into, out = reverse("exams:bank_import"), reverse("exams:bank_export")
        return [
            *super().header_buttons,
            HeaderButton(_("Import"), url=into, icon_name="upload", priority=20),
            HeaderButton(_("Export"), url=out, icon_name="download", priority=30),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            *super().header_more_buttons,
            Button(
                _("Check the bank"), url=reverse("exams_questions:report"), icon_name="check", priority=40
            ),
            Button(
                _("Questions whose lesson has changed"),
                url=reverse("exams_questions:stale"),
                icon_name="warning",
                priority=50,
            ),
        ]


class QuestionViewSet(VisibleViewSet):
    model = Question
    name = "exams_questions"
    url_prefix = "exams/questions"
    icon = "help"
    menu_label = gettext_lazy("Questions")
    menu_order = 100
    index_view_class = QuestionIndex
    add_view_class = QuestionAdd
    edit_view_class = QuestionEdit
    create_template_name = "exams/bank/question_form.html"
    edit_template_name = "exams/bank/question_form.html"
    filterset_class = QuestionFilters
    search_fields = ["code"]

    def get_form_class(self, for_update: bool = False) -> type[QuestionForm]:
        return editor("")

    def get_urlpatterns(self) -> list[URLPattern]:
        copy = self.construct_view(
            QuestionCopy, **self.get_add_view_kwargs() | {"template_name": self.create_template_name}
        )
        return [
            *super().get_urlpatterns(),
            path("copy/<num:pk>/", copy, name="copy"),
            path("versions/<num:pk>/", QuestionVersions.as_view(), name="versions"),
            path("compare/<num:before>/<num:after>/", VersionsCompared.as_view(), name="compare"),
            path("submit/<num:pk>/", QuestionSubmit.as_view(), name="submit"),
            path("review/<num:pk>/", VersionReviewed.as_view(), name="review"),
            path("retire/<num:pk>/", QuestionRetire.as_view(), name="retire"),
            path("use/<num:pk>/", QuestionUse.as_view(), name="use"),
            path("stale/", StaleQuestions.as_view(), name="stale"),
            path("confirm/<num:pk>/", VersionConfirmed.as_view(), name="confirm"),
            path("citing/<uuid:page>/", CitingQuestions.as_view(), name="citing"),
            path("report/", BankReport.as_view(), name="report"),
        ]
