from celery import shared_task
from django.utils import timezone

from core.domain import jobs
from core.models import Job
from exams.domain import attempts, regrades, sittings
from exams.models import Regrade, Sitting


@jobs.register("exams.announce")
def announce(job: Job) -> None:
    sittings.announce(Sitting.objects.select_related("exam").get(pk=job.key), at=timezone.now())


@jobs.register("exams.regrade")
def regrade(job: Job) -> None:
    """Its key is the regrade's; a second look some minutes later has `:again` behind it."""
    decided = Regrade.objects.get(pk=job.key.partition(":")[0])
    regrades.run(decided, at=timezone.now())


@shared_task(name="exams.tasks.expire_attempts")
def expire_attempts() -> None:
    attempts.expire(at=timezone.now())
