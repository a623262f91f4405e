from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import imports
from people.domain import uploads
from people.forms import RosterUploadForm
from people.models import RosterUpload
from people.requests import SignedInRequest
from people.views.access import needs


@needs("people.import_people")
def upload(request: SignedInRequest) -> HttpResponse:
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = uploads.keep(
            file=form.cleaned_data["file"], on=form.cleaned_data["on"], by=request.user, at=timezone.now()
        )
        return redirect("people:import_checked", kept.pk)
    return render(request, "people/import.html", {"form": form})


@needs("people.import_people")
def checked(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the file will do, or did."""
    kept = get_object_or_404(RosterUpload.objects.visible_to(request.user), pk=pk)
    if kept.applied_at:
        return render(request, "people/import_done.html", {"upload": kept, "result": kept.result})
    try:
        roster = imports.check(kept, by=request.user)
    except FileNotFoundError:
        raise Http404 from None
    return render(request, "people/import_checked.html", {"upload": kept, "roster": roster})


@require_POST
@needs("people.import_people")
def apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Import the very file that was looked at. A second click finds it done."""
    kept = get_object_or_404(RosterUpload.objects.visible_to(request.user), pk=pk)
    if not kept.applied_at:
        roster = imports.apply(kept, by=request.user, at=timezone.now())
        if roster and roster.outcome.ok:
            messages.success(request, _("The roster was imported."))
    return redirect("people:import_checked", pk)
