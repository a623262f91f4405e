import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import AppendOnly
from courses.errors import CodeTaken


class Course(AppendOnly):
    """Which course it is, whatever its language, version or title: a code that is never used again.

    All translations of its page share `translation_key`. Plans, requirements and progress point here.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    translation_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @classmethod
    def claim(cls, *, code: str, translation_key: uuid.UUID) -> "Course":
        """The identity of a course, made when it first goes live. Raises CodeTaken."""
        course, _created = cls.objects.get_or_create(translation_key=translation_key, defaults={"code": code})
        if course.code != code:
            raise CodeTaken
        return course

    @property
    def subject(self) -> str:
        """The name under which the ledger knows it."""
        return f"course:{self.code}"
