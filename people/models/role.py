from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import Role


class RoleGrantQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)


class RoleGrant(models.Model):
    """A role held by a user, from a moment to a moment."""

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    since = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(ended_at=None), name="role_is_held_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"
