import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

app = Celery("gradus")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SWEEP_SECONDS = 15
EXPIRE_SECONDS = 30
PUBLISH_SECONDS = 60
TEND_SECONDS = 300
app.conf.beat_schedule = {
    "sweep-jobs": {
        "task": "core.tasks.sweep_jobs",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "expire-attempts": {
        "task": "exams.tasks.expire_attempts",
        "schedule": EXPIRE_SECONDS,
        "options": {"expires": EXPIRE_SECONDS},
    },
    "tend-campaigns": {
        "task": "exams.tasks.tend_campaigns",
        "schedule": TEND_SECONDS,
        "options": {"expires": TEND_SECONDS},
    },
    "publish-scheduled": {
        "task": "courses.publish_scheduled",
        "schedule": PUBLISH_SECONDS,
        "options": {"expires": PUBLISH_SECONDS},
    },
}
