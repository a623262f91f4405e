from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.enums import Role

if TYPE_CHECKING:
    from people.models import User


class TopicQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The topics whose questions and keys a user may see: hers, and those without named trainers."""
        if user.is_superuser:
            return self
        if not user.has_role(Role.TRAINER):
            return self.none()
        named = Topic.trainers.through.objects.filter(topic=models.OuterRef("pk"))
        return self.filter(models.Exists(named.filter(user=user)) | ~models.Exists(named))


class Topic(models.Model):
    """A node of the bank. Questions and keys are seen by its trainers only; none named is every trainer."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="trained_topics",
        verbose_name=_("trainers"),
        help_text=_("Who sees and edits the questions and their keys. None named: every trainer."),
    )
    needs_review = models.BooleanField(
        _("a second person reviews"),
        default=False,
        help_text=_("What is saved is a draft until another trainer has approved it."),
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
