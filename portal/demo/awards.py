"""Levels: held on paper from before, earned by what was booked, one withdrawn."""

from typing import Any

from certification.domain import awards, standings
from certification.domain.certificates import level_title
from certification.models import Award, Level
from core.periods import add_months
from people.models import Employee
from portal.demo.content import read
from portal.demo.days import Days
from portal.demo.people import employees, user
from records.domain import ledger
from records.enums import EntryKind, Result

HR = "0016"

Data = dict[str, Any]


def load(days: Days) -> None:
    people, history = employees(), read("history.json")
    levels = {(level.scheme.code, level.rank): level for level in Level.objects.select_related("scheme")}
    for row in sorted(history["awards"], key=lambda row: row["on"]):
        person = people[row["person"]]
        if row["basis"] == "paper":
            _book(person, levels[row["scheme"], row["level"]], row, days)
        else:
            awards.evaluate(person, on=days.day(row["on"]), at=days.moment(row["on"], 18))
    for row in history["revocations"]:
        award = Award.objects.get(employee=people[row["person"]], level=levels[row["scheme"], row["level"]])
        awards.revoke(award, reason=row["reason"]["zh"], by=user(row["by"]), at=days.moment(row["on"], 11))
    standings.rebuild_all()


def _book(person: Employee, level: Level, row: Data, days: Days) -> None:
    """A certificate on paper is a line of the training file, with its last valid day."""
    on = days.day(row["on"])
    ledger.book(
        employee=person,
        kind=EntryKind.LEVEL,
        subject=level.subject,
        title=level_title(level),
        on=on,
        result=Result.DONE,
        valid_until=add_months(on, level.active_months) if level.active_months else None,
        facts={"scheme": level.scheme.code, "level": level.rank},
        source=f"paper:{person.number}/{level.subject}",
        by=user(HR),
        at=days.moment(row["on"], 17),
    )
