from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class AlreadyRevoked(GradusError):
    text = _("This award has been revoked already.")


class NothingToDecide(GradusError):
    text = _("Nothing about this award waits for a decision.")


class DecidesOnHerself(GradusError):
    text = _("Nobody decides on her own award. Ask somebody else of HR.")
