"""The demo's steps: each is loaded once, in one transaction; an interrupted load goes on where it stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.errors import GradusError
from core.models import ImportRun, Job
from portal.demo import (
    assessments,
    awards,
    campaigns,
    completions,
    courses,
    exams,
    people,
    praise,
    questions,
    scheme,
    sittings,
)
from portal.demo.content import digest, files
from portal.demo.days import Days

KIND = "demo"


class NotTheDemo(GradusError):
    def __init__(self, stranger: object) -> None:
        super().__init__(
            f"This database holds {stranger}, who is not of the demo company: "
            "load the demo into a database of its own."
        )


@dataclass(frozen=True)
class Step:
    name: str
    load: Callable[[Days], None]


STEPS = (
    Step("people", people.load),
    Step("courses", courses.load),
    Step("questions", questions.load),
    Step("exams", exams.load),
    Step("sittings", sittings.load),
    Step("campaigns", campaigns.load),
    Step("completions", completions.load),
    Step("assessments", assessments.load),
    Step("praise", praise.load),
    Step("scheme", scheme.load),
    Step("awards", awards.load),
)


def load(*, today: date | None = None) -> Iterator[str]:
    """Load what is missing and tell of each step. Raises NotTheDemo."""
    if strangers := people.strangers():
        raise NotTheDemo(strangers[0])
    days = Days(_first_day() or today or timezone.localdate())
    for step in missing():
        with transaction.atomic():
            step.load(days)
            _owe_from_now()
            _note(step, days)
        yield step.name


def _owe_from_now() -> None:
    """What the years that are loaded owe is no work that has been waiting."""
    now = timezone.now()
    Job.objects.due(now).update(due_at=now)


def missing() -> list[Step]:
    done = set(ImportRun.objects.filter(kind=KIND).values_list("file_name", flat=True))
    return [step for step in STEPS if step.name not in done]


def _first_day() -> date | None:
    """The day of a load that was interrupted."""
    first = ImportRun.objects.filter(kind=KIND).order_by("pk").first()
    return date.fromisoformat(first.counts["today"]) if first else None


def _note(step: Step, days: Days) -> None:
    ImportRun.objects.create(
        kind=KIND,
        file_name=step.name,
        file_sha256=digest(files("**/*.json")),
        counts={"today": str(days.today)},
        **audit.actor(None),
    )
