"""Saving a score: under the assessment's row lock, so that no submission overtakes it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from exams.enums import Refused
from exams.errors import BadScore, ScoreLate, ScoreStale
from exams.models import Assessment, CriterionScore, RefusedScore


def latest(assessments: Iterable[Assessment]) -> dict[int, dict[str, CriterionScore]]:
    """The score that counts for each criterion, by assessment, in one query."""
    found: dict[int, dict[str, CriterionScore]] = defaultdict(dict)
    rows = CriterionScore.objects.filter(assessment__in=[one.pk for one in assessments])
    for row in rows.order_by("seq"):
        found[row.assessment_id][row.criterion] = row
    return found


def save(
    *, assessment: Assessment, criterion: str, seq: int, points: int | None, comment: str, at: datetime
) -> CriterionScore:
    """Save a score as number `seq` of its criterion.

    The same score under the same number is acknowledged again. Raises ScoreStale or ScoreLate, with the score
    kept beside, or BadScore.
    """
    _check(assessment, criterion, points)
    given = {"criterion": criterion, "seq": seq, "points": points, "comment": comment}
    with transaction.atomic():
        # Plain columns only: PostgreSQL locks and reads again the row of this one table.
        current = Assessment.objects.select_for_update().get(pk=assessment.pk)
        last = current.scores.filter(criterion=criterion).order_by("-seq").first()
        if current.is_open and seq == (last.seq if last else 0) + 1:
            return CriterionScore.objects.create(assessment=current, at=at, **given)
        if acknowledged := current.scores.filter(**given).first():
            return acknowledged
        reason = Refused.STALE if current.is_open else Refused.LATE
        RefusedScore.objects.create(assessment=current, at=at, reason=reason, **given)
    if reason == Refused.LATE:
        raise ScoreLate
    raise _stale(last)


def _check(assessment: Assessment, criterion: str, points: int | None) -> None:
    """Raises BadScore for what the pinned rubric does not have."""
    rows = {row.code: row for row in assessment.criteria}
    if criterion not in rows:
        raise BadScore
    if points is not None and points not in {level.points for level in rows[criterion].levels}:
        raise BadScore


def _stale(last: CriterionScore | None) -> ScoreStale:
    if last is None:
        return ScoreStale(seq=0, points=None, comment="", at=None)
    return ScoreStale(seq=last.seq, points=last.points, comment=last.comment, at=last.at)
