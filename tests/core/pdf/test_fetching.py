"""Nothing leaves the house, and nothing of the house gets in, whatever the markup says."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.pdf import RefusedResource
from core.pdf.press import press

HOSTILE = [
    "<link rel=attachment href={0}>",
    "<link rel=stylesheet href={0}>",
    "<style>@import url({0})</style>",
    "<style>@font-face {{ font-family: x; src: url({0}) }} body {{ font-family: x }}</style>x",
    "<style>body {{ background: url({0}) }}</style>",
    "<img src={0}>",
    "<object data={0}></object>",
    "<embed src={0}>",
    "<svg><image href={0} width=10 height=10 /></svg>",
    "<a rel=attachment href={0}>x</a>",
]
PLACES = [
    "file:///etc/passwd",
    "FILE:/etc/passwd",
    "ftp://127.0.0.1/x",
    "../../manage.py",
    "%2e%2e/%2e%2e/manage.py",
]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/x", asked
        server.shutdown()
        thread.join()


def print_hostile(markup: str, place: str) -> bytes:
    return press().print(f"<title>x</title>{markup.format(place)}", stylesheets=(), variant=None)


@pytest.mark.parametrize("markup", HOSTILE)
@pytest.mark.parametrize("place", PLACES)
def test_other_places_stop_the_document(markup: str, place: str) -> None:
    with pytest.raises(RefusedResource):
        print_hostile(markup, place)


@pytest.mark.parametrize("markup", HOSTILE)
def test_nothing_is_asked_of_the_network(markup: str, listener: tuple[str, list[str]]) -> None:
    place, asked = listener
    with pytest.raises(RefusedResource):
        print_hostile(markup, place)
    assert asked == []


def test_a_base_address_changes_nothing() -> None:
    with pytest.raises(RefusedResource):
        print_hostile("<base href=file:///etc/><img src={0}>", "passwd")
