"""The Content-Security-Policy: strict for everybody, another for the Wagtail admin alone."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def directives(response) -> dict[str, str]:
    header = response.headers["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_our_own_pages_run_only_what_bears_the_nonce(client, employee) -> None:
    client.force_login(employee)
    response = client.get("/")
    assert directives(response)["script-src"] == f"'nonce-{response.wsgi_request._csp_nonce}'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_admin_has_a_policy_of_its_own(client, trainer) -> None:
    call_command("sync_roles")
    client.force_login(trainer)
    response = client.get("/cms/")
    assert response.status_code == 200
    assert directives(response) == {
        "default-src": "'none'",
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "worker-src": "'self'",
        "connect-src": "'self'",
        "font-src": "'self'",
        "form-action": "'self'",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
        "base-uri": "'none'",
    }


def test_only_the_admin_has_it(client, trainer) -> None:
    client.force_login(trainer)
    assert "unsafe" not in client.get("/cmsx/").headers["Content-Security-Policy"]
