from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exams.models.exam import Exam
from exams.models.question import Question, QuestionQuerySet

if TYPE_CHECKING:
    from people.models import User


def private_storage() -> Storage:
    return storages["private"]


class QuestionUploadQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The sender's own: the file holds keys."""
        return self.filter(by_id=user.pk)


class QuestionUpload(models.Model):
    """A file of questions that was uploaded and looked at: the very one that is applied, once."""

    file = models.FileField(upload_to="questions", storage=private_storage, max_length=200)
    file_name = models.CharField(_("file name"), max_length=255)
    topic = models.CharField(_("topic"), max_length=120)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    uploaded_at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    applied_at = models.DateTimeField(_("applied"), null=True, blank=True)
    result = models.JSONField(default=dict, blank=True)
    question_ids = models.JSONField(default=list, blank=True)
    exam = models.OneToOneField(
        Exam,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="made_from",
        verbose_name=_("exam"),
    )

    objects = QuestionUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded question file")
        verbose_name_plural = _("uploaded question files")

    def __str__(self) -> str:
        return f"{self.file_name} {self.uploaded_at:%Y-%m-%d %H:%M}"

    @property
    def questions(self) -> QuestionQuerySet:
        """What it brought or found, as far as it may still be asked."""
        return Question.objects.in_use().filter(pk__in=self.question_ids)
