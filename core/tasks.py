from celery import shared_task
from django.utils import timezone

from core.domain import jobs


@shared_task(name="core.tasks.run_job")
def run_job(pk: int) -> None:
    jobs.run(pk)


@shared_task(name="core.tasks.sweep_jobs")
def sweep_jobs() -> None:
    jobs.sweep(at=timezone.now())
