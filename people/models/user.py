from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.enums import Role, Theme
from people.errors import NeverDeleted

if TYPE_CHECKING:
    from people.models import Employee


class UserQuerySet(models.QuerySet):
    def delete(self) -> NoReturn:
        raise NeverDeleted


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        email = email.lower() if email else None
        user = self.model(username=username, email=email, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **extra: Any
    ) -> "User":
        return self.create_user(username, email, password, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. The sign-in name is the employee number for employees. Never deleted."""

    username = models.CharField(
        _("sign-in name"), max_length=64, unique=True, validators=[UnicodeUsernameValidator()]
    )
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    name = models.CharField(pgettext_lazy("a person", "name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    theme = models.CharField(_("theme"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("since"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.name or self.username

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverDeleted

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    # Wagtail's listings and templates ask for these two.
    @property
    def first_name(self) -> str:
        return self.name

    @property
    def last_name(self) -> str:
        return ""

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    @cached_property
    def as_employee(self) -> "Employee | None":
        """The employee who signs in as this user; auditors and outside lecturers have none."""
        return getattr(self, "employee", None)

    @cached_property
    def leads(self) -> bool:
        """Whether somebody reports to her today, one query a request."""
        return bool(self.as_employee and self.as_employee.has_reports())

    @cached_property
    def roles(self) -> frozenset[str]:
        """The granted roles, one query a request."""
        return frozenset(self.role_grants.current().values_list("role", flat=True))

    def may_sign_in(self, at: datetime) -> bool:
        """Not closed, and her last day has not passed."""
        left_on = self.as_employee.left_on if self.as_employee else None
        return self.is_active and (left_on is None or left_on >= timezone.localdate(at))

    def has_role(self, *roles: Role) -> bool:
        return self.is_active and bool(self.roles.intersection(roles))
