from typing import Any, ClassVar, NoReturn, Self

from django.db import models

from core.errors import AppendOnlyViolation


class AppendOnlyQuerySet(models.QuerySet):
    """Facts are added and read. The database's triggers hold the same line against raw SQL."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation

    def delete(self) -> NoReturn:
        raise AppendOnlyViolation

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation


class AppendOnly(models.Model):
    """Base of every fact: inserted once, never updated or deleted, save through `core.domain.erasure`.

    `personal` names the columns that a person's right to erasure may blank.
    """

    personal: ClassVar[tuple[str, ...]] = ()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyViolation
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyViolation

    @classmethod
    def facts(cls) -> list[type[Self]]:
        """Every concrete model of this base."""
        from django.apps import apps

        return [model for model in apps.get_models(include_auto_created=True) if issubclass(model, cls)]
