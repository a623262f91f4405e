"""Answers that came after the end: what waits, and the decision about one attempt's."""

from typing import Any

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import GradusError
from exams.domain.delivery import late
from exams.domain.marking import reviews
from exams.forms.late import LateForm
from exams.models import Attempt
from people.requests import SignedInRequest
from people.views.access import needs

PER_PAGE = 50


@needs("exams.invigilate")
def index(request: SignedInRequest) -> HttpResponse:
    page = Paginator(late.waiting(request.user), PER_PAGE).get_page(request.GET.get("page"))
    arrivals = late.arrivals(list(page))
    lines = [{"attempt": attempt, "came": arrivals[attempt.pk]} for attempt in page]
    return render(request, "exams/late.html", {"page_obj": page, "lines": lines})


@needs("exams.invigilate")
def attempt(request: SignedInRequest, pk: int) -> HttpResponse:
    seen = Attempt.objects.visible_to(request.user).exclude(handed_in_at=None)
    own = get_object_or_404(seen.select_related("sitting__exam", "employee__user"), pk=pk)
    may_decide = rules.has_perm("exams.intervene", request.user, own)
    form = LateForm(request.POST or None)
    if may_decide and form.is_valid() and _decided(request, own, form):
        return redirect("exams:late")
    context = {
        "attempt": own,
        "lines": _lines(request, own),
        "form": form,
        "may_decide": may_decide,
        "told_since": reviews.telling_since(own, timezone.now()),
        "overtaken": late.overtaken(own),
    }
    return render(request, "exams/late_attempt.html", context)


def _decided(request: SignedInRequest, own: Attempt, form: LateForm) -> bool:
    try:
        late.decide(own, by=request.user, at=timezone.now(), **form.cleaned_data)
    except GradusError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Decided. The person is told."))
    return True


def _lines(request: SignedInRequest, own: Attempt) -> list[dict[str, Any]]:
    """Each question as it was handed in and as it came, without its key."""
    shown: dict[str, Any] = {"reader": request.user, "at": timezone.now()}
    found = late.of(own, at=shown["at"])
    was = {line.position: line for line in reviews.lines(own, [one.handed_in for one in found], **shown)}
    came = {line.position: line for line in reviews.lines(own, [one.came for one in found], **shown)}
    return [
        {"late": one, "was": was[one.came.position], "came": came[one.came.position]}
        for one in found
        if one.came.position in was
    ]
