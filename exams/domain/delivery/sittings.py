"""Offering an exam, and what it is to one person."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.domain import audit, jobs
from core.periods import closing_time, last_day
from exams.domain import papers
from exams.domain.delivery import standings, terms
from exams.domain.delivery.deadlines import Situation, Terms, Window
from exams.domain.delivery.reasons import reason
from exams.domain.taking import attempts
from exams.enums import SittingKind
from exams.models import Attempt, Exam, Sitting
from notices.domain import notices
from people.models import Employee, User
from records.domain import audiences
from records.models import Audience, Entry

BATCH = 1_000


def offer(
    *,
    exam: Exam,
    audience: Audience,
    opens_at: datetime,
    closes_at: datetime,
    kind: SittingKind = SittingKind.QUARTERLY,
    titles: dict[str, str] | None = None,
    among: Collection[Employee] | None = None,
    named: Collection[int] | None = None,
    by: Any = None,
    at: datetime | None = None,
    **others: Any,
) -> Sitting:
    """Offer an exam to an audience as it is on the day of opening, to some of it (`among`), or to people by
    name, whatever the rule says by now: those who missed a test.

    `others` may be what else a sitting says: due_at, late_entry, room_code, addresses.
    Raises PaperCannotBeFilled.
    """
    papers.check(exam.paper, practice=kind == SittingKind.PRACTICE)
    with transaction.atomic():
        on, now = timezone.localdate(opens_at), at or timezone.now()
        snapshot = (
            audiences.snapshot(audience, on=on, at=at, among=among)
            if named is None
            else audiences.named(audience, employees=named, on=timezone.localdate(now), at=now)
        )
        sitting = Sitting.objects.create(
            exam=exam,
            audience=snapshot,
            opens_at=opens_at,
            closes_at=closes_at,
            kind=kind,
            titles=titles or {},
            **others,
        )
        audit.record(by=by, verb="offered", obj=sitting, at=at, exam=exam.code, audience=audience.name)
        jobs.owe("exams.announce", key=sitting.pk, at=max(opens_at, timezone.now()))
    return sitting


def announce(sitting: Sitting, *, at: datetime) -> None:
    """Tell everybody to whom a sitting is offered that it is open; once it has closed, nobody."""
    if not sitting.is_open(at):
        return
    invited = User.objects.filter(employee__audience_memberships__snapshot=sitting.audience_id)
    tell(invited, sitting, kind="sitting_open", key=str(sitting.pk))


def tell(users: QuerySet[User], sitting: Sitting, *, kind: str, key: str) -> None:
    """A notice about a sitting to each of some people, once for its key, a thousand at a time."""
    found = list(users.order_by("pk"))
    for start in range(0, len(found), BATCH):
        notices.tell_all(kind, [_told(user, sitting, key) for user in found[start : start + BATCH]])


def _told(user: User, sitting: Sitting, key: str) -> notices.Told:
    closes = f"{last_day(sitting.closes_at)} {closing_time(sitting.closes_at)}"
    facts = {"title": sitting.titled(user.language), "closes": closes}
    return notices.Told(user, key, sitting.get_absolute_url(), facts)


@dataclass(frozen=True)
class Offer:
    """A sitting as it stands for one person."""

    sitting: Sitting
    attempts: list[Attempt]
    situation: Situation

    @property
    def running(self) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.handed_in_at is None), None)

    @property
    def window(self) -> Window:
        """When it opens, is due and closes for this person."""
        return self.situation.terms.window

    @property
    def reason(self) -> str:
        return reason(self.situation)

    @property
    def attempts_left(self) -> int | None:
        """None: as many as wanted."""
        return self.situation.attempts_left

    @property
    def may_start(self) -> bool:
        return self.situation.may_start


def offers(employee: Employee, *, at: datetime) -> list[Offer]:
    """Everything offered to a person, what closes first first. Attempts whose time is over are handed in."""
    sittings = list(Sitting.objects.offered_to(employee).select_related("exam"))
    return _with_attempts(sittings, employee, at)


def offer_to(employee: Employee, sitting: Sitting, *, at: datetime) -> Offer:
    return _with_attempts([sitting], employee, at)[0]


def again(attempt: Attempt, *, at: datetime) -> Offer | None:
    """The offer of the same sitting, where the person may start once more after this attempt."""
    allowed = terms.one(attempt.employee, attempt.sitting, at=at).window.attempts
    if allowed is not None and attempt.number >= allowed:
        return None
    offer = offer_to(attempt.employee, attempt.sitting, at=at)
    return offer if offer.may_start else None


def next_sitting(attempt: Attempt, *, at: datetime) -> Sitting | None:
    """The next other sitting of the same exam that the person is offered: a make-up."""
    offered = Sitting.objects.offered_to(attempt.employee).filter(
        exam=attempt.sitting.exam_id, closes_at__gt=at
    )
    return offered.exclude(pk=attempt.sitting_id).order_by("opens_at").first()


def _with_attempts(sittings: Sequence[Sitting], employee: Employee, at: datetime) -> list[Offer]:
    gone = Attempt.objects.filter(employee=employee, sitting__in=sittings).order_by("number")
    settled = attempts.settle(standings.with_delivery(gone), at=at)
    held = terms.of_sittings(employee, sittings, at=at)
    return [
        _offer(sitting, held[sitting.pk], [one for one in settled if one.sitting_id == sitting.pk], at)
        for sitting in sittings
    ]


def _offer(sitting: Sitting, held: Terms, hers: list[Attempt], at: datetime) -> Offer:
    return Offer(sitting, hers, standings.situation(held, hers, at=at))


def results(handed_in: Iterable[Attempt]) -> dict[str, Entry]:
    """The line of the training file for each attempt that has one, by its source."""
    sources = [attempt.source for attempt in handed_in]
    return {entry.source: entry for entry in Entry.objects.bookings().filter(source__in=sources)}
