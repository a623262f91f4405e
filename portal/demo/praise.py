"""Commendations and coaching, as lines of the training file."""

from typing import Any

from django.utils.text import slugify

from portal.demo.content import read
from portal.demo.days import Days
from portal.demo.people import employees, user
from records.domain import ledger
from records.enums import EntryKind, Result

HR = "0016"
KINDS = {"commendations": EntryKind.COMMENDATION, "coaching": EntryKind.COACHING}


def load(days: Days) -> None:
    people, history = employees(), read("history.json")
    rows: list[tuple[EntryKind, dict[str, Any]]] = [
        (kind, row) for name, kind in KINDS.items() for row in history[name]
    ]
    for kind, row in rows:
        ledger.book(
            employee=people[row["person"]],
            kind=kind,
            subject=f"{kind}:{slugify(row['title']['en'])}",
            title=row["title"]["zh"],
            on=days.day(row["on"]),
            result=Result.NONE,
            facts={"text": row["text"]["zh"]},
            source=f"{kind}:{row['person']}/{days.day(row['on'])}",
            by=user(row.get("by", HR)),
            at=days.moment(row["on"], 17),
        )
