from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class AlreadyRevoked(GradusError):
    text = _("This award has been revoked already.")
