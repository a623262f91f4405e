from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def for_readers(view: View) -> View:
    """Signed in, and a trainer, HR or an auditor; for anybody else there is nothing here."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("exams.view_statistics"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
