"""People, where they work and what they may do: by the roster import, as a company brings its own."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from people.domain import roles, slips
from people.enums import Role
from people.imports import RosterImport
from people.models import Employee, User
from portal.demo.content import read
from portal.demo.days import Days

PASSWORD = "gradus-demo"  # noqa: S105  printed at every start, for a database that only this machine sees
TITLES = ("工号", "姓名", "英文名", "邮箱", "部门", "岗位", "入职日期", "离职日期", "直接上级工号", "语言")

Data = dict[str, Any]


def load(days: Days) -> None:
    data = read("people.json")
    for day in _roster_days(data["people"]):
        _import(data, days, on=day)
    _open_accounts(data["people"], days)


def employees() -> dict[str, Employee]:
    """The people by their numbers."""
    return {person.number: person for person in Employee.objects.select_related("user")}


def user(number: str) -> User:
    return User.objects.get(username=number)


def strangers() -> list[Employee]:
    """Who is in the database, but not of the demo."""
    own = {person["number"]: person["name"] for person in read("people.json")["people"]}
    return [person for person in Employee.objects.all() if own.get(person.number) != person.name]


def _roster_days(people: Iterable[Data]) -> list[int]:
    """A roster was brought in before and after each transfer, and the last one yesterday."""
    moves = {posting["on"] for person in people for posting in person["postings"][1:]}
    return sorted({day for move in moves for day in (move - 1, move)} | {-1})


def _import(data: Data, days: Days, *, on: int) -> None:
    """The roster as it stood on a day."""
    rows = [_row(person, data, days, on) for person in data["people"] if person["hired"] <= on]
    outcome = RosterImport(on=days.day(on), at=days.moment(on)).run(_file(rows))
    if not outcome.ok:
        raise ValueError("\n".join(str(line) for line in outcome.as_lines()))


def _row(person: Data, data: Data, days: Days, on: int) -> list[str]:
    names = {row["code"]: row["name"]["zh"] for part in ("departments", "positions") for row in data[part]}
    posting = [posting for posting in person["postings"] if posting["on"] <= on][-1]
    has_left = person["left"] is not None and person["left"] <= on
    return [
        person["number"],
        person["name"],
        person["latin"],
        person["email"] or "",
        names[posting["department"]],
        names[posting["position"]],
        str(days.day(person["hired"])),
        str(days.day(person["left"])) if has_left else "",
        posting["manager"] or "",
        person["language"],
    ]


def _file(rows: Iterable[list[str]]) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows([TITLES, *rows])
    file = io.BytesIO(text.getvalue().encode("utf-8"))
    file.name = "roster.csv"
    return file


def _open_accounts(people: Iterable[Data], days: Days) -> None:
    """Everybody got a slip when she was first on a roster, and set her password with it."""
    first, found = _roster_days(people)[0], employees()
    for person in people:
        at = days.moment(max(person["hired"], first), 10)
        (printed,) = slips.issue(employees=[found[person["number"]]], by=None, at=at)
        account = slips.redeem(slip=slips.find(printed.code, at=at), password=PASSWORD, at=at)
        for role in person["roles"]:
            roles.grant(user=account, role=Role(role), by=None, at=days.moment(person["postings"][-1]["on"]))
