"""Changing an exam's policy: every change leaves a trace, and keys are not released under a running test."""

from datetime import datetime

from core.domain import audit
from exams.enums import Review
from exams.models import Attempt, Exam, Sitting
from people.models import User

POLICY = ("paper", "minutes", "pass_mark", "attempts", "shuffle_questions", "shuffle_options", "review")
STRICTEST_FIRST = [Review.NEVER, Review.CLOSED, Review.HANDED_IN]


def loosens(was: str, now: str) -> bool:
    """Whether a candidate sees the keys earlier than before."""
    return STRICTEST_FIRST.index(Review(was)) < STRICTEST_FIRST.index(Review(now))


def is_running(exam: Exam, *, at: datetime) -> bool:
    """Whether somebody takes the exam, or may begin to."""
    attempts = Attempt.objects.open().filter(sitting__exam=exam)
    return Sitting.objects.open(at).filter(exam=exam).exists() or attempts.exists()


def of(exam: Exam) -> dict[str, str]:
    """The policy as it is stored, in words that JSON knows."""
    stored = Exam.objects.values(*POLICY).get(pk=exam.pk)
    return {name: str(value) for name, value in stored.items()}


def record_change(exam: Exam, *, was: dict[str, str], by: User) -> None:
    """Say who changed what, from what to what; nothing where nothing changed."""
    now = of(exam)
    changed = [name for name in POLICY if was[name] != now[name]]
    if changed:
        before, after = ({name: policy[name] for name in changed} for policy in (was, now))
        audit.record(by=by, verb="changed exam", obj=exam, was=before, now=after)
