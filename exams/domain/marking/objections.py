"""A candidate's query about a question of her reviewed paper: kept, answered by a trainer, and told."""

from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from core import texts
from core.domain import audit
from exams.domain.marking import reviews
from exams.enums import Shown
from exams.errors import AlreadyAnswered, NothingToQuery, QueryOpen
from exams.models import Attempt, Item, Objection, Regrade, Reply
from notices.domain import notices
from people.models import Employee, User


def ask(*, item: Item, text: str, by: Employee, at: datetime) -> Objection:
    """Ask about a question that is shown to her. Raises NothingToQuery, or QueryOpen while one is open."""
    attempt = item.attempt
    is_shown = attempt.handed_in_at and Shown.ATTEMPT in reviews.disclosed(attempt, at)
    if attempt.employee != by or not is_shown:
        raise NothingToQuery
    last = item.objections.order_by("-seq").first()
    if last and not Reply.objects.filter(objection=last).exists():
        raise QueryOpen
    try:
        with transaction.atomic():
            return Objection.objects.create(item=item, seq=last.seq + 1 if last else 1, text=text, at=at)
    except IntegrityError:
        raise QueryOpen from None


def reply(
    *, objection: Objection, text: str, by: User, at: datetime, regrade: Regrade | None = None
) -> Reply:
    """Answer a query; whoever asked is told. Raises AlreadyAnswered."""
    attempt = objection.item.attempt
    said = {"text": text, "regrade": regrade, "at": at, **audit.actor(by)}
    with transaction.atomic():
        answer, created = Reply.objects.get_or_create(objection=objection, defaults=said)
        if not created:
            raise AlreadyAnswered(by=answer.by_name)
        user = attempt.employee.user
        if user:
            title = texts.pick(attempt.sitting.exam.titles, user.language or settings.LANGUAGE_CODE)
            notices.tell(
                user,
                kind="query_answered",
                key=objection.pk,
                link=attempt.get_absolute_url(),
                title=title or attempt.sitting.exam.code,
            )
    return answer


def of(attempt: Attempt) -> dict[int, list[Objection]]:
    """The queries about a paper by the position of their question, each with its answer."""
    found: dict[int, list[Objection]] = defaultdict(list)
    asked = Objection.objects.filter(item__attempt=attempt).select_related("item", "reply")
    for objection in asked.order_by("item__position", "seq"):
        found[objection.item.position].append(objection)
    return dict(found)
