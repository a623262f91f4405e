from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import Role
from people.models.chain import with_reports

if TYPE_CHECKING:
    from people.models import User


class EmployeeQuerySet(models.QuerySet):
    def employed(self, on: date) -> Self:
        return self.filter(hired_on__lte=on).filter(models.Q(left_on=None) | models.Q(left_on__gte=on))

    def visible_to(self, user: "User", *, on: date | None = None) -> Self:
        """Oneself; those below by the chain of managers; everybody for HR and auditors."""
        if user.is_superuser or user.has_role(Role.HR, Role.AUDITOR):
            return self
        own = user.as_employee
        return self.filter(pk__in=with_reports(own.pk, on=on or timezone.localdate())) if own else self.none()


class Employee(models.Model):
    """A person on the roster, with or without a sign-in. Never deleted: a leaver is ended by date."""

    personal = ("name", "latin_name", "sort_key", "email")

    number = models.CharField(_("employee number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=150)
    latin_name = models.CharField(_("Latin name"), max_length=150, blank=True)
    sort_key = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("last day"), null=True, blank=True)
    user = models.OneToOneField(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, related_name="employee"
    )

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["sort_key", "number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(left_on__gte=models.F("hired_on")),
                name="nobody_leaves_before_being_hired",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        from core.text import pinyin_key

        self.sort_key = pinyin_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("people:employee", args=[self.number])

    def is_employed(self, on: date) -> bool:
        return self.hired_on <= on and (self.left_on is None or on <= self.left_on)

    def has_reports(self, on: date | None = None) -> bool:
        """Whether somebody is posted below this person on a day (today)."""
        from people.models.posting import Posting

        return Posting.objects.on(on or timezone.localdate()).filter(manager=self).exists()
