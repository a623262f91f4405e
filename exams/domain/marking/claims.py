"""The queue of answers that wait for a marker, and who has which of them before her."""

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from exams import kinds
from exams.domain.delivery import ahead
from exams.models import Attempt, Item, Mark, Marking, MarkingClaim, Topic
from people.enums import Role
from people.models import User

LEASE = timedelta(minutes=10)
TRIES = 10
KEY = 20


@dataclass(frozen=True)
class Task:
    """An answer to be judged, as its first, second or third marker."""

    item: Item
    place: int


@dataclass(frozen=True)
class Pile:
    """Answers that wait together: to one version of a question, or of one paper."""

    version: int
    attempt: int
    waiting: int
    oldest: datetime


def judged() -> list[str]:
    """The kinds of question that a person marks."""
    return [name for name in kinds.names() if kinds.get(name).is_judged_by_a_person]


def waiting(marker: User, *, at: datetime) -> QuerySet[Item]:
    """What waits for this marker: not her own paper, nothing that she judged already, nothing of a test that
    she is still to take. `done` is how many have judged it."""
    marks = Mark.objects.standing().filter(item=OuterRef("pk"))
    judged_by_her = Marking.objects.filter(item=OuterRef("pk"), marker=marker)
    found = _within_reach(marker, at).filter(~Exists(marks), ~Exists(judged_by_her))
    return found.annotate(done=Coalesce(Max("markings__place"), 0))


def hers(marker: User, *, at: datetime) -> QuerySet[Any]:
    """What a marker may judge, be it marked already or not: a late judgement is kept beside the one that
    stands."""
    return _within_reach(marker, at).order_by().values("pk")


def may_mark(user: User, item: Item, *, at: datetime) -> bool:
    """Whether somebody may judge an answer, marked already or not."""
    return user.has_perm("exams.mark") and hers(user, at=at).filter(pk=item.pk).exists()


def _within_reach(marker: User, at: datetime) -> QuerySet[Item]:
    found = Item.objects.filter(version__kind__in=judged(), attempt__handed_in_at__isnull=False)
    if not (marker.is_superuser or marker.has_role(Role.ASSESSOR)):
        found = found.filter(version__question__topic__in=Topic.objects.visible_to(marker))
    own = marker.as_employee
    if own:
        found = found.exclude(attempt__employee=own).exclude(
            attempt__sitting__exam__in=ahead.exams(own, at=at)
        )
    return found


def piles(marker: User, *, at: datetime, by: str = "version") -> list[Pile]:
    """What waits by question or by paper, the oldest first."""
    asked = waiting(marker, at=at).order_by()
    column = "version" if by == "version" else "attempt"
    ids = Item.objects.filter(pk__in=asked.values("pk")).order_by().values(column)
    rows = ids.annotate(
        waiting=Count("pk"), oldest=Min("attempt__handed_in_at"), sample=Min("version"), paper=Min("attempt")
    )
    return [
        Pile(row["sample"], row["paper"], row["waiting"], row["oldest"])
        for row in rows.order_by("oldest", column)
    ]


def paper_key(nonce: str) -> str:
    """What the address of a paper's pile calls it: it does not lead to the paper, nor to whose it is."""
    return hmac.digest(nonce.encode(), b"pile", "sha256").hex()[:KEY]


def paper(marker: User, key: str, *, at: datetime) -> int | None:
    """The attempt that an address means, of those that wait for the marker."""
    asked = Item.objects.filter(pk__in=waiting(marker, at=at).order_by().values("pk")).order_by()
    papers = asked.values_list("attempt", "attempt__nonce").distinct()
    return next((pk for pk, nonce in papers if hmac.compare_digest(paper_key(nonce), key)), None)


def is_read_blindly(attempt: Attempt, marker: User, *, at: datetime) -> bool:
    """Whether answers of a paper wait for somebody who must not know whose they are."""
    if not (attempt.sitting.exam.is_anonymous and marker.has_perm("exams.mark")):
        return False
    return waiting(marker, at=at).filter(attempt=attempt).exists()


def next_task(
    marker: User,
    *,
    at: datetime,
    version: int | None = None,
    attempt: int | None = None,
    skip: Collection[int] = (),
) -> Task | None:
    """The next answer of a pile, claimed for ten minutes: what she has before her already, else the one that
    waits longest and that nobody else has."""
    pile = waiting(marker, at=at)
    if version is not None:
        pile = pile.filter(version=version)
    if attempt is not None:
        pile = pile.filter(attempt=attempt)
    claimed = MarkingClaim.objects.filter(item=OuterRef("pk"), until__gt=at)
    free = pile.exclude(pk__in=skip).filter(~Exists(claimed.exclude(marker=marker)))
    related = free.select_related("version__rubric", "attempt__sitting__exam", "attempt__employee")
    item: Any
    for item in related.order_by("attempt__handed_in_at", "attempt", "position")[:TRIES]:
        if claim(item=item, place=item.done + 1, marker=marker, at=at):
            return Task(item, item.done + 1)
    return None


def claim(*, item: Item, place: int, marker: User, at: datetime) -> bool:
    """Take an answer, or keep it; False where somebody else has it now."""
    mine = Q(marker=marker) | Q(until__lte=at)
    held = MarkingClaim.objects.filter(mine, item=item, place=place)
    if held.update(marker=marker, until=at + LEASE):
        return True
    try:
        with transaction.atomic():
            MarkingClaim.objects.create(item=item, place=place, marker=marker, until=at + LEASE)
    except IntegrityError:
        return False
    return True


def release(*, marker: User) -> None:
    """Give back what she has before her and will not mark now."""
    MarkingClaim.objects.filter(marker=marker).delete()
