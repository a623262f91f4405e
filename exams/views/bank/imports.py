"""From a file to an open test: upload, look, import, and one form for the rest."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from exams.domain.bank import uploads
from exams.domain.papers import quick_tests
from exams.errors import PaperCannotBeFilled
from exams.forms.quick_test import QuickTestForm
from exams.forms.uploads import QuestionUploadForm
from exams.imports.uploads import apply as apply_upload
from exams.imports.uploads import check as check_upload
from exams.models import QuestionUpload
from exams.views.bank.access import AuthorRequest, for_authors


@for_authors
def upload(request: AuthorRequest) -> HttpResponse:
    form = QuestionUploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("file", "topic", "language")}
        kept = uploads.keep(**sent, by=request.user, at=timezone.now())
        return redirect("exams:bank_upload", kept.pk)
    return render(request, "exams/bank/import.html", {"form": form})


@for_authors
def checked(request: AuthorRequest, pk: int) -> HttpResponse:
    """What the file will do; once it is imported, what it did."""
    kept = _own(request, pk)
    if kept.applied_at:
        return _done(request, kept)
    try:
        questions = check_upload(kept, by=request.user)
    except FileNotFoundError:
        raise Http404 from None
    return render(request, "exams/bank/checked.html", {"upload": kept, "outcome": questions.outcome})


@require_POST
@for_authors
def apply(request: AuthorRequest, pk: int) -> HttpResponse:
    """Import the very file that was looked at. A second click finds it done."""
    kept = _own(request, pk)
    if not kept.applied_at:
        apply_upload(kept, by=request.user, at=timezone.now())
    return redirect("exams:bank_upload", pk)


@for_authors
def make_test(request: AuthorRequest, pk: int) -> HttpResponse:
    """A test of what was imported: everything else that a sitting asks for, on one form."""
    kept, now = _own(request, pk), timezone.now()
    questions = kept.questions.visible_to(request.user).count() if kept.applied_at else 0
    if kept.exam or not questions:
        return redirect("exams:bank_upload", pk)
    form = QuickTestForm(request.POST or None, title=kept.topic, questions=questions, at=now)
    if request.method == "POST" and form.is_valid():
        try:
            sitting = quick_tests.make(upload=kept, by=request.user, **form.cleaned_data)
            messages.success(request, _("The test “%(title)s” is set.") % {"title": sitting.title})
            return redirect("exams:bank_upload", pk)
        except PaperCannotBeFilled as refusal:
            form.add_error(None, str(refusal))
    return render(request, "exams/bank/make_test.html", {"upload": kept, "form": form})


def _done(request: AuthorRequest, kept: QuestionUpload) -> HttpResponse:
    sitting = kept.exam.sittings.select_related("exam").order_by("pk").first() if kept.exam else None
    context = {
        "upload": kept,
        "result": kept.result,
        "questions": kept.questions.visible_to(request.user).count(),
        "sitting": sitting,
        "invited": sitting.audience.members.count() if sitting else 0,
    }
    return render(request, "exams/bank/imported.html", context)


def _own(request: AuthorRequest, pk: int) -> QuestionUpload:
    return get_object_or_404(QuestionUpload.objects.visible_to(request.user).select_related("exam"), pk=pk)
