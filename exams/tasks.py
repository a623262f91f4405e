from celery import shared_task
from django.utils import timezone

from core.domain import jobs
from core.models import Job
from exams.domain import attempts, sittings
from exams.models import Sitting


@jobs.register("exams.announce")
def announce(job: Job) -> None:
    sittings.announce(Sitting.objects.select_related("exam").get(pk=job.key), at=timezone.now())


@shared_task(name="exams.tasks.expire_attempts")
def expire_attempts() -> None:
    attempts.expire(at=timezone.now())
