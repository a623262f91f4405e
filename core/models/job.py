from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet):
    def due(self, at: datetime) -> Self:
        return self.filter(done_at=None, given_up_at=None, due_at__lte=at)

    def unsent(self, at: datetime) -> Self:
        """Due, and neither a message nor a worker is on its way: what the sweeper sends."""
        return self.due(at).filter(models.Q(lease_until=None) | models.Q(lease_until__lt=at))

    def given_up(self) -> Self:
        """Tried too often: somebody has to look."""
        return self.filter(done_at=None).exclude(given_up_at=None)

    def claimable(self, at: datetime) -> Self:
        """Due, and no worker holds it: a lease without a token belongs to a message only."""
        return self.due(at).filter(
            models.Q(lease_until=None) | models.Q(lease_until__lt=at) | models.Q(token="")
        )


class Job(models.Model):
    """Work owed: queue, outbox and idempotency key in one row, written in the transaction that owes it.

    A worker claims it by a conditional UPDATE with a token; the sweeper sends it again when the lease ends.
    """

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160)
    payload = models.JSONField(default=dict, blank=True)
    owed_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [models.UniqueConstraint(fields=["name", "key"], name="job_is_owed_once")]
        indexes = [
            models.Index(
                fields=["due_at"], name="job_waiting", condition=models.Q(done_at=None, given_up_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.key}"
