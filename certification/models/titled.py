from django.db import models
from django.utils.translation import gettext_lazy as _

from core import texts


class Titled(models.Model):
    """Something with a title in several languages, read in the reader's."""

    titles = models.JSONField(_("titles"), default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return texts.pick(self.titles)
