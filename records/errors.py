from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class AlreadyReversed(GradusError):
    text = _("This line has been reversed already.")


class UnknownFact(GradusError):
    text = _("This kind of entry has no such fact.")
