"""Answers that a person marks: one marker, for a share of them a second, and a third where the two differ.

Every judgement is a row. One that comes when another stands already is kept beside it and does not count. The
mark follows from the judgements (`moderation`), and with the last mark of an attempt its result is booked, in
the transaction of that judgement.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.formats import number_format

from core.domain import audit
from courses.models import RubricVersion
from exams.domain.assessing import tallies
from exams.domain.marking import moderation, regrades, results
from exams.domain.marking.moderation import STEP
from exams.domain.marking.results import Writing
from exams.domain.taking import items
from exams.enums import MarkKind, RefusedMark
from exams.errors import AnswerChanged, BadMark, MarkedAlready, MarksHerself, NotAllCriteria
from exams.models import Attempt, Item, Mark, Marking, MarkingClaim, RefusedMarking
from people.models import User


@dataclass(frozen=True)
class Given:
    """A judgement as a marker gives it: points of the item, or points by criterion of the rubric."""

    points: Decimal | None = None
    criteria: Mapping[str, int] | None = None
    comment: str = ""


def fraction(item: Item, given: Given) -> Decimal:
    """What a judgement is as a fraction of the item's points, in millionths, half up.

    By a rubric: the share of its weights; nothing where a critical criterion is on its lowest level. Raises
    NotAllCriteria or BadMark.
    """
    if item.version.rubric:
        return _by_rubric(item.version.rubric, given.criteria or {})
    if given.points is None or not 0 <= given.points <= item.points:
        raise BadMark(BadMark.text % {"most": in_words(item.points)})
    return (given.points / item.points).quantize(STEP, rounding=ROUND_HALF_UP)


def _by_rubric(rubric: RubricVersion, points: Mapping[str, int]) -> Decimal:
    rows = rubric.rows()
    for row in rows:
        if points.get(row.code) not in {level.points for level in row.levels}:
            raise NotAllCriteria
    tally = tallies.tally(rows, points)
    return Decimal(0) if tally.critical_fail else tally.fraction


def stamp(given: Sequence[str]) -> str:
    """What tells an answer from any other: a judgement names the one that it is about."""
    return hashlib.sha256(json.dumps(list(given)).encode()).hexdigest()


def mark(*, item: Item, place: int, given: Given, seen: str, marker: User, at: datetime) -> Marking:
    """Judge an answer as its first, second or third marker; the same judgement again is acknowledged.

    `seen` is the stamp of the answer that was read. Raises AnswerChanged or MarkedAlready, with the judgement
    kept but not counted; MarksHerself; BadMark or NotAllCriteria.
    """
    worth = fraction(item, given)
    said = {"criteria": dict(given.criteria or {}), "comment": given.comment, "fraction": worth}
    with transaction.atomic():
        attempt = _locked(item)
        if attempt.employee == marker.as_employee:
            raise MarksHerself
        standing = standing_of(item)
        refused = RefusedMark.TAKEN if _is_as_seen(attempt, item, seen) else RefusedMark.STALE
        if refused == RefusedMark.TAKEN and _is_next(item, place, standing, marker):
            made = Marking.objects.create(item=item, place=place, marker=marker, at=at, **said)
            _settle(attempt, item, [*standing, made], marker, at)
            return made
        if again := _again(standing, place, marker, worth):
            return again
        RefusedMarking.objects.create(item=item, place=place, marker=marker, at=at, refused=refused, **said)
    raise AnswerChanged if refused == RefusedMark.STALE else _taken(item, standing, place)


def correct(*, marking: Marking, given: Given, reason: str, marker: User, at: datetime) -> Marking:
    """Change one's own judgement, with a reason; what stood stays in the file. A result that was booked by it
    is put right.

    Raises MarkedAlready where it was corrected meanwhile, MarksHerself, BadMark or NotAllCriteria.
    """
    item = marking.item
    worth = fraction(item, given)
    said = {"criteria": dict(given.criteria or {}), "comment": given.comment, "fraction": worth}
    with transaction.atomic():
        attempt = _locked(item)
        standing = standing_of(item)
        current = next(one for one in standing if one.place == marking.place)
        if current.pk == marking.pk and current.marker == marker:
            made = Marking.objects.create(
                item=item,
                place=marking.place,
                seq=current.seq + 1,
                marker=marker,
                reason=reason,
                at=at,
                **said,
            )
            latest = [made if one.place == made.place else one for one in standing]
            _settle(attempt, item, latest, marker, at, reason=reason)
            return made
        RefusedMarking.objects.create(
            item=item, place=marking.place, marker=marker, at=at, refused=RefusedMark.STALE, **said
        )
    raise _taken(item, standing, marking.place)


def standing_of(item: Item) -> list[Marking]:
    """The judgement that counts of each place, the first marker's first."""
    found = {one.place: one for one in item.markings.select_related("marker").order_by("place", "seq")}
    return [found[place] for place in sorted(found)]


