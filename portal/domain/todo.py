"""What a person is asked to do: a task for each course, test and role-play, and which of them comes first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.periods import last_day
from courses.domain.ahead import Ahead
from exams.domain.delivery.sittings import Offer
from exams.enums import SittingKind
from exams.models import Assessment
from records.enums import Result
from records.models import Entry

SOON = timedelta(days=7)
OVERDUE, DUE_SOON, BEGUN, REST = range(4)


@dataclass(frozen=True)
class Task:
    """Something to do now. `until` is the minute of its last day in which it closes, where it does."""

    title: str
    url: str
    verb: Promise
    due: date | None = None
    until: datetime | None = None
    minutes: int | None = None
    is_begun: bool = False
    is_running: bool = False  # a test whose clock runs

    def urgency(self, today: date) -> int:
        if self.due and self.due < today:
            return OVERDUE
        if self.due and self.due <= today + SOON:
            return DUE_SOON
        return BEGUN if self.is_begun else REST

    def state(self, today: date) -> str:
        """The kind of status that says the same."""
        return ("overdue", "due_soon", "in_progress", "not_started")[self.urgency(today)]


def first(tasks: Iterable[Task], *, today: date) -> Task | None:
    """The one thing asked next: a test that runs, what is overdue, due soon, begun; then the rest."""
    return min(
        tasks,
        key=lambda task: (not task.is_running, task.urgency(today), task.due or date.max),
        default=None,
    )


def course(title: str, found: Ahead, *, due: date | None) -> Task:
    return Task(
        title=title,
        url=reverse("courses:course", args=[found.page.code]),
        verb=_("Go on with the course") if found.is_begun else _("Start the course"),
        due=due,
        minutes=found.minutes,
        is_begun=found.is_begun,
    )


def exam(offer: Offer, entries: Iterable[Entry], *, due: date | None) -> Task | None:
    """A test that is open and not passed yet; practice is nobody's task."""
    sitting = offer.sitting
    if offer.running:
        return Task(
            title=sitting.title,
            url=offer.running.get_absolute_url(),
            verb=_("Continue the test"),
            due=last_day(offer.running.deadline_at),
            until=offer.running.deadline_at,
            is_begun=True,
            is_running=True,
        )
    if sitting.kind == SittingKind.PRACTICE or not offer.may_start or _is_passed(offer, entries):
        return None
    end = offer.window.due or offer.window.closes
    due = min(due or date.max, last_day(end))
    return Task(
        title=sitting.title,
        url=sitting.get_absolute_url(),
        verb=_("Take it again") if offer.attempts else _("See what to expect"),
        due=due,
        until=end if due == last_day(end) else None,
        minutes=sitting.exam.minutes,
    )


def _is_passed(offer: Offer, entries: Iterable[Entry]) -> bool:
    passed = {entry.source for entry in entries if entry.result == Result.PASSED}
    return any(attempt.source in passed for attempt in offer.attempts)


def role_play(assessment: Assessment, *, due: date | None) -> Task:
    """A performance that is planned: the customer's card may be read beforehand."""
    return Task(
        title=str(assessment.scenario.rubric),
        url=reverse("assess:card", args=[assessment.pk]),
        verb=_("Read the customer's card"),
        due=assessment.planned_on or due,
        minutes=assessment.scenario.minutes,
        is_begun=assessment.started_at is not None,
    )
