from typing import TYPE_CHECKING, Self

from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly, AppendOnlyQuerySet
from exams.enums import MediaKind
from exams.models.topic import Topic

if TYPE_CHECKING:
    from people.models import User


def private_storage() -> Storage:
    return storages["private"]


class QuestionMediaQuerySet(AppendOnlyQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(topic__in=Topic.objects.visible_to(user))


class QuestionMedia(AppendOnly):
    """A picture or a sound of questions, for good. It lies in the private storage and is sent by a view.

    Its words (what a picture shows, what is said in a sound) stand with the question, in each language.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="media", verbose_name=_("topic"))
    kind = models.CharField(_("kind"), max_length=10, choices=MediaKind)
    file = models.FileField(upload_to="media", storage=private_storage, max_length=200)
    mime = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    file_name = models.CharField(_("file name"), max_length=255)
    at = models.DateTimeField(_("uploaded"), default=timezone.now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_name = models.CharField(_("by"), max_length=150, blank=True)

    personal = ("by_name",)

    objects = QuestionMediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("media of questions")
        verbose_name_plural = _("media of questions")
        constraints = [
            models.UniqueConstraint(fields=["topic", "sha256"], name="a_topic_holds_a_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
