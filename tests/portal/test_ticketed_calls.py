"""The short way of the exam page's calls is open to the views that say so, and to nothing else."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.cast import Cast
from tests.people.views.browsing import signed_in

TICKET = {"X-Exam-Ticket": "a ticket of nobody"}


def marked(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= marked(pattern.url_patterns)
        elif getattr(pattern.callback, "opens_by_ticket", False):
            found.add(pattern.name or "")
    return found


def test_five_views_open_by_ticket() -> None:
    assert marked(get_resolver().url_patterns) == {"save", "flag", "clock", "hand_in", "record"}


@pytest.mark.django_db
def test_a_wrong_ticket_is_answered_as_a_missing_page_and_kept_out_of_caches() -> None:
    answer = Client(headers=TICKET).post(reverse("exams:hand_in", args=[1]))
    assert (answer.status_code, answer.json()) == (404, {"error": "missing"})
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_elsewhere_a_ticket_opens_no_way_around_the_csrf_token(cast: Cast) -> None:
    client = signed_in(cast.employee)
    client.handler.enforce_csrf_checks = True
    assert client.post("/preferences/theme/", {"theme": "dark"}, headers=TICKET).status_code == 403


def test_an_unknown_address_with_a_ticket_is_missing_as_always(cast: Cast) -> None:
    assert signed_in(cast.employee).post("/nothing/here/", headers=TICKET).status_code == 404
