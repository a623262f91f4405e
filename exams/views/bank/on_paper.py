"""A test on paper: its booklets printed, and the answer sheets keyed in. No key but in the printed file."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST

from core.errors import GradusError
from exams.domain import papers
from exams.domain.papers import paper_entries, prints
from exams.forms.paper_entry import PaperEntryForm, PrintForm
from exams.models import Booklet, BookletFile, Sitting
from exams.views.bank.access import for_whoever_enters
from people.requests import SignedInRequest


def sitting_of(request: SignedInRequest, pk: int) -> Sitting:
    found = Sitting.objects.visible_to(request.user).select_related("exam__paper")
    return get_object_or_404(found, pk=pk)


def may_print(request: SignedInRequest, sitting: Sitting) -> bool:
    """Whoever sees the keys of all its questions."""
    return request.user.has_perm("exams.author") and papers.has_open_keys(sitting.exam.paper, request.user)


@never_cache
@for_whoever_enters
def on_paper(request: SignedInRequest, pk: int) -> HttpResponse:
    sitting = sitting_of(request, pk)
    return _shown(request, sitting, PrintForm(sitting=sitting, initial={"language": get_language()}))


@require_POST
@for_whoever_enters
def print_it(request: SignedInRequest, pk: int) -> HttpResponse:
    sitting = sitting_of(request, pk)
    if not may_print(request, sitting):
        raise Http404
    form = PrintForm(request.POST, sitting=sitting)
    if not form.is_valid():
        return _shown(request, sitting, form)
    try:
        prints.order(
            sitting=sitting,
            letters=form.letters,
            language=form.cleaned_data["language"],
            by=request.user,
            at=timezone.now(),
        )
    except GradusError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The booklets are being printed. They appear below in a moment."))
    return redirect("exams:on_paper", pk)


def _shown(request: SignedInRequest, sitting: Sitting, form: PrintForm) -> HttpResponse:
    runs = prints.runs(sitting, by=request.user)
    context = {
        "sitting": sitting,
        "form": form,
        "may_print": may_print(request, sitting),
        "runs": runs,
        "waits": any(run.waits for run in runs),
        "booklets": paper_entries.printed(sitting),
        "entered": paper_entries.entered(sitting),
    }
    return render(request, "exams/paper/on_paper.html", context)


@cache_control(private=True, max_age=0)
@for_whoever_enters
def leaf(request: SignedInRequest, pk: int, leaf: str, language: str) -> FileResponse:
    """The printed file, for who may see every key in it."""
    open_ones = Booklet.objects.open_to(request.user)
    files = BookletFile.objects.filter(booklet__in=open_ones).select_related("booklet__sitting__exam")
    file = get_object_or_404(files, booklet=pk, leaf=leaf, language=language)
    name = f"{file.booklet.sitting.titled(language)}-{file.booklet.letter}-{leaf}.pdf"
    content = storages["private"].open(file.path)
    return FileResponse(content, content_type="application/pdf", filename=name)


@never_cache
@for_whoever_enters
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    sitting = sitting_of(request, pk)
    printed = paper_entries.printed(sitting)
    booklet = _chosen(request, printed)
    if booklet is None:
        return redirect("exams:on_paper", pk)
    booklet.sitting = sitting
    data = request.POST if request.method == "POST" else None
    form = PaperEntryForm(data, booklet=booklet, user=request.user, initial={"on": _day(request, sitting)})
    if data is not None and form.is_valid() and _entered(request, form):
        return redirect(f"{request.path}?booklet={booklet.pk}&on={form.cleaned_data['on']}")
    context = {"sitting": sitting, "form": form, "booklet": booklet, "booklets": printed}
    return render(request, "exams/paper/entry.html", context)


def _chosen(request: SignedInRequest, printed: list[Booklet]) -> Booklet | None:
    """The booklet that the address names, else the first."""
    wanted = request.GET.get("booklet", "")
    return next((one for one in printed if str(one.pk) == wanted), printed[0] if printed else None)


def _day(request: SignedInRequest, sitting: Sitting) -> date:
    """The day of the sheet before, else the last on which this one can have been written."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate(min(timezone.now(), sitting.closes_at))


def _entered(request: SignedInRequest, form: PaperEntryForm) -> bool:
    employee: Any = form.employee
    try:
        paper_entries.enter(
            booklet=form.booklet,
            employee=employee,
            answers=form.answers,
            on=form.cleaned_data["on"],
            by=request.user,
            at=timezone.now(),
        )
    except GradusError as refusal:
        form.add_error("number", str(refusal))
        return False
    facts = {"name": employee.name, "number": employee.number, "given": form.given, "all": len(form.rows)}
    messages.success(
        request, _("%(name)s, %(number)s: entered, %(given)d of %(all)d questions answered.") % facts
    )
    return True


@never_cache
@for_whoever_enters
def candidate(request: SignedInRequest, pk: int) -> JsonResponse:
    """The name behind a number, among those who are invited; and whether her paper stands already."""
    sitting = sitting_of(request, pk)
    number = request.GET.get("number", "").strip()[:40]
    employee = paper_entries.candidates(sitting, by=request.user).filter(number=number).first()
    if employee is None:
        return JsonResponse({"name": "", "words": _("Nobody of this number is invited.")})
    stands = paper_entries.entered(sitting).filter(employee=employee).exists()
    words = _("A paper of this person has been entered already.") if stands else ""
    return JsonResponse({"name": employee.name, "words": words})
