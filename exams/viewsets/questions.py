"""The question bank in the Wagtail admin: a save writes a new version; questions retire, none is deleted."""

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from exams import kinds
from exams.domain import bank, queries
from exams.domain.bank import Wording
from exams.enums import Difficulty, QuestionKind
from exams.errors import QuestionChangedMeanwhile
from exams.forms import EDITORS, QuestionForm, editor
from exams.models import Question, QuestionVersion, Topic
from exams.views.bank.access import AuthorRequest
from exams.viewsets.visible import VisibleEdit, VisibleIndex, VisibleViewSet
from exams.viewsets.words import stem_of, use_in_words


def state_of(question: Question) -> str:
    return _("Retired") if question.retired_at else _("In use")


def topics_of(request: AuthorRequest) -> QuerySet[Topic]:
    return Topic.objects.visible_to(request.user)


class QuestionFilters(WagtailFilterSet):
    topic = django_filters.ModelChoiceFilter(queryset=topics_of, label=gettext_lazy("Topic"))
    kind = django_filters.ChoiceFilter(choices=QuestionKind.choices, label=gettext_lazy("Kind"))
    difficulty = django_filters.ChoiceFilter(choices=Difficulty.choices, label=gettext_lazy("Difficulty"))
    retired = django_filters.BooleanFilter(
        field_name="retired_at", lookup_expr="isnull", exclude=True, label=gettext_lazy("Retired")
    )

    class Meta:
        model = Question
        fields: list[str] = []


class QuestionIndex(VisibleIndex):
    is_searchable = True

    def get_base_queryset(self) -> QuerySet[Question]:
        questions = super().get_base_queryset().select_related("topic")
        return queries.with_use(queries.as_said(questions))

    def search_queryset(self, queryset: QuerySet[Question]) -> QuerySet[Question]:
        return queries.matching(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "stem", label=pgettext("a stem", "Question"), accessor=stem_of, get_url=self.get_edit_url
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
            Column("number", label=_("Version")),
            Column("use", label=_("Used in"), accessor=lambda one: use_in_words(one.papers, one.attempts)),
            Column("state", label=_("State"), accessor=state_of),
        ]

    @cached_property
    def header_buttons(self) -> list[Button]:
        url = reverse("exams:bank_import")
        return [*super().header_buttons, HeaderButton(_("Import"), url=url, icon_name="upload", priority=20)]


class QuestionFormMixin:
    """A plain form in place of a model's: what is typed becomes a version."""

    form: QuestionForm

    def get_form_kwargs(self) -> dict[str, Any]:
        request = self.request  # type: ignore[attr-defined]
        return {"data": request.POST if request.method == "POST" else None, "user": request.user}


class QuestionAdd(QuestionFormMixin, generic.CreateView):
    def get_form_class(self) -> type[QuestionForm]:
        return editor(self.request.GET.get("kind", ""))

    def get_form_kwargs(self) -> dict[str, Any]:
        topics = list(Topic.objects.visible_to(self.request.user)[:2])
        only = {"topic": topics[0]} if len(topics) == 1 else {}
        return super().get_form_kwargs() | {"initial": only}

    def save_instance(self) -> Question:
        return bank.add(
            topic=self.form.cleaned_data["topic"], wording=self.form.wording(), by=self.request.user
        )

    def get_add_url(self) -> str:
        return f"{reverse(self.add_url_name)}?kind={self.get_form_class().kind}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.get_form_class().kind
        kinds = [(f"?kind={kind}", QuestionKind(kind).label, kind == here) for kind in EDITORS]
        return super().get_context_data(kinds=kinds, **kwargs)


