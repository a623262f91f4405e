from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from core.models import AppendOnly
from courses.blocks import CriteriaBody
from courses.models.words import in_language


class Rubric(models.Model):
    """What an observed performance is scored by, as its trainers edit it. Each saving publishes a version."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    criteria = StreamField(CriteriaBody(min_num=1), verbose_name=_("criteria"))

    class Meta:
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)

    @property
    def current(self) -> "RubricVersion | None":
        """The version that an assessment begun now is scored by."""
        return self.versions.order_by("-number").first()


@dataclass(frozen=True)
class Level:
    points: int
    label: str
    anchor: str


@dataclass(frozen=True)
class Criterion:
    code: str
    name: str
    dimension: str
    weight: int
    critical: bool
    levels: tuple[Level, ...]

    @property
    def best(self) -> int:
        return max(level.points for level in self.levels)


class RubricVersion(AppendOnly):
    """A rubric as it was at a moment. An assessment points here and never at the rubric."""

    personal = ("by_name",)

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    criteria = models.JSONField(_("criteria"))
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("published by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("rubric version")
        verbose_name_plural = _("rubric versions")
        constraints = [
            models.UniqueConstraint(fields=["rubric", "number"], name="a_rubric_version_is_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{in_language(self.name_zh, self.name_en)} ({self.number})"

    def rows(self, language: str | None = None) -> tuple[Criterion, ...]:
        """The criteria in a language (the active one), in their order."""
        return tuple(_criterion(row, language) for row in self.criteria)


def _criterion(row: dict[str, Any], language: str | None) -> Criterion:
    return Criterion(
        code=row["code"],
        name=in_language(row["name_zh"], row["name_en"], language),
        dimension=row["dimension"],
        weight=row["weight"],
        critical=row["critical"],
        levels=tuple(_level(level, language) for level in row["levels"]),
    )


def _level(row: dict[str, Any], language: str | None) -> Level:
    return Level(
        points=row["points"],
        label=in_language(row["label_zh"], row["label_en"], language),
        anchor=in_language(row["anchor_zh"], row["anchor_en"], language),
    )
