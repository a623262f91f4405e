"""A candidate at the exam page, without a browser: the page's protocol, one save in flight an item."""

import json
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from typing import Any

from tests.faults.ledger import Acknowledged, Ledger, digest

PATIENCE = 1.0  # seconds until a save is given up and made again; the page waits 15
LONG_PATIENCE = 15.0  # of a start and a hand-in
PAUSE = 0.1
LANES = 3  # saves of a candidate that may be under way at the same time
GIVE_UP = 120.0


class Refused(Exception):
    """The server answered, and said no for good."""


@dataclass
class Answer:
    """One item on the page: the value, the last number acknowledged, and what was sent since."""

    item: int
    tokens: list[str]
    value: list[str] = field(default_factory=list)
    seq: int = 0
    dirty: bool = False
    sent: list[str] = field(default_factory=list)
    conflicts: int = 0


@dataclass
class Candidate:
    address: tuple[str, int]
    session: str
    sitting: int
    ledger: Ledger
    patience: float = PATIENCE
    attempt: int = 0
    ticket: str = ""
    answers: list[Answer] = field(default_factory=list)
    calls: int = 0
    failures: int = 0
    statuses: set[int] = field(default_factory=set)
    is_late: bool = False

    # Calls

    def call(
        self, method: str, path: str, body: object = None, *, patience: float = 0, **headers: str
    ) -> tuple[int, str]:
        """Status and body of one call; OSError or HTTPException where the line or the server failed."""
        self.calls += 1
        link = HTTPConnection(*self.address, timeout=patience or self.patience)
        cookies = f"sessionid={self.session}; csrftoken={'c' * 32}"
        sent = {"Cookie": cookies, "X-CSRFToken": "c" * 32, "Content-Type": "application/json"} | headers
        try:
            link.request(method, path, None if body is None else json.dumps(body), sent)
            answer = link.getresponse()
            text = answer.read().decode()
        finally:
            link.close()
        self.statuses.add(answer.status)
        return answer.status, answer.headers.get("Location", "") or text

    def insist(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, str]:
        """Call until the server has answered: a failure of line or server is no answer."""
        end = time.monotonic() + GIVE_UP
        while time.monotonic() < end:
            try:
                status, text = self.call(method, path, body, patience=LONG_PATIENCE, **headers)
                if status < 500:
                    return status, text
            except (OSError, HTTPException):
                pass
            self.failures += 1
            time.sleep(PAUSE * (0.5 + random.random()))
        raise TimeoutError(f"{path}: no answer in {GIVE_UP:.0f} s")

    # An attempt

    def start(self) -> None:
        status, page = self.insist("POST", f"/exams/sittings/{self.sitting}/start/", {})
        assert status == 302, (status, page[:200])
        self.open(page)

    def open(self, page: str) -> None:
        shell = self.shell(page)
        self.attempt, self.ticket = shell["attempt"], shell["ticket"]
        self.answers = [
            Answer(item["id"], [option["token"] for option in item["options"]], item["answer"], item["seq"])
            for item in shell["items"]
        ]

    def shell(self, page: str) -> dict[str, Any]:
        status, html = self.insist("GET", page)
        assert status == 200, (status, html[:200])
        found = re.search(r'<script id="shell"[^>]*>(.*?)</script>', html)
        assert found
        shell: dict[str, Any] = json.loads(found[1])
        return shell

    def work(self, until: Event, think: Callable[[], float]) -> list[Thread]:
        """Answer again and again until told to stop, then bring home what is unsaved."""
        lanes = [self.answers[number::LANES] for number in range(LANES)]
        threads = [Thread(target=self._lane, args=(lane, until, think), daemon=True) for lane in lanes]
        for thread in threads:
            thread.start()
        return threads

    def _lane(self, lane: list[Answer], until: Event, think: Callable[[], float]) -> None:
        while True:
            for answer in lane:
                last = until.is_set()
                if self.is_late or (last and not answer.dirty):
                    continue
                if not last:
                    self.choose(answer)
                self.save(answer)
                time.sleep(think())
            if until.is_set() and (self.is_late or not any(answer.dirty for answer in lane)):
                return

    def choose(self, answer: Answer) -> None:
        some = random.sample(answer.tokens, random.randint(1, len(answer.tokens)))
        answer.value, answer.dirty = some, True

    def save(self, answer: Answer) -> None:
        value, seq = answer.value, answer.seq + 1
        answer.sent.append(digest(value))
        try:
            status, text = self.call(
                "POST",
                f"/exams/attempts/{self.attempt}/items/{answer.item}/save",
                {"seq": seq, "answer": value},
                **{"X-Exam-Ticket": self.ticket},
            )
        except (OSError, HTTPException):
            status, text = 503, ""
        if status == 200:
            self._acknowledged(answer, value, json.loads(text)["seq"])
        elif status == 409:
            self._refused(answer, json.loads(text))
        elif status < 500:
            raise Refused(status, text[:200])
        else:
            self.failures += 1
            time.sleep(PAUSE * random.random())

    def _acknowledged(self, answer: Answer, value: list[str], seq: int) -> None:
        self.ledger.write(Acknowledged(self.attempt, answer.item, seq, digest(value)))
        answer.seq, answer.sent = seq, []
        answer.dirty = digest(value) != digest(answer.value)

    def _refused(self, answer: Answer, said: dict[str, Any]) -> None:
        """Late ends the work. After an own answer whose acknowledgement was lost the next goes on."""
        if said["error"] != "stale":
            self.is_late = True
            return
        if digest(said["answer"]) not in answer.sent:
            answer.conflicts += 1
        answer.seq = said["seq"]
        if digest(said["answer"]) == digest(answer.value):
            answer.dirty, answer.sent = False, []

    def hand_in(self) -> None:
        path = f"/exams/attempts/{self.attempt}/hand-in"
        status, text = self.insist("POST", path, {}, **{"X-Exam-Ticket": self.ticket})
        assert status == 200, (status, text[:200])
