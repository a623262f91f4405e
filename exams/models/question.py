from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.models import AppendOnly, AppendOnlyQuerySet
from courses.models import PublishedBlock, RubricVersion
from exams.enums import Difficulty, QuestionKind, Remedy, Verdict
from exams.models.review import CitationConfirmation, VersionReview
from exams.models.stimulus import Stimulus
from exams.models.tag import Tag
from exams.models.topic import Topic

if TYPE_CHECKING:
    from people.models import User


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(topic__in=Topic.objects.visible_to(user))

    def in_use(self) -> Self:
        """Questions that a paper may still ask."""
        return self.filter(retired_at=None)


class Question(models.Model):
    """A question's identity: its code is never given to another. What it says stands in its versions."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic")
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    reserved = models.BooleanField(
        _("reserved"), default=False, help_text=_("Kept for exams: practice never draws it.")
    )
    tags = models.ManyToManyField(Tag, blank=True, related_name="questions", verbose_name=_("tags"))

    stimulus = models.ForeignKey(
        Stimulus,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("shared material"),
    )
    place = models.PositiveSmallIntegerField(
        pgettext_lazy("in a unit", "place"), default=0, help_text=_("Among the questions on it")
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class QuestionVersionQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(question__topic__in=Topic.objects.visible_to(user))

    def latest(self) -> Self:  # type: ignore[override]
        """The newest version of each question."""
        newer = QuestionVersion.objects.filter(
            question=models.OuterRef("question"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer))

    def ready(self) -> Self:
        """Those that were written as ready, or have become so."""
        made_ready = VersionReview.objects.filter(
            version=models.OuterRef("pk"), verdict__in=(Verdict.APPROVED, Verdict.RELEASED)
        )
        return self.filter(models.Q(is_draft=False) | models.Exists(made_ready))

    def standing(self) -> Self:
        """The newest ready version of each question: what a draft does not replace yet."""
        newer = QuestionVersion.objects.ready().filter(
            question=models.OuterRef("question"), number__gt=models.OuterRef("number")
        )
        return self.ready().filter(~models.Exists(newer))

    def stale(self) -> Self:
        """Those that cite a block which reads otherwise by now, while nobody has confirmed them for that."""
        confirmed = CitationConfirmation.objects.filter(
            version=models.OuterRef(models.OuterRef("pk")), fingerprint=models.OuterRef("fingerprint")
        )
        changed = PublishedBlock.objects.filter(
            translation_key=models.OuterRef("cites_page"), block=models.OuterRef("cites_block")
        ).exclude(fingerprint=models.OuterRef("cites_fingerprint"))
        return self.exclude(cites_page=None).filter(models.Exists(changed.filter(~models.Exists(confirmed))))

    def asked(self) -> Self:
        """What a paper may ask: of each question in use the newest ready version, unless stale or void."""
        stale = QuestionVersion.objects.stale().filter(pk=models.OuterRef("pk"))
        usable = self.standing().filter(~models.Exists(stale), question__retired_at=None)
        return usable.exclude(regrades__remedy=Remedy.VOID)


class QuestionVersion(AppendOnly):
    """What a question says, for good. An edit is a new version; attempts keep the one they were given.

    `texts` is `{language: {"stem": …, "options": {"a": …}, "explanation": …}}`, of some kinds also `prompts`,
    `gaps`, `units` and `feedback` (docs/bank.md). The key stands apart, so that what a candidate reads is
    built without touching it; its form is told in `exams/kinds/<kind>.py`.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(pgettext_lazy("a question", "kind"), max_length=20, choices=QuestionKind)
    language = models.CharField(_("source language"), max_length=10, choices=settings.LANGUAGES)
    texts = models.JSONField(_("texts"))
    key = models.JSONField(_("key"), help_text=_('For choices: {"correct": ["a"]}'))
    rubric = models.ForeignKey(
        RubricVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("rubric"),
    )
    difficulty = models.CharField(
        _("difficulty"), max_length=10, choices=Difficulty, default=Difficulty.MEDIUM
    )
    level = models.PositiveSmallIntegerField(
        _("level"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, default=1)
    cites_page = models.UUIDField(
        _("cites page"), null=True, blank=True, help_text=_("translation key of the page")
    )
    cites_block = models.CharField(_("cites block"), max_length=40, blank=True)
    cites_fingerprint = models.CharField(
        _("fingerprint of the block"), max_length=64, blank=True, help_text=_("as it read at the time")
    )
    is_draft = models.BooleanField(
        _("written as a draft"), default=False, help_text=_("asked only after a review has made it ready")
    )
    at = models.DateTimeField(_("written"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("by_name",)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="a_version_number_is_used_once"),
            models.CheckConstraint(condition=models.Q(points__gt=0), name="a_question_is_worth_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"
