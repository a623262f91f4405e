from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from people.requests import SignedInRequest

View = Callable[..., HttpResponse]


def for_those_who(ability: str) -> Callable[[View], View]:
    """Signed in and allowed to; for anybody else there is nothing here."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(ability):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


for_markers = for_those_who("exams.mark")
for_regraders = for_those_who("exams.regrade")
