from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class CodeTaken(GradusError):
    text = _("Another course has this code. A code is never used twice.")


class ChecksOpen(GradusError):
    text = _("Answer the quick checks of this lesson first.")
