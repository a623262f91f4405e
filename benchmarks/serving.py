"""A server behind gunicorn whose CPU is counted, and a browser that asks it."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from people.models import User

SITE = "benchmarks.exam_attempt.site_settings"
BARE = "benchmarks.exam_attempt.floor_settings"
CSRF = "c" * 32


def needs_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("measured on PostgreSQL: set DATABASE_URL")


@dataclass
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Milliseconds that the worker's threads have used, in themselves and for the kernel."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6


@contextmanager
def serving(settings_module: str, database: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = re.sub(r"/[^/?]*(\?|$)", rf"/{database}\1", os.environ["DATABASE_URL"])
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings_module, "DATABASE_URL": url}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "portal.wsgi",
        "-b",
        f"127.0.0.1:{port}",
        "-w",
        "1",
        "--threads",
        "4",
    ]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as master:
        try:
            yield Server(port, worker_of(master.pid, port))
        finally:
            master.terminate()


def worker_of(master: int, port: int) -> int:
    """The one worker, once it answers."""
    for _try in range(300):
        time.sleep(0.1)
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children and answers(port):
            return int(children[0])
    raise TimeoutError("gunicorn did not start")


def answers(port: int) -> bool:
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request("GET", "/")
        return link.getresponse().status < 500
    except OSError:
        return False
    finally:
        link.close()


@dataclass
class Browser:
    server: Server
    session: str
    ticket: str = ""

    def call(self, method: str, path: str, body: object = None) -> tuple[int, str, str]:
        """Status, where to go next, and the body."""
        return self._ask(method, path, None if body is None else json.dumps(body), "application/json")

    def fill_in(self, path: str, form: dict[str, str]) -> tuple[int, str, str]:
        return self._ask("POST", path, urlencode(form), "application/x-www-form-urlencoded")

    def _ask(self, method: str, path: str, body: str | None, kind: str) -> tuple[int, str, str]:
        link = HTTPConnection("127.0.0.1", self.server.port)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Content-Type": kind}
        headers |= {"X-Exam-Ticket": self.ticket} if self.ticket else {}
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, answer.headers.get("Location", ""), text


def session_of(user: User, backend: str) -> str:
    client = Client()
    client.force_login(user, backend=backend)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
