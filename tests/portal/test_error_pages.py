import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries
from structlog.contextvars import get_contextvars
from structlog.testing import capture_logs

from people.models import User
from portal.middleware import request_log
from portal.views.errors import server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.failing_urls")]

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def visitor() -> Client:
    """A browser that is shown the error page, as in production."""
    return Client(raise_request_exception=False, headers=ENGLISH)


@pytest.mark.parametrize(
    ("path", "status", "what", "safe"),
    [
        (
            "/unreadable/",
            400,
            "We could not read what was sent",
            "Nothing was changed, and whatever you saved before is safe.",
        ),
        (
            "/forbids/",
            403,
            "Your role does not allow this",
            "Nothing was changed, and whatever you saved before is safe.",
        ),
        ("/no-such-page/", 404, "There is no such page", "Whatever you saved before is safe."),
        (
            "/breaks/",
            500,
            "Something went wrong on our side",
            "What you just sent was not saved. Whatever was saved before is safe.",
        ),
        (
            "/busy/",
            503,
            "Gradus is busy for a moment",
            "What you just sent was not saved. Whatever was saved before is safe.",
        ),
    ],
)
def test_an_error_says_what_happened_and_that_the_work_is_safe(
    visitor: Client, path: str, status: int, what: str, safe: str
) -> None:
    response = visitor.get(path)
    assert response.status_code == status
    assert re.findall("<h1>(.*)</h1>", response.text) == [what]
    assert re.findall(f"<p>({re.escape(safe)})</p>", response.text) == [safe]


def test_a_page_that_is_too_old_says_so() -> None:
    response = Client(enforce_csrf_checks=True, headers=ENGLISH).post(
        "/preferences/theme/", {"theme": "dark"}
    )
    assert response.status_code == 403
    assert re.findall("<h1>(.*)</h1>", response.text) == ["This page was open for too long"]


def test_who_is_signed_in_sees_the_error_in_her_language(visitor: Client, employee: User) -> None:
    User.objects.filter(pk=employee.pk).update(language="zh-hant")
    visitor.force_login(employee)
    assert re.findall("<html lang=.(.*).>", visitor.get("/breaks/").text) == ["zh-Hant"]


def test_a_busy_database_is_asked_again_later(visitor: Client) -> None:
    assert visitor.get("/busy/").headers["Retry-After"] == "30"


def test_the_page_of_a_broken_server_asks_nothing_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert server_error(RequestFactory().get("/")).status_code == 500


@pytest.mark.parametrize("path", ["/forbids/", "/no-such-page/", "/breaks/", "/busy/"])
def test_an_error_shows_the_reference_by_which_the_log_is_searched(visitor: Client, path: str) -> None:
    with capture_logs() as logs:
        response = visitor.get(path)
    shown = re.findall('give this reference: <strong class="num">([2-9A-HJ-NP-Z]{8})</strong>', response.text)
    assert shown == [response.headers["X-Request-ID"]]
    assert [line["path"] for line in logs if line["event"] == "request"] == [path]


def test_what_is_logged_meanwhile_bears_the_reference(rf: RequestFactory) -> None:
    heard = []

    def view(request: HttpRequest) -> HttpResponse:
        heard.append(get_contextvars())
        return HttpResponse()

    response = request_log(view)(rf.get("/"))
    assert heard == [{"reference": response.headers["X-Request-ID"]}]
    assert get_contextvars() == {}
