"""What a question said when: its versions one after another, and any two side by side."""

from itertools import pairwise
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, pgettext

from exams.domain.bank import approvals, comparison
from exams.enums import Verdict
from exams.models import QuestionVersion, VersionReview
from exams.viewsets.page import BankPage, QuestionPage, version_of


class QuestionVersions(QuestionPage):
    page_title = gettext_lazy("Versions")
    template_name = "exams/bank/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = list(self.question.versions.order_by("-number").select_related("rubric"))
        before = {version.pk: older for version, older in pairwise(versions)}
        last = approvals.last_verdicts(versions)
        lines = [
            {
                "version": version,
                "state": verdict_in_words(version, last.get(version.pk)),
                "before": before.get(version.pk),
                "sections": comparison.compare(version, version),
                "reviews": [one for one in self._reviews if one.version_id == version.pk],
            }
            for version in versions
        ]
        return super().get_context_data(question=self.question, lines=lines, **kwargs)

    @cached_property
    def _reviews(self) -> list[VersionReview]:
        return list(VersionReview.objects.filter(version__question=self.question).order_by("pk"))


class VersionsCompared(BankPage):
    """Two versions, of one question or of two that read alike."""

    page_title = gettext_lazy("Side by side")
    template_name = "exams/bank/compare.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before, after = (version_of(self.request, self.kwargs[name]) for name in ("before", "after"))
        sections = comparison.compare(before, after)
        return super().get_context_data(**kwargs | {"before": before, "after": after, "sections": sections})


def verdict_in_words(version: QuestionVersion, last: str | None) -> str:
    if not version.is_draft:
        return pgettext("a question", "Ready")
    return str(Verdict(last).label) if last else pgettext("a question", "Draft")
