from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class SittingClosed(GradusError):
    text = _("This test is not open now.")


class NoAttemptsLeft(GradusError):
    text = _("You have used all attempts of this test.")


class NotInvited(GradusError):
    text = _("This test is offered to others.")


class PaperCannotBeFilled(GradusError):
    text = _("The question bank does not hold enough questions for this paper.")


class AnswerLate(GradusError):
    """The answer arrived after the end: it is kept, and not counted."""

    text = _("This answer arrived after the end of the test. It is kept, but it does not count.")


class AnswerStale(GradusError):
    """Another window had answered already: this answer is kept in the journal, that one is handed back."""

    text = _("This question was answered in another window, and that answer stands. Both are kept.")

    def __init__(self, *, seq: int, answer: list[str], saved_at: datetime | None) -> None:
        super().__init__()
        self.seq = seq
        self.answer = answer
        self.saved_at = saved_at


class QuestionChangedMeanwhile(GradusError):
    text = _("Meanwhile %(by)s has saved version %(number)d. Look at it, then save yours again.")

    def __init__(self, *, number: int, by: str) -> None:
        super().__init__(self.text % {"number": number, "by": by})
        self.number = number
