"""Questions whose lesson has changed: what it said, what it says, and whether the question still holds."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import PublishedBlock
from exams.domain.bank import citations
from exams.views.bank.access import AuthorRequest
from exams.viewsets.page import BankPage, VersionPage
from exams.viewsets.words import short

A_PAGE = 20


class StaleQuestions(BankPage):
    page_title = gettext_lazy("Questions whose lesson has changed")
    template_name = "exams/bank/stale.html"
    header_icon = "warning"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = Paginator(citations.stale(self.request.user), A_PAGE)
        page = pages.get_page(self.request.GET.get("p"))
        found = [
            {"stale": one, "stem": short(one.version.texts)} for one in citations.explained(page.object_list)
        ]
        return super().get_context_data(found=found, page_obj=page, **kwargs)


class VersionConfirmed(VersionPage):
    """The question holds for the block as the page showed it; if that changed meanwhile, it stays stale."""

    http_method_names = ("post",)

    def post(self, request: AuthorRequest, pk: int) -> HttpResponse:
        shown = request.POST.get("fingerprint", "")
        if shown not in self._known():
            raise Http404
        citations.confirm(self.version, fingerprint=shown, by=request.user, at=timezone.now())
        messages.success(request, _("%(code)s holds, and may be asked again.") % {"code": self.question})
        return redirect("exams_questions:stale")

    def _known(self) -> set[str]:
        return {block.fingerprint for block in citations.blocks_of([self.version]).values()}


class CitingQuestions(BankPage):
    """The blocks of a lesson, each with the questions that cite it."""

    page_title = gettext_lazy("Questions that cite this lesson")
    template_name = "exams/bank/citing.html"
    header_icon = "link"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page, user = self.kwargs["page"], self.request.user
        blocks = list(
            PublishedBlock.objects.visible_to(user).filter(translation_key=page).select_related("version")
        )
        if not blocks:
            raise Http404
        citing = list(citations.citing(page, user=user))
        stale = set(citations.stale(user).filter(cites_page=page).values_list("question", flat=True))
        found: list[dict[str, Any]] = [
            {
                "block": block,
                "questions": [
                    {"version": one, "stem": short(one.texts), "is_stale": one.question_id in stale}
                    for one in citing
                    if one.cites_block == block.block
                ],
            }
            for block in blocks
        ]
        shown = [line for line in found if line["questions"] or line["block"].fingerprint]
        return super().get_context_data(found=shown, title=blocks[0].title, number=len(citing), **kwargs)
