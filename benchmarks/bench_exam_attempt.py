"""CPU of one completed attempt at 20 questions, against a bare Django site doing 8 pages and 12 inserts.

Counted from the start on: the page before it is not. A save carries the exam page's ticket and reads neither
session nor user; the floor's inserts read both.

Both run behind gunicorn on the same PostgreSQL database; the candidates take turns with the floor, so that
whatever else the machine does falls on both.
"""

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

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from people.models import Employee, User
from tests.factories.exams import QuestionVersionFactory, paper_of
from tests.factories.people import EmployeeFactory

TARGET = 2.0
QUESTIONS = 20
PAGES, INSERTS = 8, 12
WARM_UP, ROUNDS = 5, 40
CSRF = "c" * 32
TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds that the worker has used, in itself and for the kernel."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICK


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
        link = HTTPConnection("127.0.0.1", self.server.port)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={CSRF}"
        headers = {"Cookie": cookies, "X-CSRFToken": CSRF, "Content-Type": "application/json"}
        headers |= {"X-Exam-Ticket": self.ticket} if self.ticket else {}
        link.request(method, path, None if body is None else json.dumps(body), headers)
        answer = link.getresponse()
        text = answer.read().decode()
        link.close()
        return answer.status, answer.headers.get("Location", ""), text


def session_of(user: User, backend: str) -> str:
    client = Client()
    client.force_login(user, backend=backend)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def take(browser: Browser, sitting: int) -> None:
    """Start, open the page, answer everything, hand in, see the result with the review."""
    status, page, _body = browser.call("POST", f"/exams/sittings/{sitting}/start/", {})
    assert status == 302
    html = browser.call("GET", page)[2]
    shell = json.loads(re.search(r'<script id="shell" type="application/json">(.*?)</script>', html)[1])
    browser.ticket = shell["ticket"]
    for item in shell["items"]:
        answer = {"seq": 1, "answer": [item["options"][0]["token"]]}
        assert browser.call("POST", f"{page}items/{item['id']}/save", answer)[0] == 200
    result = json.loads(browser.call("POST", f"{page}hand-in", {})[2])["result"]
    browser.ticket = ""
    status, _location, html = browser.call("GET", result)
    assert (status, html.count("choice-note") >= QUESTIONS) == (200, True)


def floor(browser: Browser) -> None:
    for _page in range(PAGES):
        assert browser.call("GET", "/page")[0] == 200
    for _insert in range(INSERTS):
        assert browser.call("POST", "/insert", {})[0] == 200


def test_an_attempt_costs_two_floors_at_most(own_database: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("measured on PostgreSQL: set DATABASE_URL")
    people: list[Employee] = EmployeeFactory.create_batch(WARM_UP + ROUNDS)
    sitting = paper_of(
        *QuestionVersionFactory.create_batch(QUESTIONS),
        employees=people,
        shuffle_questions=True,
        shuffle_options=True,
    )
    site, bare = "benchmarks.exam_attempt.site_settings", "benchmarks.exam_attempt.floor_settings"
    site_sessions = [session_of(person.user, settings.AUTHENTICATION_BACKENDS[-1]) for person in people]
    bare_session = session_of(people[0].user, "django.contrib.auth.backends.ModelBackend")
    connection.close()
    with serving(site, own_database) as ours, serving(bare, own_database) as theirs:
        begun = (0.0, 0.0)
        for number, session in enumerate(site_sessions):
            if number == WARM_UP:
                begun = (ours.cpu(), theirs.cpu())
            take(Browser(ours, session), sitting.pk)
            floor(Browser(theirs, bare_session))
        spent = (ours.cpu() - begun[0], theirs.cpu() - begun[1])
    ratio = spent[0] / spent[1]
    each = [f"{seconds / ROUNDS * 1000:.1f} ms" for seconds in spent]
    print(f"\nattempt {each[0]}, floor {each[1]}, ratio {ratio:.2f}")
    assert ratio <= TARGET
