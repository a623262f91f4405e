from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from core.domain import jobs
from core.models import AuditEvent, Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    """A kind of work whose effect is a row; `fail` makes it break before the effect."""

    def work(job: Job) -> None:
        if job.payload.get("fail"):
            raise RuntimeError("no paper in the printer")
        with transaction.atomic():
            if jobs.finish(job):
                AuditEvent.objects.create(verb="printed", object=f"core.job:{job.pk}")

    jobs.register("test.print")(work)
    yield
    del jobs.handlers["test.print"]


@pytest.fixture
def sent(monkeypatch):
    messages: list[int] = []
    monkeypatch.setattr(jobs, "wake", messages.append)
    return messages


def effects() -> int:
    return AuditEvent.objects.filter(verb="printed").count()


def test_two_handlers_of_one_name_are_refused(handler):
    with pytest.raises(ValueError, match=r"test\.print"):
        jobs.register("test.print")(lambda job: None)


def test_a_job_is_owed_once_for_its_key(handler, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = jobs.owe("test.print", key=7, copies=2), jobs.owe("test.print", key=7, copies=9)
    assert first == second
    assert Job.objects.get().payload == {"copies": 2}
    assert sent == [first.pk]


def test_a_job_of_a_rolled_back_transaction_was_never_owed(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        jobs.owe("test.print", key=7)
        transaction.set_rollback(True)
    assert (Job.objects.count(), sent) == (0, [])


def test_a_job_runs_once_however_often_its_message_comes(handler, sent):
    job = jobs.owe("test.print", key=7)
    assert [jobs.run(job.pk) for _ in range(3)] == [True, False, False]
    assert effects() == 1
    job.refresh_from_db()
    assert (job.attempts, job.lease_until, job.done_at is not None) == (1, None, True)


def test_a_worker_whose_lease_was_taken_over_has_no_effect(handler, sent):
    job = jobs.owe("test.print", key=7)
    now = timezone.now()
    dead = jobs.claim(job.pk, at=now)
    assert jobs.claim(job.pk, at=now) is None
    assert jobs.claim(job.pk, at=now + jobs.LEASE + timedelta(seconds=1)) is not None
    jobs.handlers["test.print"](dead)
    assert effects() == 0


def test_a_failure_is_kept_in_words_and_tried_again_later(handler, sent):
    job = jobs.owe("test.print", key=7, fail=True)
    assert jobs.run(job.pk) is False
    job.refresh_from_db()
    assert job.error == "RuntimeError: no paper in the printer"
    assert job.due_at > timezone.now() + timedelta(seconds=50)
    assert (job.attempts, job.given_up_at, effects()) == (1, None, 0)


def test_a_job_that_fails_for_ever_is_given_up_and_stays_visible(handler, sent):
    job = jobs.owe("test.print", key=7, fail=True)
    for _ in range(jobs.MAX_ATTEMPTS):
        Job.objects.filter(pk=job.pk).update(due_at=timezone.now())
        jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.attempts, job.given_up_at is not None) == (jobs.MAX_ATTEMPTS, True)
    assert jobs.sweep(at=timezone.now() + timedelta(days=9)) == []


def test_the_sweeper_sends_a_lost_message_again_but_only_once_a_lease(handler, sent):
    job = jobs.owe("test.print", key=7)
    now = timezone.now()
    assert jobs.sweep(at=now) == []
    late = now + jobs.LEASE + timedelta(seconds=1)
    assert [jobs.sweep(at=late), jobs.sweep(at=late + timedelta(seconds=5))] == [[job.pk], []]
    assert sent == [job.pk]
    assert jobs.run(job.pk) is True


def test_the_sweeper_sends_at_most_its_limit(handler, sent):
    for number in range(jobs.SWEEP_LIMIT + 5):
        jobs.owe("test.print", key=number)
    late = timezone.now() + jobs.LEASE + timedelta(seconds=1)
    assert [len(jobs.sweep(at=late)), len(jobs.sweep(at=late)), len(jobs.sweep(at=late))] == [20, 5, 0]


def test_work_owed_for_a_later_day_waits(handler, sent):
    tomorrow = timezone.now() + timedelta(days=1)
    job = jobs.owe("test.print", key=7, at=tomorrow)
    assert jobs.run(job.pk) is False
    assert jobs.sweep(at=tomorrow + timedelta(seconds=1)) == [job.pk]


def test_run_due_does_everything_that_waits(handler, sent):
    for number in range(3):
        jobs.owe("test.print", key=number)
    jobs.owe("test.print", key="bad", fail=True)
    assert jobs.run_due() == 3
    assert effects() == 3


def test_what_was_given_up_is_tried_again_from_the_start(handler, sent, django_capture_on_commit_callbacks):
    job = jobs.owe("test.print", key=7)
    now = timezone.now()
    Job.objects.update(given_up_at=now, attempts=8, error="RuntimeError: no paper")
    with django_capture_on_commit_callbacks(execute=True):
        answers = [jobs.reopen(job, at=now), jobs.reopen(job, at=now)]
    assert (answers, sent) == ([True, False], [job.pk])
    assert jobs.run(job.pk) is True
    job.refresh_from_db()
    assert (job.attempts, job.error, job.given_up_at) == (1, "", None)


def test_run_due_does_what_is_due_at_another_moment(handler, sent):
    tomorrow = timezone.now() + timedelta(days=1)
    jobs.owe("test.print", key=7, at=tomorrow)
    jobs.owe("test.print", key=8, at=tomorrow, fail=True)
    assert jobs.run_due() == 0
    assert jobs.run_due(at=tomorrow + timedelta(seconds=1)) == 1
