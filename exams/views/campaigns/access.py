from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from exams.models import Campaign
from people.requests import SignedInRequest

View = Callable[..., HttpResponse]


def _for(ability: str, view: View) -> View:
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(ability):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def for_readers(view: View) -> View:
    """Trainers, HR, auditors, and managers for their people; for anybody else there is nothing here."""
    return _for("exams.view_campaigns", view)


def for_runners(view: View) -> View:
    """Trainers and HR."""
    return _for("exams.run_campaigns", view)


def found(request: SignedInRequest, pk: int) -> Campaign:
    rows = Campaign.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("sitting__exam", "sitting__audience__audience"), pk=pk)
