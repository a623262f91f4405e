"""The book of what the server acknowledged, kept outside the database and compared with it afterwards."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from exams.domain.taking.tokens import tokens
from exams.models import Attempt, Item, RefusedResponse, Response
from records.models import Entry


@dataclass(frozen=True)
class Acknowledged:
    """The server's word that an answer stands: whose, which, under which number, and what it said."""

    attempt: int
    item: int
    seq: int
    answer: str


@dataclass
class Ledger:
    """One line for each acknowledgement, on the disk before the candidate goes on."""

    path: Path
    lock: Lock = field(default_factory=Lock)

    def write(self, line: Acknowledged) -> None:
        with self.lock, self.path.open("a") as file:
            file.write(json.dumps(asdict(line)) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def lines(self) -> list[Acknowledged]:
        if not self.path.exists():
            return []
        return [Acknowledged(**json.loads(line)) for line in self.path.read_text().splitlines()]


@dataclass(frozen=True)
class Verdict:
    """What the comparison found. All but the counts of what happened must be 0."""

    acknowledged: int
    lost: int  # acknowledged, and not in the database with these words
    overtaken: int  # items on which a number below the last acknowledged one counts
    behind: int  # answers saved after the attempt had ended
    open: int  # attempts that never ended
    unbooked: int  # attempts that have not exactly one line in the training file
    refused: int  # answers kept beside those that count

    @property
    def faults(self) -> dict[str, int]:
        names = ("lost", "overtaken", "behind", "open", "unbooked")
        return {name: found for name in names if (found := getattr(self, name))}


def digest(answer: Iterable[str]) -> str:
    """Of an answer as the page sent it, in option tokens."""
    return hashlib.sha256(json.dumps(sorted(answer)).encode()).hexdigest()


def compare(ledger: Ledger, attempts: Iterable[int]) -> Verdict:
    sat = list(Attempt.objects.filter(pk__in=attempts))
    stored = _stored(sat)
    lines = [line for line in ledger.lines() if line.attempt in {attempt.pk for attempt in sat}]
    return Verdict(
        acknowledged=len(lines),
        lost=sum(stored.get((line.item, line.seq)) != line.answer for line in lines),
        overtaken=_overtaken(lines, stored),
        behind=_behind(sat),
        open=sum(attempt.handed_in_at is None for attempt in sat),
        unbooked=_unbooked(sat),
        refused=RefusedResponse.objects.filter(item__attempt__in=sat).count(),
    )


def _stored(sat: list[Attempt]) -> dict[tuple[int, int], str]:
    nonces = {attempt.pk: attempt.nonce for attempt in sat}
    items = {item.pk: item for item in Item.objects.filter(attempt__in=sat)}
    rows = Response.objects.filter(item__in=items).values_list("item_id", "seq", "answer")
    return {(item, seq): _as_sent(nonces[items[item].attempt_id], item, answer) for item, seq, answer in rows}


def _as_sent(nonce: str, item: int, letters: list[str]) -> str:
    return digest(tokens(nonce, item, letters).values())


def _overtaken(lines: list[Acknowledged], stored: dict[tuple[int, int], str]) -> int:
    counting: Counter[int] = Counter()
    for item, seq in stored:
        counting[item] = max(counting[item], seq)
    last: Counter[int] = Counter()
    for line in lines:
        last[line.item] = max(last[line.item], line.seq)
    return sum(counting[item] < seq for item, seq in last.items())


def _behind(sat: list[Attempt]) -> int:
    ended: dict[int, Any] = {attempt.pk: attempt.processed_at for attempt in sat}
    rows = Response.objects.filter(item__attempt__in=sat).values_list("item__attempt", "saved_at")
    return sum(ended[attempt] is not None and saved_at > ended[attempt] for attempt, saved_at in rows)


def _unbooked(sat: list[Attempt]) -> int:
    booked = Counter(
        Entry.objects.filter(source__in=[one.source for one in sat]).values_list("source", flat=True)
    )
    return sum(booked[attempt.source] != 1 for attempt in sat)
