from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from exams.domain.analysis import exam_reports
from exams.domain.delivery import ahead
from exams.domain.delivery.deadlines import GRACE
from exams.domain.marking import reviews, scores
from exams.domain.taking import attempts, items
from exams.enums import Preset
from exams.models import Attempt, Exam, Sitting
from exams.models.disclosure import preset
from people.models import User
from records import evidence
from records.models import AudienceMember, Entry
from tests.cast import Cast
from tests.factories.exams import (
    AttemptFactory,
    OverrideFactory,
    QuestionVersionFactory,
    SittingFactory,
    TopicFactory,
    answer,
    paper_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(cast: Cast) -> Attempt:
    """Handed in: the first answer right, the second wrong; only the trainer trains the first one's topic."""
    hers = TopicFactory(name="电话礼仪", trainers=[cast.trainer])
    foreign = TopicFactory(name="投诉处理", trainers=[cast.stranger])
    versions = [QuestionVersionFactory(question__topic=topic) for topic in (hers, foreign)]
    open_attempt = AttemptFactory(
        employee=cast.employee.employee, sitting=paper_of(*versions, employees=[cast.employee.employee])
    )
    answer(open_attempt, 1, "a")
    answer(open_attempt, 2, "b")
    return attempts.hand_in(open_attempt, at=timezone.now())


def policy(attempt: Attempt, review: Preset) -> None:
    attempt.sitting.exam.review = preset(review)
    attempt.sitting.exam.save()


@pytest.mark.parametrize(
    ("review", "at_once", "after_closing"),
    [(Preset.NEVER, False, False), (Preset.HANDED_IN, True, True), (Preset.CLOSED, False, True)],
)
def test_the_policy_releases_the_paper(
    attempt: Attempt, review: Preset, at_once: bool, after_closing: bool
) -> None:
    policy(attempt, review)
    closing = attempt.sitting.closes_at
    moments = (timezone.now(), closing + GRACE - timedelta(seconds=1), closing + GRACE)
    assert [reviews.is_released(attempt, at) for at in moments] == [at_once, at_once, after_closing]


def test_keys_wait_for_the_last_open_attempt(attempt: Attempt, cast: Cast) -> None:
    policy(attempt, Preset.CLOSED)
    other = AttemptFactory(employee=cast.newcomer.employee, sitting=invite(attempt.sitting, cast.newcomer))
    later = attempt.sitting.closes_at + timedelta(hours=1)
    released = [reviews.is_released(attempt, later)]
    attempts.hand_in(other, at=later)
    assert [*released, reviews.is_released(attempt, later)] == [False, True]


def invite(sitting: Sitting, user: User) -> Sitting:
    AudienceMember.objects.create(snapshot=sitting.audience, employee=user.employee)
    return sitting


def points_shown(attempt: Attempt, reader: User) -> list[Decimal | None]:
    found = reviews.lines(attempt, items.of(attempt), reader=reader, at=timezone.now())
    return [line.fraction for line in found]


def test_points_tell_the_key_and_go_where_it_goes(attempt: Attempt, cast: Cast) -> None:
    assert points_shown(attempt, cast.employee) == [1, 0]
    assert points_shown(attempt, cast.trainer) == [1, None]
    assert points_shown(attempt, cast.hr) == [None, None]
    assert points_shown(attempt, cast.auditor) == [None, None]


@pytest.mark.parametrize("who", ["hr", "trainer"])
def test_who_is_still_to_take_the_test_reads_nobodys_answers(attempt: Attempt, cast: Cast, who: str) -> None:
    reader = getattr(cast, who)
    shown = [len(points_shown(attempt, reader))]
    invite(attempt.sitting, reader)
    shown.append(len(points_shown(attempt, reader)))
    own = AttemptFactory(employee=reader.employee, sitting=attempt.sitting)
    shown.append(len(points_shown(attempt, reader)))
    attempts.hand_in(own, at=timezone.now())
    assert [*shown, len(points_shown(attempt, reader))] == [2, 0, 0, 2]


@pytest.mark.parametrize(
    ("before", "after"),
    [("closed", False), ("an attempt left", True), ("tomorrow", True), ("later for her", True)],
)
def test_whose_test_lies_ahead_reads_marks_and_counts_nothing_of_it(
    attempt: Attempt, cast: Cast, before: str, after: bool
) -> None:
    """One rule for the paper, the marker's queue and the statistics."""
    trainer, now = cast.trainer, timezone.now()
    exam, hour = attempt.sitting.exam, timedelta(hours=1)
    opens = now + hour if before == "tomorrow" else now - 2 * hour
    closes = now - hour if before in ("closed", "later for her") else now + 2 * hour
    sitting = SittingFactory(exam=exam, employees=[trainer.employee], opens_at=opens, closes_at=closes)
    if before == "later for her":
        OverrideFactory(sitting=sitting, employee=trainer.employee, closes_at=now + hour)
    if before == "an attempt left":
        Exam.objects.filter(pk=exam.pk).update(attempts=2)
        attempts.hand_in(AttemptFactory(employee=trainer.employee, sitting=sitting), at=now)
    assert reviews.awaits(attempt, trainer, now) is after
    assert exam_reports.awaits(trainer, exam, at=now) is after
    assert (exam.pk in ahead.exams(trainer.employee, at=now)) is after


def keys_shown(attempt: Attempt, reader: User) -> list[tuple[bool, bool]]:
    """For each question whether the right option and the reason are shown."""
    found = reviews.lines(attempt, items.of(attempt), reader=reader, at=timezone.now())
    return [
        (any(choice.right is not None for choice in line.choices), bool(line.explanation)) for line in found
    ]


def test_keys_go_to_the_candidate_by_policy_and_else_to_the_topics_trainers(
    attempt: Attempt, cast: Cast
) -> None:
    shown, hidden = (True, True), (False, False)
    for review, owner in ((Preset.HANDED_IN, [shown, shown]), (Preset.NEVER, [])):
        policy(attempt, review)
        assert keys_shown(attempt, cast.employee) == owner
        assert keys_shown(attempt, cast.trainer) == [shown, hidden]
        assert keys_shown(attempt, cast.hr) == [hidden, hidden]
        assert keys_shown(attempt, cast.auditor) == [hidden, hidden]


def test_a_line_tells_the_answer_and_what_it_earned(attempt: Attempt, cast: Cast) -> None:
    with translation.override("zh-hans"):
        right, wrong = reviews.lines(attempt, items.of(attempt), reader=cast.employee, at=timezone.now())
    assert [(choice.text, choice.chosen, choice.right) for choice in wrong.choices] == [
        ("甲", False, True),
        ("乙", True, False),
        ("丙", False, False),
        ("丁", False, False),
    ]
    assert (right.earned, wrong.earned, wrong.answered) == (Decimal(1), Decimal(0), True)
    assert wrong.explanation.startswith("解析Q")


def test_who_sees_which_attempts(attempt: Attempt, cast: Cast) -> None:
    seen = {name for name, user in cast.users().items() if Attempt.objects.visible_to(user).exists()}
    assert seen == {"employee", "trainer", "hr", "auditor"}


def test_the_evidence_behind_the_entry(attempt: Attempt, cast: Cast) -> None:
    entry = Entry.objects.get()
    result, paper = f"/exams/attempts/{attempt.pk}/result/", f"/exams/attempts/{attempt.pk}/review/"
    assert {name: evidence.address(entry, user) for name, user in cast.users().items()} == {
        "newcomer": None,
        "employee": result,
        "trainer": paper,
        "assessor": None,
        "manager": None,
        "hr": paper,
        "auditor": paper,
        "stranger": None,
    }


def test_weak_topics_are_those_where_points_were_lost(attempt: Attempt) -> None:
    assert scores.weak_topics(items.of(attempt)) == ["投诉处理"]
