from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.text import clean, fold

LONGEST = 60


class TagManager(models.Manager["Tag"]):
    def named(self, names: Iterable[str]) -> list["Tag"]:
        """The tags of these names, made where they are missing; 投诉, 投訴 and ＡＢＣ, abc are one."""
        wanted = {fold(name): clean(name) for name in names if fold(name)}
        made = [Tag(name=name, key=key) for key, name in wanted.items()]
        self.bulk_create(made, ignore_conflicts=True)
        return list(self.filter(key__in=wanted))


class Tag(models.Model):
    """A word that questions of all topics may share. It holds no key: every trainer sees it."""

    name = models.CharField(_("name"), max_length=LONGEST)
    key = models.CharField(max_length=LONGEST * 2, unique=True, editable=False)

    objects = TagManager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = fold(self.name)
        super().save(*args, **kwargs)
