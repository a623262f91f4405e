"""What the exam page's script says. Numbers stand after a colon, so that no plural is needed."""

from functools import cache

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return _words(get_language() or "")


@cache
def _words(language: str) -> dict[str, str]:
    """The texts in the language that is active, by its code."""
    return {
        "question": _("Question {n} of {total}"),
        "kind.single": _("Choose one"),
        "kind.multiple": _("Choose all that are right"),
        "kind.true_false": _("True or false?"),
        "kind.judgement": _("Choose what you would do"),
        "kind.short_text": _("Write a word or a line"),
        "kind.numeric": _("Write a number"),
        "kind.matching": _("Choose one for each line"),
        "kind.ordering": _("Put the steps in order"),
        "kind.cloze": _("Fill in the gaps"),
        "kind.essay": _("Write your answer; a person reads it"),
        "kind.spoken": _("Record your answer; a person listens to it"),
        "choose": _("Choose…"),
        "unit": _("Unit"),
        "gap": _("Gap {n}"),
        "characters": _("Characters: {n}"),
        "placeOf": _("Place of: {step}"),
        "up": _("Earlier: {step}"),
        "down": _("Later: {step}"),
        "moved": _("{step}: place {n} of {total}"),
        "keepOrder": _("Answer with this order"),
        "transcript": _("What is said"),
        "record": _("Record"),
        "stop": _("Stop"),
        "recording": _("Recording. Speak now; five minutes at most."),
        "recordAgain": _("Record again"),
        "yourRecording": _("Your recording"),
        "sendingRecording": _("Sending your recording…"),
        "recorded": _("Recorded. Listen to it; you may record it again."),
        "recordingWaits": _(
            "Not sent yet: the server cannot be reached. Leave this page open; it tries again."
        ),
        "noMicrophone": _("The microphone cannot be used. Allow it in the browser, or ask for help."),
        "clear": _("Clear my answer"),
        "flag": _("Flag"),
        "flagged": _("Flagged"),
        "next": pgettext("question", "Next"),
        "previous": pgettext("question", "Previous"),
        "check": _("Check and hand in"),
        "saved": _("Saved {time}"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet"),
        "state.empty": pgettext("answer", "empty"),
        "state.saved": pgettext("answer", "saved"),
        "state.saving": pgettext("answer", "saving"),
        "state.unsaved": pgettext("answer", "not saved"),
        "state.flagged": pgettext("answer", "flagged"),
        "minutes": _("{n} min left"),
        "seconds": _("{time} left"),
        "left": _("Time left, minutes: {n}"),
        "handedInElsewhere": _("This test has been handed in"),
        "timeIsUpText": _("The answers that were saved are being handed in."),
        "timeIsUpUnsent": _("Answers still to be sent: {n}. Leave this page open until they are."),
        "offline": _("Offline. Keep answering: your answers are kept on this device."),
        "offlineOpen": _("Offline. Keep answering: your answers are kept in this page. Leave it open."),
        "offlineLong": _(
            "Still offline. Answers not sent yet: {n}. Keep this page open and tell whoever runs the test."
        ),
        "online": _("Back online. Answers sent: {n}."),
        "signedOut": _(
            "You are signed out. Your answers are still saved; to see your result, sign in again."
        ),
        "signIn": _("Sign in again in a new window"),
        "locked": _(
            "This page can no longer save: another person is signed in. Ask for help before closing it."
        ),
        "secondTab": _("This test is open in another window. Answers are given in one window only."),
        "goOnHere": _("Go on in this window"),
        "openPage": _(
            "This address is not secure (no https): answers not sent yet are kept in this open page only. "
            "Do not close it while you are offline."
        ),
        "noPaper": _("No network, and this window holds no copy of your test. What was saved is safe."),
        "tryAgain": _("Try again"),
        "timeIsUpDone": _("Saved answers handed in: {n}, at {time}."),
        "seeResult": _("See the result"),
        "staleTitle": _("Answered in another window"),
        "staleText": _("Two answers were given to question {n}. Choose the one that counts."),
        "staleMine": _("Here"),
        "staleTheirs": _("In the other window, saved {time}"),
        "keepMine": _("Keep the answer given here"),
        "keepTheirs": _("Keep the answer of the other window"),
        "nothing": _("no answer"),
        "refused": _("The server did not take this answer. Choose again, or reload the page."),
        "handIn": _("Hand in {answered} of {total} answers"),
        "handInAll": _("Hand in"),
        "noWayBack": _("After “Next” you cannot come back to this question."),
        "notGoneOn": _("Your answer is not saved yet, or the next question did not come. Try again."),
        "unanswered": _("Without an answer: {n}"),
        "flaggedCount": _("Flagged: {n}"),
        "unsent": _("Not sent yet: {n}"),
        "allAnswered": _("Every question has an answer, and all are saved."),
        "confirmMissing": _("Hand in although {n} questions have no answer"),
        "confirmUnsent": _("Hand in without the answers that could not be sent: {n}"),
        "handInFailed": _(
            "Not handed in yet: the server could not be reached. Your saved answers are safe. Try again."
        ),
        "handingIn": _("Handing in…"),
    }
