from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin

from certification.blocks import requirement_blocks
from certification.enums import SchemeKind
from certification.models.scheme import Scheme
from certification.models.titled import Titled
from core import texts

if TYPE_CHECKING:
    from certification.models.rule import RuleVersion

TOP = 5


class LevelQuerySet(models.QuerySet):
    def of_levels(self) -> Self:
        """The levels that are awarded, lowest first."""
        return self.filter(scheme__kind=SchemeKind.LEVELS).order_by("scheme", "rank")


class Level(DraftStateMixin, RevisionMixin, Titled):
    """One step of a scheme and the draft of its rule. What counts is the RuleVersion that publishing
    writes."""

    scheme = models.ForeignKey(
        Scheme, on_delete=models.PROTECT, related_name="levels", verbose_name=_("scheme")
    )
    rank = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(1), MaxValueValidator(TOP)], default=1
    )
    summaries = models.JSONField(_("what somebody of this level can do"), default=dict, blank=True)
    active_months = models.PositiveSmallIntegerField(
        _("valid for (months)"), null=True, blank=True, help_text=_("Empty: the level never expires.")
    )
    window_months = models.PositiveSmallIntegerField(
        _("renewal opens (months before the end)"),
        default=2,
        help_text=_("Earlier than that nothing is renewed."),
    )
    from_day = models.DateField(
        _("counts from"), null=True, blank=True, help_text=_("Empty: from the day of publishing.")
    )
    rule = StreamField(requirement_blocks, verbose_name=_("requirements"), blank=True)

    objects = LevelQuerySet.as_manager()

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        ordering = ["scheme", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "rank"], name="a_scheme_has_each_level_once"),
            models.CheckConstraint(
                condition=models.Q(rank__gte=1, rank__lte=TOP), name="a_level_stands_on_one_of_five_steps"
            ),
            models.CheckConstraint(
                condition=models.Q(active_months=None) | models.Q(active_months__gt=0),
                name="a_level_is_valid_for_a_month_at_least",
            ),
        ]

    @property
    def summary(self) -> str:
        return texts.pick(self.summaries)

    @property
    def subject(self) -> str:
        return level_subject(self.scheme.code, self.rank)

    def below(self) -> "Level":
        """The step below in the same scheme. Raises Level.DoesNotExist."""
        return Level.objects.select_related("scheme").get(scheme=self.scheme, rank=self.rank - 1)

    def clean(self) -> None:
        """No rule asks for a thing twice, nor for months in a level that does not exist. What stands in the
        ledger under its code keeps it."""
        if self.scheme_id is None:
            return
        self._refuse_another_place()
        asked = [(block.block_type, block.value.get("subject", "")) for block in self.rule]
        if len(set(asked)) < len(asked):
            raise ValidationError(
                {"rule": _("The same requirement stands here twice: remove one of the two.")}
            )
        if ("tenure", "") in asked and not self.scheme.levels.filter(rank=self.rank - 1).exists():
            raise ValidationError(
                {"rule": _("There is no level below this one: remove the months, or add the level.")}
            )

    def _refuse_another_place(self) -> None:
        known = Level.objects.filter(pk=self.pk, rule_versions__isnull=False).first()
        if known and (known.scheme_id, known.rank) != (self.scheme_id, self.rank):
            raise ValidationError(
                _("This level has been published: its scheme and its number stay as they are.")
            )

    def rule_on(self, on: date, known_at: datetime | None = None) -> "RuleVersion | None":
        """The rule that counts on a day, as it was published by a moment."""
        return self.rule_versions.in_force(on, known_at).first()

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> None:
        """Publishing writes the rule that findings read; a rule that does not hold together is refused."""
        from certification.models.rule import RuleVersion

        revision.as_object().full_clean()
        with transaction.atomic():
            super().publish(revision, user=user, **kwargs)
            live = Level.objects.select_related("scheme").get(pk=self.pk)
            if live.live_revision_id == revision.pk:
                RuleVersion.objects.write(live, by=user)


def level_subject(scheme: str, rank: int) -> str:
    """The code under which a level stands in the ledger."""
    return f"level:{scheme}:{rank}"
