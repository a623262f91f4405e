from datetime import timedelta

import pytest
from django.utils import timezone

from core.domain import jobs
from core.models import Job

pytestmark = pytest.mark.django_db


def test_it_says_that_all_is_well(client):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "late_jobs": 0})


def test_it_turns_red_when_work_has_waited(client):
    jobs.owe("test.print", key=1)
    Job.objects.update(due_at=timezone.now() - timedelta(minutes=11))
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "late_jobs": 1})
