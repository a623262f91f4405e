"""Who stands where in a sitting, as whoever runs it sees it: constant statements for three people or three
hundred. No answer and no mark is read here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Sum

from exams.domain.delivery import standings, terms
from exams.domain.delivery.deadlines import Situation
from exams.domain.delivery.reasons import reason
from exams.domain.taking import attempts
from exams.enums import Standing
from exams.models import Attempt, Away, Item, Presence, Response, Sitting
from people.models import Employee

# A page tells of itself every fifteen seconds: three times unheard is offline.
OFFLINE_AFTER = timedelta(seconds=45)

ORDER = [
    Standing.RUNNING,
    Standing.GRACE,
    Standing.HELD,
    Standing.MAY_START,
    Standing.COOLING,
    Standing.BARRED,
    Standing.NOT_OPEN,
    Standing.HANDED_IN,
    Standing.ABSENT,
]
RUNS = (Standing.RUNNING, Standing.GRACE)


@dataclass(frozen=True)
class Trace:
    """What an attempt left by now."""

    questions: int = 0
    answered: int = 0
    last_save: datetime | None = None
    aways: int = 0
    away_seconds: int = 0


@dataclass(frozen=True)
class Line:
    """A person on the board."""

    employee: Employee
    situation: Situation
    at: datetime
    attempt: Attempt | None = None
    presence: Presence | None = None
    trace: Trace = field(default_factory=Trace)

    @property
    def runs(self) -> bool:
        return self.situation.standing in RUNS

    @property
    def reason(self) -> str:
        return reason(self.situation)

    @property
    def word(self) -> str:
        return str(Standing(self.situation.standing).label)

    @property
    def is_stuck(self) -> bool:
        """Its time is over, and it could not be handed in."""
        return self.attempt is not None and attempts.is_stuck(self.attempt, at=self.at)

    @property
    def is_offline(self) -> bool:
        """Nothing was heard of a running page for a while; before its first word one waits as long."""
        heard = self.presence.seen_at if self.presence else self.attempt.started_at if self.attempt else None
        return self.runs and heard is not None and self.at - heard > OFFLINE_AFTER

    @property
    def minutes_left(self) -> int | None:
        """Whole minutes begun, while the attempt runs."""
        deadline = self.situation.deadline
        return -(-(deadline - self.at) // timedelta(minutes=1)) if self.runs and deadline else None


@dataclass(frozen=True)
class Board:
    """The people of a sitting, and how many are where."""

    lines: list[Line]

    @property
    def running(self) -> int:
        return sum(line.runs for line in self.lines)

    @property
    def offline(self) -> int:
        return sum(line.is_offline for line in self.lines)

    @property
    def over(self) -> int:
        return self._count(Standing.HANDED_IN, Standing.HELD, Standing.COOLING)

    @property
    def out(self) -> int:
        """Who has not begun."""
        return len(self.lines) - self.running - self.over

    def _count(self, *standings: Standing) -> int:
        counted = Counter(line.situation.standing for line in self.lines)
        return sum(counted[standing] for standing in standings)


def of(sitting: Sitting, *, at: datetime) -> Board:
    """Everybody who is invited; who runs first, then by name."""
    invited = Employee.objects.filter(audience_memberships__snapshot=sitting.audience_id)
    people = list(invited.order_by("sort_key", "number"))
    hers = _attempts(sitting, at)
    held = terms.of_people(sitting, [one.pk for one in people], at=at)
    last = [gone[-1].pk for gone in hers.values()]
    traces, presences = _traces(last), Presence.objects.in_bulk(last)
    lines = [
        _line(one, standings.situation(held[one.pk], hers.get(one.pk, []), at=at), hers, traces, presences)
        for one in people
    ]
    return Board(sorted(lines, key=lambda line: ORDER.index(line.situation.standing)))


def line_of(attempt: Attempt, *, at: datetime) -> Line:
    """One attempt on the board, which is the person's last or an earlier one."""
    (own,) = attempts.settle(standings.with_delivery(Attempt.objects.filter(pk=attempt.pk)), at=at)
    held = terms.one(own.employee, own.sitting, at=at)
    before = Attempt.objects.filter(sitting=own.sitting_id, employee=own.employee_id, number__lt=own.number)
    here = standings.situation(held, [*before, own], at=at)
    hers = {own.employee_id: [own]}
    return _line(own.employee, here, hers, _traces([own.pk]), Presence.objects.in_bulk([own.pk]))


def _line(
    employee: Employee,
    here: Situation,
    hers: Mapping[int, Sequence[Attempt]],
    traces: Mapping[int, Trace],
    presences: Mapping[int, Presence],
) -> Line:
    gone = hers.get(employee.pk)
    if not gone:
        return Line(employee, here, here.at)
    last = gone[-1]
    return Line(employee, here, here.at, last, presences.get(last.pk), traces[last.pk])


def _attempts(sitting: Sitting, at: datetime) -> dict[int, list[Attempt]]:
    """By person, the first first; whose time is over is handed in."""
    found: dict[int, list[Attempt]] = {}
    gone = Attempt.objects.filter(sitting=sitting).select_related("sitting__exam__paper", "employee__user")
    for attempt in attempts.settle(standings.with_delivery(gone).order_by("number"), at=at):
        found.setdefault(attempt.employee_id, []).append(attempt)
    return found


def _traces(pks: Sequence[int]) -> dict[int, Trace]:
    questions = _by_attempt(Item.objects.filter(attempt__in=pks).values("attempt"), n=Count("pk"))
    saves = _by_attempt(
        Response.objects.filter(item__attempt__in=pks).order_by().values("item__attempt"),
        n=Count("item", distinct=True),
        last=Max("saved_at"),
    )
    aways = _by_attempt(
        Away.objects.filter(attempt__in=pks).order_by().values("attempt"),
        n=Count("pk"),
        seconds=Sum("seconds"),
    )
    return {pk: _trace(questions.get(pk, {}), saves.get(pk, {}), aways.get(pk, {})) for pk in pks}


def _trace(questions: dict[str, Any], saves: dict[str, Any], aways: dict[str, Any]) -> Trace:
    return Trace(
        questions=questions.get("n", 0),
        answered=saves.get("n", 0),
        last_save=saves.get("last"),
        aways=aways.get("n", 0),
        away_seconds=aways.get("seconds", 0),
    )


def _by_attempt(rows: Any, **counted: Any) -> dict[int, dict[str, Any]]:
    named = rows.order_by().annotate(**counted)
    return {row.get("attempt") or row["item__attempt"]: row for row in named}
