from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from people.models import Employee

View = Callable[..., HttpResponse]


def own_employee(request: HttpRequest) -> Employee:
    """The employee who is signed in. Whoever is none has no tests of her own: 404."""
    employee = request.user.as_employee
    if employee is None:
        raise Http404
    return employee


def script_of_candidate(view: View) -> View:
    """For calls by the exam page: a lost session is a 401, so that the page keeps its answers and waits."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "signed-out"}, status=401)
        return view(request, *args, **kwargs)

    return answered
