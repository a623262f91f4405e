from collections.abc import Callable
from functools import cache
from secrets import token_bytes
from time import perf_counter

import structlog
from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from structlog.contextvars import bound_contextvars

from exams.domain.taking import tickets

View = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("request")
# What can be read out on the telephone without a mistake: no 0 and O, no 1 and I.
SPOKEN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ADMIN = "wagtailadmin.access_admin"
PRIVATE = "no-store, private"
TICKET = f"HTTP_{tickets.HEADER.upper().replace('-', '_')}"


def spoken_reference() -> str:
    """Eight characters of 32, at random."""
    return "".join(SPOKEN[byte & 31] for byte in token_bytes(8))


def request_log(get_response: View) -> View:
    """One structured line a request, without query string or body. All that is logged meanwhile bears the
    reference that an error page shows."""

    def middleware(request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        reference = spoken_reference()
        request.reference = reference  # type: ignore[attr-defined]
        with bound_contextvars(reference=reference):
            response = get_response(request)
            log.info(
                "request",
                method=request.method,
                path=request.path,
                status=response.status_code,
                ms=round((perf_counter() - begun) * 1000),
            )
        response.headers["X-Request-ID"] = reference
        return response

    return middleware


def ticketed_calls(get_response: View) -> View:
    """What the exam page's script asks of a view that opens by ticket alone goes straight there: session,
    user, language, messages and policies of pages have no part in it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if TICKET not in request.META or request.method != "POST":
            return get_response(request)
        try:
            found = resolve(request.path_info)
            if not getattr(found.func, "opens_by_ticket", False):
                return get_response(request)
            response: HttpResponse = found.func(request, *found.args, **found.kwargs)
        except Resolver404:
            return get_response(request)
        except Http404:
            response = JsonResponse({"error": "missing"}, status=404)
        response.headers["Cache-Control"] = PRIVATE
        return response

    return middleware


def without_nul(get_response: View) -> View:
    """PostgreSQL's texts hold no NUL: an address that bears one is not looked up anywhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return get_response(request)

    return middleware


def private_pages(get_response: View) -> View:
    """What somebody signed in is shown stays in no cache, unless its view says otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if "Cache-Control" not in response.headers and _is_signed_in(request):
            response.headers["Cache-Control"] = PRIVATE
        return response

    return middleware


def _is_signed_in(request: HttpRequest) -> bool:
    """By the user that was asked for on the way; a call by ticket asks for none."""
    return tickets.HEADER in request.headers or request.user.is_authenticated


@cache
def _admin() -> str:
    return reverse("wagtailadmin_home")


def admin_policy(get_response: View) -> View:
    """The Wagtail admin, which writes scripts and styles into its pages, gets a policy of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith(_admin()):
            response._csp_replace = settings.WAGTAILADMIN_POLICY  # type: ignore[attr-defined]
        return response

    return middleware


def admin_door(get_response: View) -> View:
    """Who is signed in and may not enter the Wagtail admin is told so; Wagtail would send her to sign in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_inside = request.path.startswith(_admin())
        if is_inside and request.user.is_authenticated and not request.user.has_perm(ADMIN):
            raise PermissionDenied
        return get_response(request)

    return middleware


def _own_language(request: HttpRequest) -> str:
    return request.user.language if request.user.is_authenticated else ""


def preferred_language(get_response: View) -> View:
    """The person's own language, else the cookie's or the browser's. A call by ticket asks for no person."""

    def middleware(request: HttpRequest) -> HttpResponse:
        own = "" if tickets.HEADER in request.headers else _own_language(request)
        language = own or translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware
