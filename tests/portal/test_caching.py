"""What a person was shown stays in no cache: the next one at the same machine presses Back."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/people/",
        "/people/0003/",
        "/records/0003/",
        "/certification/people/0003/",
        "/certification/awards/",
        "/certification/",
    ],
)
def test_a_page_for_who_is_signed_in_is_kept_nowhere(client, hr, path) -> None:
    client.force_login(hr)
    response = client.get(path)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store, private")


def test_what_a_view_says_of_its_own_stands(client, hr) -> None:
    client.force_login(hr)
    assert "no-cache" in client.get("/").headers["Cache-Control"]


def test_who_is_not_signed_in_is_told_nothing_of_the_kind(client) -> None:
    assert "Cache-Control" not in client.get("/people/").headers
