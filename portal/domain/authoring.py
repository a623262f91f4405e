"""What waits for a trainer: drafts to review, questions nobody was ever asked, tests that open or run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wagtail.models import TaskState

from exams.domain import queries
from exams.models import Sitting
from people.models import User

MOST = 5


@dataclass(frozen=True)
class Authoring:
    drafts: Sequence[TaskState]
    unused: int
    running: Sequence[Sitting]
    opening: Sequence[Sitting]

    @property
    def is_empty(self) -> bool:
        return not (self.drafts or self.unused or self.running or self.opening)


def authoring(user: User, *, at: datetime) -> Authoring:
    drafts = TaskState.objects.reviewable_by(user).select_related("revision").order_by("-started_at")
    return Authoring(
        drafts=list(drafts[:MOST]),
        unused=queries.never_used(user).count(),
        running=list(queries.running(user, at=at)[:MOST]),
        opening=list(queries.opening(user, at=at)[:MOST]),
    )
