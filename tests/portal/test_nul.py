"""A NUL can stand in no text of PostgreSQL: what bears one is refused before anything is looked up."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "/verify/%00/",
        "/people/%00/",
        "/records/%00/",
        "/learn/%00/%00/",
        "/people/?q=%00",
        "/people/?q=a%00b",
        "/assess/?%00=1",
    ],
)
def test_a_nul_in_the_address_is_told_as_unreadable(client, hr, path) -> None:
    client.force_login(hr)
    assert client.get(path).status_code == 400


def test_a_percent_sign_before_zeros_is_no_nul(client, hr) -> None:
    client.force_login(hr)
    assert client.get("/people/?q=100%2500").status_code == 200
