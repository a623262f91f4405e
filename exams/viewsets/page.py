"""Pages of the Wagtail admin about questions that are neither their list nor their form."""

from typing import Any

from django.db.models import Model
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from exams.models import Question, QuestionVersion
from exams.views.bank.access import AuthorRequest


class BankPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the bank, for trainers."""

    model: type[Model] = Question
    request: AuthorRequest
    permission_required = "change"
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("exams_questions:index"), "label": _("Questions")},
            *self.get_places(),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_places(self) -> list[dict[str, Any]]:
        """What stands between the list and this page."""
        return []


class QuestionPage(BankPage):
    """A page about one question that its trainers may see."""

    @cached_property
    def question(self) -> Question:
        seen = Question.objects.visible_to(self.request.user).select_related("topic")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.question.code

    def get_places(self) -> list[dict[str, Any]]:
        url = reverse("exams_questions:edit", args=[self.question.pk])
        return [{"url": url, "label": self.question.code}]


class VersionPage(QuestionPage):
    """A page about one version."""

    @cached_property
    def version(self) -> QuestionVersion:
        return version_of(self.request, self.kwargs["pk"])

    @cached_property
    def question(self) -> Question:
        return self.version.question


def version_of(request: AuthorRequest, pk: int) -> QuestionVersion:
    """A version that the user may see; else a 404."""
    seen = QuestionVersion.objects.visible_to(request.user).select_related("question__topic", "rubric")
    return get_object_or_404(seen, pk=pk)
