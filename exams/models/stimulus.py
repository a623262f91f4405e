from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import StimulusKind
from exams.models.topic import Topic

if TYPE_CHECKING:
    from people.models import User


class StimulusQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(topic__in=Topic.objects.visible_to(user))


class Stimulus(models.Model):
    """What several questions are asked about: a chat log, a recorded call, a bill. They are drawn as a unit.

    A question names it, and its place among the others. What it says stands in its versions.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="stimuli", verbose_name=_("topic")
    )

    objects = StimulusQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared material")
        verbose_name_plural = _("shared materials")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class StimulusVersionQuerySet(AppendOnlyQuerySet):
    def latest(self) -> Self:  # type: ignore[override]
        """The newest version of each stimulus."""
        newer = StimulusVersion.objects.filter(
            stimulus=models.OuterRef("stimulus"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer))


class StimulusVersion(AppendOnly):
    """What a stimulus says, for good; an item keeps the one it was asked with.

    `texts` is `{language: {"title": …, "body": …, "media": {"body": [{"id": 7, "alt": …}]}}}`. The body of a
    chat has one turn a line, `speaker: words`.
    """

    stimulus = models.ForeignKey(Stimulus, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(pgettext_lazy("a stimulus", "kind"), max_length=20, choices=StimulusKind)
    language = models.CharField(_("source language"), max_length=10, choices=settings.LANGUAGES)
    texts = models.JSONField(_("texts"))
    at = models.DateTimeField(_("written"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("by_name",)

    objects = StimulusVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of shared material")
        verbose_name_plural = _("versions of shared material")
        ordering = ["stimulus_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["stimulus", "number"], name="a_stimulus_version_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stimulus_id} v{self.number}"
