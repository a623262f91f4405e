from datetime import timedelta

import pytest
from django.utils import timezone

from core.domain import jobs
from core.models import AuditEvent, Job
from exams.domain.delivery import sittings
from exams.domain.taking import attempts
from exams.errors import PaperCannotBeFilled
from exams.models import Sitting
from notices.models import Notice
from tests.cast import Cast
from tests.factories.exams import (
    AttemptFactory,
    ExamFactory,
    QuestionVersionFactory,
    SittingFactory,
    paper_of,
)
from tests.factories.people import EmployeeFactory
from tests.factories.records import AudienceFactory

pytestmark = pytest.mark.django_db


def test_an_offer_takes_the_audience_of_the_opening_day_and_tells_it(cast: Cast) -> None:
    exam = paper_of(QuestionVersionFactory()).exam
    opens = timezone.now() - timedelta(minutes=1)
    audience = AudienceFactory()
    audience.departments.set([cast.hotline])
    sitting = sittings.offer(
        exam=exam, audience=audience, opens_at=opens, closes_at=opens + timedelta(days=7), by=cast.hr
    )
    assert sitting.audience.on == timezone.localdate(opens)
    assert set(sitting.audience.members.values_list("employee__name", flat=True)) == {
        "周明",
        "王小雨",
        "李静",
    }
    event = AuditEvent.objects.get(verb="offered")
    assert (event.by_name, event.object) == ("孙丽", f"exams.sitting:{sitting.pk}")
    assert Job.objects.filter(name="exams.announce").count() == 1
    assert Notice.objects.count() == 0
    jobs.run_due()
    assert {notice.user for notice in Notice.objects.all()} == {cast.manager, cast.newcomer, cast.employee}
    assert {notice.kind for notice in Notice.objects.all()} == {"sitting_open"}


def test_a_paper_that_cannot_be_filled_is_not_offered() -> None:
    now = timezone.now()
    with pytest.raises(PaperCannotBeFilled):
        sittings.offer(
            exam=ExamFactory(), audience=AudienceFactory(), opens_at=now, closes_at=now + timedelta(1)
        )
    assert Sitting.objects.count() == 0


def test_who_sees_which_sittings(cast: Cast) -> None:
    hers = SittingFactory(employees=[cast.employee.employee])
    other = SittingFactory(employees=[cast.stranger.employee])
    seen = {name: set(Sitting.objects.visible_to(user)) for name, user in cast.users().items()}
    assert seen == {
        "newcomer": set(),
        "employee": {hers},
        "trainer": {hers, other},
        "assessor": set(),
        "manager": set(),
        "hr": {hers, other},
        "auditor": {hers, other},
        "stranger": {other},
    }


def test_an_offer_tells_what_is_left(cast: Cast) -> None:
    person = cast.employee.employee
    sitting = paper_of(QuestionVersionFactory(), employees=[person], attempts=2)
    now = timezone.now()
    fresh = sittings.offer_to(person, sitting, at=now)
    assert (fresh.attempts_left, fresh.running, fresh.may_start) == (2, None, True)
    attempt = AttemptFactory(employee=person, sitting=sitting)
    running = sittings.offer_to(person, sitting, at=now)
    assert (running.attempts_left, running.running) == (1, attempt)
    attempts.hand_in(attempt, at=now)
    attempts.hand_in(AttemptFactory(employee=person, sitting=sitting), at=now)
    spent = sittings.offer_to(person, sitting, at=now)
    assert (spent.attempts_left, spent.may_start) == (0, False)


def test_an_offer_hands_in_what_was_forgotten(cast: Cast) -> None:
    person = cast.employee.employee
    attempt = AttemptFactory(employee=person)
    later = attempt.deadline_at + timedelta(hours=1)
    (offer,) = sittings.offers(person, at=later)
    assert (offer.running, offer.attempts[0].handed_in_at) == (None, attempt.deadline_at)


def test_the_make_up_is_the_next_sitting_of_the_same_exam() -> None:
    person = EmployeeFactory()
    attempt = AttemptFactory(employee=person)
    now = timezone.now()
    assert sittings.next_sitting(attempt, at=now) is None
    window = {"opens_at": now + timedelta(days=7), "closes_at": now + timedelta(days=8)}
    SittingFactory(exam=attempt.sitting.exam, employees=[], **window)
    SittingFactory(employees=[person], **window)
    make_up = SittingFactory(exam=attempt.sitting.exam, employees=[person], **window)
    assert sittings.next_sitting(attempt, at=now) == make_up


def test_titles_fall_back_to_the_exams_own() -> None:
    sitting = SittingFactory(titles={"en": "Make-up"}, employees=[])
    sitting.exam.titles = {"zh-hans": "季度测验"}
    assert [sitting.titled(language) for language in ("en", "zh-hans", "zh-hant")] == [
        "Make-up",
        "Make-up",
        "Make-up",
    ]
    sitting.titles = {}
    assert [sitting.titled(language) for language in ("en", "zh-hant")] == ["季度测验", "季度测验"]