def _locked(item: Item) -> Attempt:
    """The attempt, held: two markers of the last two answers book one result, and see each other's mark."""
    return Attempt.objects.whole().select_for_update(of=("self",)).get(pk=item.attempt_id)


def _is_as_seen(attempt: Attempt, item: Item, seen: str) -> bool:
    """Whether the answer still is the one that was read: not of a paper that was reopened meanwhile."""
    if attempt.handed_in_at is None:
        return False
    return any(state.pk == item.pk and stamp(state.given) == seen for state in items.of(attempt))


def _is_next(item: Item, place: int, standing: Sequence[Marking], marker: User) -> bool:
    """Whether nobody has judged in this place, and she in no other; and no mark stands yet."""
    if place != len(standing) + 1 or any(one.marker == marker for one in standing):
        return False
    return not Mark.objects.standing().filter(item=item).exists()


def _again(standing: Sequence[Marking], place: int, marker: User, worth: Decimal) -> Marking | None:
    same = (one for one in standing if (one.place, one.marker, one.fraction) == (place, marker, worth))
    return next(same, None)


def _taken(item: Item, standing: Sequence[Marking], place: int) -> MarkedAlready:
    """Who was first, and with how many points; a blind second marker who was too late may know it now."""
    by = next((one for one in standing if one.place == place), standing[-1] if standing else None)
    if by is None:
        return MarkedAlready(by=str(RefusedMark.TAKEN.label), points="–")
    return MarkedAlready(by=str(by.marker), points=in_words(by.fraction * item.points))


def in_words(points: Decimal) -> str:
    """Points without zeros that say nothing."""
    plain = f"{points.quantize(Decimal('0.01')).normalize():f}"
    return number_format(plain)


def _settle(
    attempt: Attempt, item: Item, standing: Sequence[Marking], marker: User, at: datetime, reason: str = ""
) -> None:
    """Write the mark once enough have judged, apply what was decided about the question, and book the result
    once nothing else waits."""
    MarkingClaim.objects.filter(item=item, marker=marker).delete()
    fractions = [one.fraction for one in standing]
    share, gap = moderation.policy(attempt.marking)
    second = moderation.has_second(attempt.nonce, item.pk, share)
    last = Mark.objects.filter(item=item).aggregate(last=Max("seq"))["last"]
    if last is None and len(fractions) < moderation.needed(fractions, second=second, gap=gap):
        return
    Mark.objects.create(
        item=item,
        seq=0 if last is None else last + 1,
        fraction=moderation.final(fractions),
        kind=MarkKind.HUMAN,
        reason=reason,
        at=at,
        **audit.actor(marker),
    )
    states = regrades.applied(items.of_many([attempt.pk]), at=at)
    if changed := results.write([attempt], Writing(at, by=marker, reason=reason), states=states):
        kind = "exam_regraded" if reason else "exam_result"
        results.tell(changed, kind=kind, **({"reason": reason} if reason else {}))
