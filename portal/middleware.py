from collections.abc import Callable
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("request")


def request_log(get_response: View) -> View:
    """One structured line a request, without query string or body."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        response = get_response(request)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=response.status_code,
            ms=round((perf_counter() - begun) * 1000),
        )
        return response

    return middleware


def admin_policy(get_response: View) -> View:
    """The Wagtail admin, which writes scripts and styles into its pages, gets a policy of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(reverse("wagtailadmin_home")):
            response._csp_replace = settings.WAGTAILADMIN_POLICY  # type: ignore[attr-defined]
        return response

    return middleware


def preferred_language(get_response: View) -> View:
    """The person's own language, else the cookie's or the browser's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        own = request.user.language if request.user.is_authenticated else ""
        language = own or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware
