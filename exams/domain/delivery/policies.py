"""Changing an exam's policy: every change leaves a trace, and keys are not released under a running test."""

from datetime import datetime
from typing import Any

from core.domain import audit
from exams.domain.marking import disclosure
from exams.enums import Preset
from exams.models import Attempt, Exam, Sitting
from exams.models.disclosure import Policy
from people.models import User

POLICY = (
    "paper",
    "minutes",
    "pass_mark",
    "attempts",
    "cool_down",
    "navigation",
    "shuffle_questions",
    "shuffle_options",
    "review",
    "counts",
    "second_share",
    "second_gap",
    "is_anonymous",
)


def is_running(exam: Exam, *, at: datetime) -> bool:
    """Whether somebody takes the exam, or may begin to."""
    attempts = Attempt.objects.open().filter(sitting__exam=exam)
    return Sitting.objects.open(at).filter(exam=exam).exists() or attempts.exists()


def has_results(exam: Exam) -> bool:
    """Whether somebody handed it in: which of her attempts counts is settled then."""
    return Attempt.objects.filter(sitting__exam=exam).exclude(handed_in_at=None).exists()


def of(exam: Exam) -> dict[str, Any]:
    """The policy as it is stored, in words that JSON knows."""
    stored = Exam.objects.values(*POLICY).get(pk=exam.pk)
    return {name: str(value) for name, value in stored.items()} | {"review": _named(stored["review"])}


def _named(review: Policy) -> str | Policy:
    """The name of a review policy; a custom one in full."""
    name = disclosure.named(review)
    return review if name == Preset.CUSTOM else name.value


def record_change(exam: Exam, *, was: dict[str, Any], by: User) -> None:
    """Say who changed what, from what to what; nothing where nothing changed."""
    now = of(exam)
    changed = [name for name in POLICY if was[name] != now[name]]
    if changed:
        before, after = ({name: policy[name] for name in changed} for policy in (was, now))
        audit.record(by=by, verb="changed exam", obj=exam, was=before, now=after)
