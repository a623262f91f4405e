"""Proof that a score is a function of the frozen paper, the responses and the marks."""

from dataclasses import dataclass
from decimal import Decimal

from exams.domain import attempts, items, scores
from exams.models import Attempt, Mark
from records.domain.ledger import SCORE_STEP
from records.enums import Result
from records.models import Entry


@dataclass(frozen=True)
class Difference:
    """Where an attempt does not come out as it was booked."""

    attempt: int
    what: str
    stored: object
    recomputed: object

    def __str__(self) -> str:
        return f"attempt {self.attempt}: {self.what}: stored {self.stored}, recomputed {self.recomputed}"


def verify(*, exam: str | None = None) -> tuple[int, list[Difference]]:
    """How many attempts were looked at, and every difference found."""
    done = Attempt.objects.exclude(handed_in_at=None).order_by("pk")
    if exam:
        done = done.filter(sitting__exam__code=exam)
    differences: list[Difference] = []
    checked = 0
    for attempt in done.iterator():
        checked += 1
        differences += [*_marks(attempt), *_entry(attempt)]
    return checked, differences


def _marks(attempt: Attempt) -> list[Difference]:
    """First marks of the machine against the answers that stand. A regrade is a later mark by a person."""
    expected = attempts.grades(items.of(attempt))
    stored = dict(
        Mark.objects.filter(item__attempt=attempt, seq=0, by_id=None).values_list("item_id", "fraction")
    )
    return [
        Difference(attempt.pk, f"mark of item {pk}", stored.get(pk), fraction)
        for pk, fraction in expected.items()
        if stored.get(pk) != fraction
    ]


def _entry(attempt: Attempt) -> list[Difference]:
    """The line in force of the training file against the score."""
    found = scores.of(attempt, items.of(attempt))
    entry = Entry.objects.bookings().filter(source=attempt.source).first()
    if found is None or entry is None:
        return [Difference(attempt.pk, "entry", entry, found)] if (found is None) != (entry is None) else []
    pairs: list[tuple[str, object, object]] = [
        ("score", entry.score, Decimal(found.whole.fraction).quantize(SCORE_STEP)),
        ("result", entry.result, str(Result.PASSED if found.passed else Result.FAILED)),
        ("points", entry.facts["points"], float(found.whole.points)),
    ]
    return [Difference(attempt.pk, *pair) for pair in pairs if pair[1] != pair[2]]
