"""From draft to ready, and out of use: submitting, reviewing beside what is asked now, retiring."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext_lazy

from core.errors import GradusError
from exams.domain import queries
from exams.domain.bank import approvals, bank, comparison, lint
from exams.enums import Verdict
from exams.errors import ReviewOutOfTurn
from exams.forms.labels import VerdictForm
from exams.models import QuestionVersion
from exams.views.bank.access import AuthorRequest
from exams.viewsets.page import QuestionPage, VersionPage
from exams.viewsets.words import use_in_words

READY = gettext_noop("Version %(number)d is ready: papers ask it from now on.")


class QuestionSubmit(QuestionPage):
    """Submit the newest draft; where its topic asks for no second person, make it ready."""

    http_method_names = ("post",)

    def post(self, request: AuthorRequest, pk: int) -> HttpResponseRedirect:
        version = self.question.versions.latest().get()
        version.question = self.question
        is_reviewed = self.question.topic.needs_review
        verb = approvals.submit if is_reviewed else approvals.release
        try:
            verb(version, by=request.user, at=timezone.now())
        except ReviewOutOfTurn as refusal:
            messages.error(request, str(refusal))
        else:
            told = _("Version %(number)d waits for another trainer.") if is_reviewed else _(READY)
            messages.success(request, told % {"number": version.number})
        return redirect("exams_questions:edit", pk)


class VersionReviewed(VersionPage):
    """The submitted version beside the one that is asked now, and a second person's word."""

    page_title = pgettext_lazy("of a version", "Review")
    template_name = "exams/bank/review.html"

    @cached_property
    def form(self) -> VerdictForm:
        return VerdictForm(self.request.POST or None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = self.version
        standing = QuestionVersion.objects.standing().filter(question=self.question).first()
        before = standing or QuestionVersion.objects.filter(question=self.question).earliest("number")
        last = approvals.last_verdicts([version]).get(version.pk)
        return super().get_context_data(
            version=version,
            before=before if before != version else None,
            sections=comparison.compare(before, version),
            findings=lint.lint(version),
            is_author=version.by_id == self.request.user.pk,
            waits=last == Verdict.SUBMITTED,
            last=last and Verdict(last).label,
            form=self.form,
            **kwargs,
        )

    def post(self, request: AuthorRequest, pk: int) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data())
        asked = self.form.cleaned_data
        verb = approvals.approve if asked["verdict"] == Verdict.APPROVED else approvals.send_back
        try:
            verb(self.version, by=request.user, at=timezone.now(), note=asked["note"])
        except GradusError as refusal:
            messages.error(request, str(refusal))
            return redirect("exams_questions:review", pk)
        told = _(READY) if verb is approvals.approve else _("Version %(number)d went back to its author.")
        messages.success(request, told % {"number": self.version.number})
        return redirect("exams_questions:edit", self.question.pk)


class QuestionRetire(QuestionPage):
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
