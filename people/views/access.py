from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def needs(ability: str) -> Callable[[View], View]:
    """Signed in and able to; who is not able finds nothing here."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perm(ability):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def closed(request: HttpRequest, **kwargs: Any) -> NoReturn:
    """A page of allauth that this house has no use for."""
    raise Http404
