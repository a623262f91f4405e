import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template

RETRY_SECONDS = "30"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A script is told to read the new token and try once more; a person is told that nothing was lost."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"error": "csrf"}, status=403)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 where the database is away or busy, else 500; drawn without asking the database."""
    context = {"reference": getattr(request, "reference", "")}
    if isinstance(sys.exception(), OperationalError):
        page = get_template("503.html").render(context)
        return HttpResponse(page, status=503, headers={"Retry-After": RETRY_SECONDS})
    return HttpResponse(get_template("500.html").render(context), status=500)
