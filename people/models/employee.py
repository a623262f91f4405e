from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.text import fold, pinyin_key
from people.enums import Role
from people.errors import NeverDeleted
from people.models.chain import with_reports
from people.models.past_employment import PastEmployment

if TYPE_CHECKING:
    from people.models import User


class EmployeeQuerySet(models.QuerySet):
    def employed(self, on: date) -> Self:
        """Who was with the company on a day, those included who left later and came back since."""
        present = models.Q(hired_on__lte=on) & (models.Q(left_on=None) | models.Q(left_on__gte=on))
        before = PastEmployment.objects.filter(
            employee=models.OuterRef("pk"), hired_on__lte=on, left_on__gte=on
        )
        return self.filter(present | models.Exists(before))

    def matching(self, text: str) -> Self:
        """Who has each word of a text in her number or names; width, case and variants set aside."""
        found = self
        for word in fold(text).split():
            found = found.filter(search_key__contains=word)
        return found

    def delete(self) -> NoReturn:
        raise NeverDeleted

    def visible_to(self, user: "User", *, on: date | None = None) -> Self:
        """Oneself; those below by the chain of managers; everybody for HR and auditors."""
        if user.is_superuser or user.has_role(Role.HR, Role.AUDITOR):
            return self
        own = user.as_employee
        return self.filter(pk__in=with_reports(own.pk, on=on or timezone.localdate())) if own else self.none()


class Employee(models.Model):
    """A person on the roster, with or without a sign-in. Never deleted: a leaver is ended by date."""

    personal = ("name", "latin_name", "sort_key", "search_key")

    number = models.CharField(_("employee number"), max_length=32, unique=True)
    name = models.CharField(pgettext_lazy("a person", "name"), max_length=150)
    latin_name = models.CharField(_("Latin name"), max_length=150, blank=True)
    sort_key = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    search_key = models.CharField(max_length=600, blank=True, editable=False)
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
        self.refresh_keys()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("people:employee", args=[self.number])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverDeleted

    def refresh_keys(self) -> None:
        """What lists are sorted by and searched in, worked out from the names."""
        self.sort_key = pinyin_key(self.name)
        self.search_key = fold(f"{self.number} {self.name} {self.latin_name}")[:600]

    def is_employed(self, on: date) -> bool:
        present = self.hired_on <= on and (self.left_on is None or on <= self.left_on)
        return present or self.past_employments.filter(hired_on__lte=on, left_on__gte=on).exists()

    def has_reports(self, on: date | None = None) -> bool:
        """Whether somebody is posted below this person on a day (today)."""
        from people.models.posting import Posting

        return Posting.objects.on(on or timezone.localdate()).filter(manager=self).exists()
