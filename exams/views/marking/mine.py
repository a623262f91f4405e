"""What a marker judged last, and how she corrects it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.errors import GradusError
from exams.domain.marking import markings, scripts
from exams.domain.marking.claims import Task
from exams.forms.marking import CorrectionForm
from exams.models import Marking
from exams.views.marking.access import for_markers
from people.requests import SignedInRequest

PAGE = 30


@never_cache
@for_markers
def mine(request: SignedInRequest) -> HttpResponse:
    related = Marking.objects.select_related("item__version", "item__attempt__sitting__exam")
    rows = related.filter(marker=request.user)
    page = Paginator(rows.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "lines": scripts.judged(page)}
    return render(request, "exams/marking/mine.html", context)


@never_cache
@for_markers
def correct(request: SignedInRequest, pk: int) -> HttpResponse:
    """One's own judgement once more, with a reason."""
    related = Marking.objects.select_related(
        "item__version__rubric", "item__attempt__sitting__exam", "item__attempt__employee", "marker"
    )
    marking = get_object_or_404(related.filter(marker=request.user), pk=pk)
    form = CorrectionForm(request.POST or None, item=marking.item)
    if request.method == "POST" and form.is_valid():
        try:
            markings.correct(
                marking=marking,
                given=form.given(),
                reason=form.cleaned_data["reason"],
                marker=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("Corrected. What stood before is kept."))
        except GradusError as refusal:
            messages.error(request, str(refusal))
        return redirect("exams:marking_mine")
    task = Task(marking.item, marking.place)
    script = scripts.script(task, reader=request.user, at=timezone.now())
    if script is None:
        raise Http404
    context = {
        "script": script,
        "marking": marking,
        "form": form,
        "given": marking.fraction * marking.item.points,
    }
    return render(request, "exams/marking/correct.html", context)
