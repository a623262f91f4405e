"""The life of a version written as a draft: submitted, approved or sent back; or simply made ready."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from core.domain import audit
from exams.enums import Verdict
from exams.errors import ReviewIsAsked, ReviewOutOfTurn, ReviewsHerself
from exams.models import Question, QuestionVersion, VersionReview
from people.models import User

# What may follow what; a version of which nothing was said yet is a mere draft.
NEXT: dict[str, set[str]] = {
    "": {Verdict.SUBMITTED, Verdict.RELEASED},
    Verdict.SENT_BACK: {Verdict.SUBMITTED, Verdict.RELEASED},
    Verdict.SUBMITTED: {Verdict.APPROVED, Verdict.SENT_BACK, Verdict.RELEASED},
}


def submit(version: QuestionVersion, *, by: User, at: datetime, note: str = "") -> VersionReview:
    """Ask that a second person looks at it. Raises ReviewOutOfTurn."""
    return _say(version, Verdict.SUBMITTED, by=by, at=at, note=note)


def approve(version: QuestionVersion, *, by: User, at: datetime, note: str = "") -> VersionReview:
    """Make a submitted version ready. Raises ReviewsHerself, ReviewOutOfTurn."""
    _check_second_person(version, by)
    return _say(version, Verdict.APPROVED, by=by, at=at, note=note)


def send_back(version: QuestionVersion, *, by: User, at: datetime, note: str) -> VersionReview:
    """Return a submitted version to whoever wrote it. Raises ReviewsHerself, ReviewOutOfTurn."""
    _check_second_person(version, by)
    return _say(version, Verdict.SENT_BACK, by=by, at=at, note=note)


def release(version: QuestionVersion, *, by: User, at: datetime) -> VersionReview:
    """Make a draft ready where its topic asks for no second person. Raises ReviewIsAsked, ReviewOutOfTurn."""
    if version.question.topic.needs_review:
        raise ReviewIsAsked
    return _say(version, Verdict.RELEASED, by=by, at=at)


def submit_all(questions: Iterable[Question], *, by: User, at: datetime) -> int:
    """Submit the newest versions that are mere drafts, or make them ready where no review is asked."""
    with transaction.atomic():
        _lock(questions)
        newest = QuestionVersion.objects.latest().filter(question__in=questions, is_draft=True)
        last = last_verdicts(newest)
        drafts = [
            one
            for one in newest.select_related("question__topic")
            if _may(last.get(one.pk), Verdict.SUBMITTED)
        ]
        VersionReview.objects.bulk_create(_review(one, _first_step(one), by=by, at=at) for one in drafts)
    return len(drafts)


def waiting_for(user: User) -> QuerySet[QuestionVersion]:
    """The submitted versions that the user may review: of her topics, and not her own."""
    later = VersionReview.objects.filter(version=OuterRef("version"), pk__gt=OuterRef("pk"))
    submitted = VersionReview.objects.filter(~Exists(later), verdict=Verdict.SUBMITTED)
    seen = QuestionVersion.objects.latest().visible_to(user).filter(question__retired_at=None)
    return seen.filter(pk__in=submitted.values("version")).exclude(by_id=user.pk)


def last_verdicts(versions: Iterable[QuestionVersion]) -> dict[int, str]:
    """What was said last, by version."""
    rows = VersionReview.objects.filter(version__in=versions).order_by("pk")
    return dict(rows.values_list("version", "verdict"))


def _first_step(version: QuestionVersion) -> Verdict:
    return Verdict.SUBMITTED if version.question.topic.needs_review else Verdict.RELEASED


def _say(
    version: QuestionVersion, verdict: Verdict, *, by: User, at: datetime, note: str = ""
) -> VersionReview:
    with transaction.atomic():
        _lock([version.question])
        if not version.is_draft or not _may(last_verdicts([version]).get(version.pk), verdict):
            raise ReviewOutOfTurn
        review = _review(version, verdict, by=by, at=at, note=note)
        review.save()
    return review


def _may(last: str | None, verdict: Verdict) -> bool:
    return verdict in NEXT.get(last or "", set())


def _review(
    version: QuestionVersion, verdict: Verdict, *, by: User, at: datetime, note: str = ""
) -> VersionReview:
    return VersionReview(
        version=version, verdict=verdict, note=note, at=at, author_id=version.by_id, **audit.actor(by)
    )


def _check_second_person(version: QuestionVersion, by: User) -> None:
    if version.by_id == by.pk:
        raise ReviewsHerself


def _lock(questions: Iterable[Question]) -> None:
    """Two verdicts on one version come one after the other."""
    list(Question.objects.select_for_update().filter(pk__in=[one.pk for one in questions]).order_by("pk"))
