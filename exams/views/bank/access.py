from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from people.models import User

View = Callable[..., HttpResponse]


class AuthorRequest(HttpRequest):
    user: User


def for_authors(view: View) -> View:
    """Signed in and a trainer; for anybody else there is nothing here."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("exams.author"):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
