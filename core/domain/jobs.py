"""Work owed. `owe` writes the row in the caller's transaction; a worker claims, does and finishes it; the
sweeper sends again what was lost. A job may run twice or late: its effect is guarded by its own unique row,
and an effect inside the database shares a transaction with `finish`.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from celery import current_app
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.models import Job

LEASE = timedelta(minutes=2)
BACKOFF = timedelta(seconds=30)
MAX_ATTEMPTS = 8
SWEEP_LIMIT = 20

log = structlog.get_logger(__name__)
handlers: dict[str, Callable[[Job], None]] = {}


def register(name: str) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Name the function of one argument (the Job) that does this kind of work."""

    def decorate(handler: Callable[[Job], None]) -> Callable[[Job], None]:
        if name in handlers:
            raise ValueError(f"Two handlers for the job {name}")
        handlers[name] = handler
        return handler

    return decorate


def owe(name: str, *, key: Any, at: datetime | None = None, **payload: Any) -> Job:
    """Owe a job once for its key, in the caller's transaction; a second call returns the first row."""
    now = timezone.now()
    due = at or now
    job, created = Job.objects.get_or_create(
        name=name,
        key=str(key),
        defaults={"payload": payload, "due_at": due, "lease_until": now + LEASE if due <= now else None},
    )
    if created and due <= now:
        transaction.on_commit(lambda: wake(job.pk), robust=True)
    return job


def owe_all(name: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """Owe a job now for each key, in the caller's transaction and in two statements for any number."""
    now = timezone.now()
    rows = [
        Job(name=name, key=key, payload=payload, due_at=now, lease_until=now + LEASE)
        for key, payload in payloads.items()
    ]
    Job.objects.bulk_create(rows, ignore_conflicts=True)
    owed = Job.objects.filter(name=name, key__in=list(payloads), done_at=None)
    pks = list(owed.values_list("pk", flat=True))
    for pk in pks:
        transaction.on_commit(partial(wake, pk), robust=True)


def postpone(name: str, *, key: Any, at: datetime) -> None:
    """Move a job that nobody has begun to another moment, in the caller's transaction."""
    waiting = Job.objects.filter(name=name, key=str(key), done_at=None, attempts=0)
    waiting.update(due_at=at, lease_until=None, token="")


def wake(pk: int) -> None:
    """Tell the worker. A message that is lost costs time only: the sweeper sends it again."""
    current_app.send_task("core.tasks.run_job", args=[pk], ignore_result=True)


def claim(pk: int, *, at: datetime) -> Job | None:
    """Take the lease of an open job by one conditional UPDATE; None if another has it or it is done."""
    token = secrets.token_hex(16)
    taken = (
        Job.objects.claimable(at)
        .filter(pk=pk)
        .update(token=token, lease_until=at + LEASE, attempts=F("attempts") + 1)
    )
    return Job.objects.get(pk=pk) if taken else None


def finish(job: Job, *, at: datetime | None = None) -> bool:
    """Mark done if the lease is still ours. Call it in the transaction of an effect in the database."""
    mine = Job.objects.filter(pk=job.pk, token=job.token, done_at=None)
    return mine.update(done_at=at or timezone.now(), lease_until=None, error="") == 1


def run(pk: int, *, at: datetime | None = None) -> bool:
    """Claim and do one job. True if it is done by this call."""
    job = claim(pk, at=at or timezone.now())
    if job is None:
        return False
    try:
        _handler(job.name)(job)
    except Exception as error:
        _put_back(job, error, at=at or timezone.now())
        return False
    finish(job)
    return True


def _handler(name: str) -> Callable[[Job], None]:
    """The function registered for a name. Outside a worker, `tasks.py` may not have been read yet."""
    if name not in handlers:
        current_app.loader.import_default_modules()
    return handlers[name]


def _put_back(job: Job, error: Exception, *, at: datetime) -> None:
    log.exception("job failed", job=str(job), attempts=job.attempts)
    over = job.attempts >= MAX_ATTEMPTS
    Job.objects.filter(pk=job.pk, token=job.token, done_at=None).update(
        error=f"{type(error).__name__}: {error}"[:2000],
        token="",
        lease_until=None,
        due_at=at + BACKOFF * 2 ** min(job.attempts, 10),
        given_up_at=at if over else None,
    )


def sweep(*, at: datetime) -> list[int]:
    """Send again what is open. The lease moves before the message leaves: two sweepers send once."""
    waiting = list(Job.objects.unsent(at).order_by("due_at").values_list("pk", flat=True)[:SWEEP_LIMIT])
    return [pk for pk in waiting if _send_again(pk, at)]


def _send_again(pk: int, at: datetime) -> bool:
    moved = Job.objects.unsent(at).filter(pk=pk).update(token="", lease_until=at + LEASE)
    if moved:
        wake(pk)
    return bool(moved)


def reopen(job: Job, *, at: datetime) -> bool:
    """Try once more what was given up, from the first attempt on. False if it has been reopened meanwhile."""
    given_up = Job.objects.given_up().filter(pk=job.pk)
    with transaction.atomic():
        moved = given_up.update(given_up_at=None, attempts=0, due_at=at, token="", lease_until=at + LEASE)
        if moved:
            transaction.on_commit(lambda: wake(job.pk), robust=True)
    return bool(moved)


def run_due(*, at: datetime | None = None) -> int:
    """Do every job that is due, here and now, without a worker: for commands and for tests."""
    done = 0
    while pks := _claimable(at or timezone.now()):
        done += sum(run(pk, at=at) for pk in pks)
    return done


def _claimable(at: datetime) -> list[int]:
    return list(Job.objects.claimable(at).order_by("due_at", "pk").values_list("pk", flat=True))
