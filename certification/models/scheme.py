from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.enums import SchemeKind
from certification.models.titled import Titled


class Scheme(Titled):
    """A ladder of levels, or the onboarding of new hires. Its code stands in the ledger and is never
    reused."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=SchemeKind, default=SchemeKind.LEVELS)

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["kind", "code"]

    def clean(self) -> None:
        """A code that stands in the ledger is never changed."""
        known = Scheme.objects.filter(pk=self.pk, levels__rule_versions__isnull=False).first()
        if known and (known.code, known.kind) != (self.code, self.kind):
            raise ValidationError(
                _("Levels of this scheme have been published: its code and kind stay as they are.")
            )

    @property
    def is_ladder(self) -> bool:
        return self.kind == SchemeKind.LEVELS
