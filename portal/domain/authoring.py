"""What waits for a trainer: drafts to review, questions whose lesson changed, tests that open or run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import TaskState

from exams.domain import queries
from exams.domain.bank import approvals, citations
from exams.domain.papers import shortages
from exams.domain.papers.shortages import Shortage
from exams.models import Sitting
from people.models import User

MOST = 5


@dataclass(frozen=True)
class Authoring:
    drafts: Sequence[TaskState]
    reviews: int
    stale: int
    short: Sequence[Shortage]
    unused: int
    running: Sequence[Sitting]
    opening: Sequence[Sitting]

    @property
    def is_empty(self) -> bool:
        asked = self.drafts or self.reviews or self.stale or self.unused
        return not (asked or self.running or self.opening)


def authoring(user: User, *, at: datetime) -> Authoring:
    drafts = TaskState.objects.reviewable_by(user).select_related("revision").order_by("-started_at")
    running = list(queries.running(user, at=at)[:MOST])
    opening = list(queries.opening(user, at=at)[:MOST])
    stale = citations.stale(user).count()
    return Authoring(
        drafts=list(drafts[:MOST]),
        reviews=approvals.waiting_for(user).count(),
        stale=stale,
        short=shortages.of([*running, *opening]) if stale else [],
        unused=queries.never_used(user).count(),
        running=running,
        opening=opening,
    )
