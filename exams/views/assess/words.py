"""What the sheet's script says, in the reader's language."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return {
        "scored": _("{n} of {total} scored"),
        "saved": _("Saved {time}"),
        "saving": _("Saving…"),
        "waiting": _("No connection. Not saved yet: {n}. Keep this page open."),
        "signedOut": _("You are signed out. Sign in again in another tab; this page goes on by itself."),
        "signIn": _("Sign in"),
        "refused": _("The server did not take this. Choose again, or reload the page."),
        "over": _("This sheet is closed. Reload the page."),
        "stale": _("This criterion was scored in another window. Choose the score that counts."),
        "here": _("Here: {value}"),
        "there": _("In the other window, saved {time}: {value}"),
        "keepHere": _("Keep the score given here"),
        "keepThere": _("Keep the score of the other window"),
        "nothing": _("no level"),
    }
