"""What is said of a question beside its versions: tags, whether it is reserved, its topic."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core.domain import audit
from exams.models import Question, Tag, Topic
from people.models import User


def put(question: Question, *, tags: Iterable[str], reserved: bool, by: User) -> bool:
    """Let the question have exactly these tags, and be reserved or not. False where it was so already."""
    with transaction.atomic():
        was = _labels(question)
        question.tags.set(Tag.objects.named(tags))
        question.reserved = reserved
        question.save(update_fields=["reserved"])
        now = _labels(question)
        if now != was:
            audit.record(by=by, verb="labelled", obj=question, was=was, now=now)
    return now != was


def add_tags(questions: Iterable[Question], *, tags: Iterable[str], by: User) -> None:
    """Give questions more tags; those they have stay."""
    with transaction.atomic():
        added = Tag.objects.named(tags)
        links = Question.tags.through
        links.objects.bulk_create(
            (links(question_id=question.pk, tag_id=tag.pk) for question in questions for tag in added),
            ignore_conflicts=True,
        )
        for question in questions:
            audit.record(by=by, verb="tagged", obj=question, tags=[tag.name for tag in added])


def move(questions: Iterable[Question], *, topic: Topic, by: User) -> int:
    """Put questions into another topic; their codes stay. Gives how many were moved."""
    with transaction.atomic():
        moved = [question for question in questions if question.topic_id != topic.pk]
        Question.objects.filter(pk__in=[question.pk for question in moved]).update(topic=topic)
        for question in moved:
            audit.record(by=by, verb="moved", obj=question, was=question.topic_id, now=topic.pk)
    return len(moved)


def _labels(question: Question) -> dict[str, Any]:
    return {"tags": sorted(question.tags.values_list("name", flat=True)), "reserved": question.reserved}
