from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from people.models import User

View = Callable[..., HttpResponseBase]


class AuthorRequest(HttpRequest):
    user: User


def guarded_by(ability: str) -> Callable[[View], View]:
    """Signed in and able; for anybody else there is nothing here."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.has_perm(ability):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


for_authors = guarded_by("exams.author")
for_whoever_offers = guarded_by("exams.offer")
for_whoever_enters = guarded_by("exams.enter_papers")
