"""A bare Django site: a signed-in page, and a signed-in INSERT of one row."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from core.models import AuditEvent

PAGE = """<!DOCTYPE html>
<title>{{ user.username }}</title>
<h1>{{ user.username }}</h1>
{% for number in numbers %}<p>{{ number }}</p>{% endfor %}
"""


@cache
def template() -> Any:
    return engines["django"].from_string(PAGE)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(template().render({"user": request.user, "numbers": range(20)}, request))


def insert(request: HttpRequest) -> JsonResponse:
    event = AuditEvent.objects.create(by_id=request.user.pk, verb="floor", object="benchmarks.floor:1")
    return JsonResponse({"id": event.pk})


urlpatterns = [path("page", page), path("insert", insert)]
