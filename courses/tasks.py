from celery import shared_task
from django.utils import timezone

from courses.domain import schedule


@shared_task(name="courses.publish_scheduled")
def publish_scheduled() -> None:
    schedule.publish_due(at=timezone.now())
