from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from exams.domain.taking import tickets
from exams.domain.taking.shelves import Place
from exams.models import Item
from people.models import Employee
from people.requests import SignedInRequest

View = Callable[..., HttpResponse]


def own_employee(request: SignedInRequest) -> Employee:
    """The employee who is signed in. Whoever is none has no tests of her own: 404."""
    employee = request.user.as_employee
    if employee is None:
        raise Http404
    return employee


def script_of_candidate(view: View) -> View:
    """For calls by a page with answers on it: a lost session is a 401, so that it keeps them and waits."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "signed-out"}, status=401)
        return view(request, *args, **kwargs)

    return answered


def ticketed(view: View) -> View:
    """A POST with the exam page's ticket goes straight to this view, past session, user and CSRF token."""
    marked: View = csrf_exempt(view)
    marked.opens_by_ticket = True  # type: ignore[attr-defined]
    return marked


def by_ticket(view: Callable[[HttpRequest, Place], HttpResponse]) -> View:
    """For calls by the exam page, which shows its ticket and no session: the view gets the item it opens."""

    @wraps(view)
    def opened(request: HttpRequest, pk: int, item: int) -> HttpResponse:
        try:
            place = tickets.place(attempt=pk, item=item, given=request.headers.get(tickets.HEADER, ""))
        except Item.DoesNotExist:
            raise Http404 from None
        return view(request, place)

    return opened