class QuestionEdit(QuestionFormMixin, VisibleEdit):
    success_message = None

    @cached_property
    def newest(self) -> QuestionVersion:
        return self.object.versions.latest().get()

    def get_form_class(self) -> type[QuestionForm]:
        return editor(self.newest.kind)

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = {"wording": Wording.of(self.newest), "number": self.newest.number}
        return super().get_form_kwargs() | {"question": self.object} | newest

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        based_on = form.cleaned_data["based_on"] or 0
        try:
            saved = bank.revise(
                question=self.object, based_on=based_on, wording=form.wording(), by=self.request.user
            )
        except QuestionChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data | {"based_on": str(refusal.number)}  # type: ignore[operator]
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        self._tell(saved)
        return redirect(self.get_edit_url())

    def _tell(self, saved: QuestionVersion) -> None:
        if saved.number == self.newest.number:
            messages.info(
                self.request, _("Nothing was changed: version %(number)d stands.") % {"number": saved.number}
            )
        else:
            messages.success(self.request, _("Saved as version %(number)d.") % {"number": saved.number})

    def get_side_panels(self) -> Any:
        return generic.CreateView.get_side_panels(self)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        retire = _("Bring back") if self.object.retired_at else _("Retire")
        return [
            Button(_("See it as a candidate"), url=reverse("exams:bank_preview", args=[self.object.pk]),
                   icon_name="view", priority=10),
            Button(_("Versions"), url=reverse("exams_questions:versions", args=[self.object.pk]),
                   icon_name="history", priority=20),
            Button(retire, url=reverse("exams_questions:retire", args=[self.object.pk]),
                   icon_name="no-view", priority=30),
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        papers, attempts = queries.use_of(self.object)
        context = super().get_context_data(**kwargs)
        return context | {
            "newest": self.newest,
            "next_number": self.newest.number + 1,
            "used": use_in_words(papers, attempts) if papers or attempts else "",
        }


class QuestionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page about one question that its trainers may see."""

    model = Question
    request: AuthorRequest
    permission_required = "change"
    header_icon = "help"

    @cached_property
    def question(self) -> Question:
        return get_object_or_404(Question.objects.visible_to(self.request.user), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.question.code

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("exams_questions:index"), "label": _("Questions")},
            {"url": reverse("exams_questions:edit", args=[self.question.pk]), "label": self.question.code},
            {"url": "", "label": self.get_page_title()},
        ]


class QuestionVersions(QuestionView):
    page_title = gettext_lazy("Versions")
    template_name = "exams/bank/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = [said(version) for version in self.question.versions.order_by("-number")]
        return super().get_context_data(question=self.question, versions=versions, **kwargs)


class QuestionRetire(QuestionView):
    template_name = "exams/bank/retire.html"

    def get_page_title(self) -> str:
        return _("Bring back") if self.question.retired_at else _("Retire")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        used = use_in_words(*queries.use_of(self.question))
        return super().get_context_data(question=self.question, used=used, **kwargs)

    def post(self, request: AuthorRequest, pk: int) -> HttpResponseRedirect:
        if request.POST.get("retired") == "yes":
            bank.retire(self.question, by=request.user, at=timezone.now())
            messages.success(
                request, _("%(code)s is retired: no new attempt asks it.") % {"code": self.question}
            )
        else:
            bank.bring_back(self.question, by=request.user)
            messages.success(request, _("%(code)s may be asked again.") % {"code": self.question})
        return redirect("exams_questions:edit", pk)


def said(version: QuestionVersion) -> dict[str, Any]:
    """A version as a plain page shows it: its texts with the right options marked."""
    kind = kinds.get(version.kind)
    right = [] if kind.by_places else kind.right(version.key)[0]
    words = [
        {
            "language": code,
            "stem": text["stem"],
            "explanation": text.get("explanation", ""),
            "options": [
                (letter.upper(), says, letter in right) for letter, says in text.get("options", {}).items()
            ],
        }
        for code, text in version.texts.items()
    ]
    return {
        "version": version,
        "words": words,
        "truth": right if version.kind == QuestionKind.TRUE_FALSE else None,
    }


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
        return [
            *super().get_urlpatterns(),
            path("versions/<int:pk>/", QuestionVersions.as_view(), name="versions"),
            path("retire/<int:pk>/", QuestionRetire.as_view(), name="retire"),
        ]
