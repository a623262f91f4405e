import hashlib
import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.models.level import Level
from certification.models.requirement import Requirement
from core.domain import audit, jobs
from core.models import AppendOnly, AppendOnlyQuerySet
from core.periods import add_months, start_of

if TYPE_CHECKING:
    from people.models import User


class RuleVersionQuerySet(AppendOnlyQuerySet):
    def known(self, at: datetime | None) -> Self:
        return self.filter(published_at__lte=at) if at else self

    def in_force(self, on: date, known_at: datetime | None = None) -> Self:
        """The version of each level that counts on a day, as published by a moment: of those whose day has
        come the one published last."""
        latest = (
            RuleVersion.objects.known(known_at)
            .filter(level=models.OuterRef("level"), from_day__lte=on)
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(latest))

    def write(self, level: Level, *, by: "User | None" = None, at: datetime | None = None) -> "RuleVersion":
        """Freeze a level's draft as its next version and owe the work that follows. An unchanged rule is
        not written again."""
        rows = [block.block.requirement(block.value, level) for block in level.rule]
        digest = _digest(level, rows)
        last = level.rule_versions.order_by("-number").first()
        if last and last.digest == digest:
            return last
        version = RuleVersion(
            level=level,
            number=last.number + 1 if last else 1,
            from_day=level.from_day or timezone.localdate(at),
            active_months=level.active_months,
            window_months=level.window_months,
            digest=digest,
            published_at=at or timezone.now(),
            **audit.actor(by),
        )
        with transaction.atomic():
            version.save()
            Requirement.objects.bulk_create(
                Requirement(rule=version, position=position, **row)
                for position, row in enumerate(rows, start=1)
            )
            jobs.owe("certification.rule_published", key=version.pk, at=start_of(version.from_day))
        return version


def _digest(level: Level, rows: list[dict[str, Any]]) -> str:
    frozen = {
        "level": level.subject,
        "from": level.from_day,
        "months": [level.active_months, level.window_months],
        "rows": rows,
    }
    text = json.dumps(frozen, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class RuleVersion(AppendOnly):
    """What a level asks from a day on: written at publication, pinned by awards, never changed."""

    personal = ("by_name",)

    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="rule_versions")
    number = models.PositiveIntegerField(_("version"))
    from_day = models.DateField(_("counts from"))
    active_months = models.PositiveSmallIntegerField(_("valid for (months)"), null=True, blank=True)
    window_months = models.PositiveSmallIntegerField(_("renewal opens (months before the end)"))
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["level", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["level", "number"], name="a_rule_version_is_numbered_once")
        ]

    def renewal_opens(self, ends_on: date) -> date:
        """From which day evidence counts for the renewal of an award that ends on a day."""
        return add_months(ends_on, -self.window_months)

    def __str__(self) -> str:
        return f"{self.level_id} v{self.number}"
