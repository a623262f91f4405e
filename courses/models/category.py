from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.words import in_language


class CourseCategory(models.Model):
    """What a course is about; an advanced one counts towards the coverage of existing staff."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name_zh = models.CharField(_("name (Chinese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    is_advanced = models.BooleanField(_("advanced training"), default=False)

    class Meta:
        verbose_name = _("course category")
        verbose_name_plural = _("course categories")
        ordering = ["code"]

    def __str__(self) -> str:
        return in_language(self.name_zh, self.name_en)
