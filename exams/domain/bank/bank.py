"""The verbs of the question bank: topics made, questions added, followed by new versions, retired."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.domain import audit, counters
from core.html import safe
from exams.domain.bank import codes
from exams.domain.taking.shelves import HTML
from exams.enums import Difficulty
from exams.errors import QuestionChangedMeanwhile
from exams.models import Question, QuestionVersion, Topic
from people.models import User


@dataclass(frozen=True)
class Wording:
    """All that a version of a question says; the columns are those of QuestionVersion."""

    kind: str
    language: str
    texts: dict[str, dict[str, Any]]
    key: dict[str, Any]
    difficulty: str = Difficulty.MEDIUM
    level: int | None = None
    points: Decimal = Decimal(1)
    cites_page: UUID | None = None
    cites_block: str = ""
    cites_fingerprint: str = ""
    rubric_id: int | None = None

    @classmethod
    def of(cls, version: QuestionVersion) -> "Wording":
        return cls(**{column.name: getattr(version, column.name) for column in fields(cls)})

    def as_version(
        self, question: Question, number: int, *, by: Any, at: datetime, is_draft: bool
    ) -> QuestionVersion:
        columns = {column.name: getattr(self, column.name) for column in fields(self)}
        columns["texts"] = {code: _safe(text) for code, text in self.texts.items()}
        return QuestionVersion(
            question=question, number=number, at=at, is_draft=is_draft, **columns, **audit.actor(by)
        )


def _safe(text: dict[str, Any]) -> dict[str, Any]:
    """Formatted words with safe structure only; plain ones as they are."""
    return _cleaned(text) if text.get("format") == HTML else text


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(part) for name, part in value.items()}
    return safe(value) if isinstance(value, str) else value


def make_topic(
    *,
    name: str,
    by: User | None,
    parent: Topic | None = None,
    trainers: Iterable[User] | None = None,
    needs_review: bool = False,
) -> Topic:
    """A topic. What a trainer makes is hers, what a command makes is every trainer's."""
    with transaction.atomic():
        code = codes.free(Topic, name)
        topic = Topic.objects.create(name=name, code=code, parent=parent, needs_review=needs_review)
        topic.trainers.set(trainers if trainers is not None else [by] if by else [])
        audit.record(by=by, verb="made topic", obj=topic, name=name)
    return topic


def find_topic(name: str, *, by: User | None) -> Topic | None:
    """The topic of this code or name, among those whose questions the user may see."""
    seen = Topic.objects.all() if by is None else Topic.objects.visible_to(by)
    return seen.filter(code=name).first() or seen.filter(name=name).order_by("pk").first()


def add(
    *, topic: Topic, wording: Wording, by: User | None, at: datetime | None = None, is_draft: bool = False
) -> Question:
    """A new question under the next number of its topic."""
    with transaction.atomic():
        wordings = {_next_code(topic): wording}
        return add_all(topic=topic, wordings=wordings, by=by, at=at, is_draft=is_draft)[0]


def add_all(
    *,
    topic: Topic,
    wordings: Mapping[str, Wording],
    by: User | None,
    at: datetime | None = None,
    is_draft: bool = False,
) -> list[Question]:
    """New questions by their codes, each with its first version: ready, unless it is to be a draft or the
    topic asks that a second person reviews it."""
    at, is_draft = at or timezone.now(), is_draft or topic.needs_review
    with transaction.atomic():
        questions = Question.objects.bulk_create(Question(code=code, topic=topic) for code in wordings)
        QuestionVersion.objects.bulk_create(
            wordings[question.code].as_version(question, 1, by=by, at=at, is_draft=is_draft)
            for question in questions
        )
    return questions


def revise(
    *,
    question: Question,
    based_on: int,
    wording: Wording,
    by: User | None,
    at: datetime | None = None,
    is_draft: bool = False,
) -> QuestionVersion:
    """The version that follows number `based_on`; the same words make none.

    Raises QuestionChangedMeanwhile where a newer one stands already.
    """
    with transaction.atomic():
        question.topic = Topic.objects.select_for_update().get(pk=question.topic_id)  # as an import does
        newest = question.versions.latest().get()
        if newest.number != based_on:
            raise QuestionChangedMeanwhile(number=newest.number, by=newest.by_name)
        if wording == Wording.of(newest):
            return newest
        return revise_all([(newest, wording)], by=by, at=at, is_draft=is_draft)[0]


def revise_all(
    changes: Iterable[tuple[QuestionVersion, Wording]],
    *,
    by: User | None,
    at: datetime | None = None,
    is_draft: bool = False,
) -> list[QuestionVersion]:
    """The version after each of these, which must be the newest of its question."""
    at = at or timezone.now()
    return QuestionVersion.objects.bulk_create(
        wording.as_version(
            newest.question,
            newest.number + 1,
            by=by,
            at=at,
            is_draft=is_draft or newest.question.topic.needs_review,
        )
        for newest, wording in changes
    )


def newest(codes: Iterable[str]) -> dict[str, QuestionVersion]:
    """The newest versions of questions by their codes."""
    versions = QuestionVersion.objects.latest().filter(question__code__in=list(codes))
    return {version.question.code: version for version in versions.select_related("question__topic")}


def retire(question: Question, *, by: User, at: datetime | None = None) -> None:
    """Ask it no more from now on; papers and attempts that have it keep it."""
    _set_retired(question, at or timezone.now(), verb="retired", by=by)


def bring_back(question: Question, *, by: User) -> None:
    _set_retired(question, None, verb="brought back", by=by)


def _set_retired(question: Question, at: datetime | None, *, verb: str, by: User) -> None:
    with transaction.atomic():
        if Question.objects.filter(pk=question.pk, retired_at__isnull=at is not None).update(retired_at=at):
            audit.record(by=by, verb=verb, obj=question)
    question.retired_at = at


def _next_code(topic: Topic) -> str:
    """The next number of the topic that no imported question has."""
    while True:
        code = f"{topic.code}-{counters.next_number(f'question:{topic.code}'):04d}"
        if not Question.objects.filter(code=code).exists():
            return code
