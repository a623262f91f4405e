"""Pictures and videos of lessons are sent to people who are signed in, in ranges where a player asks."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(settings, tmp_path) -> str:
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("media/talk.mp4", ContentFile(b"0123456789"))
    return reverse("media", args=[name])


def test_a_visitor_is_led_to_sign_in(client, address) -> None:
    assert client.get(address).url == f"{reverse('account_login')}?next={address}"


def test_the_whole_file(client, employee, address) -> None:
    client.force_login(employee)
    response = client.get(address)
    assert response.getvalue() == b"0123456789"
    assert (response.headers["Content-Type"], response.headers["Accept-Ranges"]) == ("video/mp4", "bytes")


@pytest.mark.parametrize(
    ("asked", "sent", "told"),
    [
        ("bytes=0-3", b"0123", "bytes 0-3/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
def test_a_part_of_it(client, employee, address, asked, sent, told) -> None:
    client.force_login(employee)
    response = client.get(address, headers={"range": asked})
    assert response.status_code == 206
    assert response.getvalue() == sent
    assert (response.headers["Content-Range"], response.headers["Content-Length"]) == (told, str(len(sent)))


def test_a_part_behind_its_end(client, employee, address) -> None:
    client.force_login(employee)
    response = client.get(address, headers={"range": "bytes=10-"})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("path", ["none.mp4", "../settings.py", "media"])
def test_what_is_no_file_of_ours_is_not_there(client, employee, address, path) -> None:
    client.force_login(employee)
    assert client.get(f"/media/{path}").status_code == 404
