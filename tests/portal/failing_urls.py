"""Addresses that fail, each in its own way."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.urls import handler500
from portal.urls import urlpatterns as ours

__all__ = ["handler500", "urlpatterns"]


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def is_busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def forbids(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def cannot_read(request: HttpRequest) -> HttpResponse:
    raise BadRequest


urlpatterns = [
    path("breaks/", breaks),
    path("busy/", is_busy),
    path("forbids/", forbids),
    path("unreadable/", cannot_read),
    *ours,
]
