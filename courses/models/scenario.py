from typing import TYPE_CHECKING, Self, cast

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.enums import Stage
from courses.models.rubric import Rubric
from people.enums import Role

if TYPE_CHECKING:
    from people.models import User

# Which language stands in where a scenario is not written in the reader's own.
STAND_IN = {
    "zh-hans": ("zh-hans", "zh-hant", "en"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
    "en": ("en", "zh-hans", "zh-hant"),
}


class ScenarioQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The whole of it, the assessor's card included: trainers and assessors only."""
        return self if user.is_superuser or user.has_role(Role.TRAINER, Role.ASSESSOR) else self.none()

    def in_language(self, code: str, language: str | None = None) -> "Scenario | None":
        """A scenario in a language (the active one), or the best there is."""
        rows = cast("list[Scenario]", list(self.filter(code=code)))
        found = {scenario.language: scenario for scenario in rows}
        wanted = STAND_IN.get(language or get_language() or "en", STAND_IN["en"])
        return next((found[one] for one in wanted if one in found), None)


class Scenario(models.Model):
    """A role-play in one language: what the customer plays, and what only the assessor knows.

    It is no page and no snippet, so that no chooser, preview or search can show the assessor's card.
    """

    code = models.SlugField(_("code"), max_length=60, help_text=_("The same in every language."))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="zh-hans")
    title = models.CharField(_("title"), max_length=150)
    intro = models.TextField(
        _("introduction"), blank=True, help_text=_("What the learner is told beforehand.")
    )
    minutes = models.PositiveSmallIntegerField(_("minutes needed"), default=15)
    customer_card = models.TextField(
        _("customer card"), help_text=_("Who the customer is, and what happened.")
    )
    assessor_card = models.TextField(
        _("assessor card"),
        help_text=_("What the customer hides and how far she gives way. Learners never see it."),
    )
    goals = models.TextField(_("goals"), blank=True, help_text=_("One a line."))
    calm = models.TextField(_("calm"), blank=True)
    analyse = models.TextField(_("analyse"), blank=True)
    propose = models.TextField(_("propose"), blank=True)
    follow_up = models.TextField(_("follow up"), blank=True)
    must_say = models.TextField(_("must be said"), blank=True, help_text=_("One a line."))
    never_say = models.TextField(_("must never be said"), blank=True, help_text=_("One a line."))
    rubric = models.ForeignKey(
        Rubric, on_delete=models.PROTECT, related_name="scenarios", verbose_name=_("rubric")
    )

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("role-play scenario")
        verbose_name_plural = _("role-play scenarios")
        ordering = ["code", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "language"], name="a_scenario_is_written_once_in_a_language"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stages(self) -> list[tuple[str, str]]:
        """The four stages in their order: name and what is expected there."""
        return [(str(stage.label), getattr(self, stage.value)) for stage in Stage]

    @property
    def goal_lines(self) -> list[str]:
        return self.goals.splitlines()

    @property
    def must_say_lines(self) -> list[str]:
        return self.must_say.splitlines()

    @property
    def never_say_lines(self) -> list[str]:
        return self.never_say.splitlines()
