"""Shared material: a chat log, a recorded call, a bill, and the questions asked about it together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from exams.domain.bank import codes
from exams.errors import QuestionChangedMeanwhile
from exams.models import Question, Stimulus, StimulusVersion, Topic
from people.models import User


@dataclass(frozen=True)
class Material:
    """All that a version of shared material says."""

    kind: str
    language: str
    texts: dict[str, dict[str, Any]]

    @classmethod
    def of(cls, version: StimulusVersion) -> "Material":
        return cls(version.kind, version.language, version.texts)

    @property
    def title(self) -> str:
        title: str = self.texts[self.language]["title"]
        return title


def make(*, topic: Topic, material: Material, by: User | None, at: datetime | None = None) -> Stimulus:
    with transaction.atomic():
        stimulus = Stimulus.objects.create(code=codes.free(Stimulus, material.title), topic=topic)
        _write(stimulus, 1, material, by=by, at=at)
        audit.record(by=by, verb="made shared material", obj=stimulus)
    return stimulus


def revise(
    *, stimulus: Stimulus, based_on: int, material: Material, by: User | None, at: datetime | None = None
) -> StimulusVersion:
    """The version that follows number `based_on`; the same words make none.

    Raises QuestionChangedMeanwhile where a newer one stands already.
    """
    with transaction.atomic():
        Stimulus.objects.select_for_update().get(pk=stimulus.pk)
        newest = stimulus.versions.latest().get()
        if newest.number != based_on:
            raise QuestionChangedMeanwhile(number=newest.number, by=newest.by_name)
        if material == Material.of(newest):
            return newest
        return _write(stimulus, newest.number + 1, material, by=by, at=at)


def attach(*, question: Question, stimulus: Stimulus | None, place: int, by: User | None) -> bool:
    """Ask a question about shared material, or about nothing but itself, from now on. False: so it was."""
    place = place if stimulus else 0
    if (question.stimulus, question.place) == (stimulus, place):
        return False
    with transaction.atomic():
        Question.objects.filter(pk=question.pk).update(stimulus=stimulus, place=place)
        audit.record(by=by, verb="attached", obj=question, stimulus=str(stimulus or ""), place=place)
    question.stimulus, question.place = stimulus, place
    return True


def _write(
    stimulus: Stimulus, number: int, material: Material, *, by: User | None, at: datetime | None
) -> StimulusVersion:
    return StimulusVersion.objects.create(
        stimulus=stimulus,
        number=number,
        kind=material.kind,
        language=material.language,
        texts=material.texts,
        at=at or timezone.now(),
        **audit.actor(by),
    )
