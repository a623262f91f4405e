"""Papers handed in, for the tests of marks."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from exams.domain.marking import markings
from exams.domain.taking import answers, attempts, items
from exams.models import Attempt, Item, QuestionVersion, Recording, Response, Sitting
from people.models import Employee
from records.models import AudienceMember
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, answer, place_of


def started(sitting: Sitting, employee: Employee, at: datetime | None = None) -> Attempt:
    """An open attempt of somebody, invited first."""
    AudienceMember.objects.get_or_create(snapshot=sitting.audience, employee=employee)
    return AttemptFactory(sitting=sitting, employee=employee, started_at=at or timezone.now())


def handed_in(sitting: Sitting, employee: Employee, *letters: str, at: datetime | None = None) -> Attempt:
    """An attempt with these answers in order; an empty one is none."""
    at = at or timezone.now()
    attempt = started(sitting, employee, at)
    for position, letter in enumerate(letters, start=1):
        if letter:
            answer(attempt, position, letter, at=at)
    return attempts.hand_in(attempt, at=at)


def essay(points: int = 5, **columns: Any) -> QuestionVersion:
    """A question that a person marks."""
    texts = {"zh-hans": {"stem": "写一封道歉信", "explanation": "要点：道歉、原因、补救"}}
    return QuestionVersionFactory(**{"kind": "essay", "texts": texts, "key": {}, "points": points} | columns)


def spoken(sitting: Sitting, employee: Employee) -> Attempt:
    """An attempt handed in with a recording as its only answer."""
    now = timezone.now()
    attempt = started(sitting, employee, now)
    item = attempt.items.get()
    file = ContentFile(b"\x1a\x45\xdf\xa3sound", name="answer.webm")
    kept = Recording.objects.create(item=item, file=file, mime="audio/webm", size=9, at=now)
    Response.objects.create(item=item, seq=1, answer=[kept.reference], saved_at=now)
    return attempts.hand_in(attempt, at=now)


def stamp_of(item: Item) -> str:
    """The stamp of an answer as it stands."""
    return markings.stamp(next(state.given for state in items.of(item.attempt) if state.pk == item.pk))


def written(sitting: Sitting, employee: Employee, *texts: str, at: datetime | None = None) -> Attempt:
    """An attempt handed in with these essays in order; an empty one is none."""
    at = at or timezone.now()
    attempt = started(sitting, employee, at)
    for position, text in enumerate(texts, start=1):
        if text:
            answers.save(place=place_of(attempt, position), seq=1, answer=[text], at=at)
    return attempts.hand_in(attempt, at=at)
