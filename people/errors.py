from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class NeverDeleted(GradusError):
    text = _("People are never deleted: close their account, or end them by date in the roster.")


class LastHR(GradusError):
    text = _("You cannot take this role from yourself: ask another HR administrator.")


class SlipError(GradusError):
    """Why a code does not open the door."""


class SlipUnknown(SlipError):
    text = _("This code is not known. Check each character; there is no O, I, L, 0 or 1 in it.")


class SlipUsed(SlipError):
    text = _("This code has been used. Sign in with your password, or ask for a new slip.")


class SlipWithdrawn(SlipError):
    text = _("A newer slip was printed for you: use its code, or ask for another.")


class SlipExpired(SlipError):
    text = _("This code is too old. Ask HR or your manager for a new slip.")


class SlipOfLeaver(SlipError):
    text = _("This account is closed. If you still work here, ask HR.")
