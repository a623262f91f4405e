from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.errors import GradusError


class SittingClosed(GradusError):
    text = _("This test is not open now.")


class NoAttemptsLeft(GradusError):
    text = _("You have used all attempts of this test.")


class LateEntryOver(GradusError):
    text = _("Late entry to this test is over.")


class CoolingDown(GradusError):
    text = _("The next attempt cannot start yet.")


class AttemptOver(GradusError):
    text = _("This attempt has ended meanwhile. Look at the board again.")


class AttemptRuns(GradusError):
    text = _("This attempt is open, or another one of this person is.")


class JudgedByPeople(GradusError):
    text = _(
        "People have judged answers of this attempt already. Give another attempt by an exception instead."
    )


class NothingHeld(GradusError):
    text = _("No answers wait here. Somebody has decided meanwhile, or newer answers stand.")


class CameAfterKeys(GradusError):
    text = _(
        "The right answers were open to this person before these answers arrived: they cannot count. "
        "Give another attempt by an exception instead."
    )


class NotForOneself(GradusError):
    text = _("Nobody makes an exception for herself. Ask somebody else.")


class EndsBeforeItBegins(GradusError):
    text = _("With this the test would close, or be due, before it opens. Change the other moments too.")


class WrongRoomCode(GradusError):
    text = _("This is not the code of the room. Ask whoever runs the test.")


class TooManyTries(GradusError):
    text = _("Too many wrong codes. Wait five minutes, or ask whoever runs the test.")


class WrongPlace(GradusError):
    text = _("This test is taken in the company's own rooms. Your device is not in one of their networks.")


class CampaignNotOver(GradusError):
    text = _("This test has not ended for everybody yet. A make-up can be set afterwards.")


class CampaignOpened(GradusError):
    text = _("This test has opened meanwhile. Only its end can be moved now.")


class NobodyChosen(GradusError):
    text = _("Choose at least one person who failed the test or missed it.")


class NotInvited(GradusError):
    text = _("This test is offered to others.")


class PaperCannotBeFilled(GradusError):
    text = _("The question bank does not hold enough questions for this paper.")


class NotForPaper(GradusError):
    text = _("This test has a recording to be heard: it cannot be printed.")


class EnteredAlready(GradusError):
    text = _("A paper of this person has been entered for this test already.")


class TakesItOnScreen(GradusError):
    text = _("This person has this test open on the screen.")


class NotActive(GradusError):
    text = _("You may no longer sign in.")


class AnswerLate(GradusError):
    """The answer arrived after the end: it is kept, and not counted."""

    text = _("This answer arrived after the end of the test. It is kept, but it does not count.")


class NotItsTurn(GradusError):
    """In a test whose questions follow one another, this one is over or has not come yet."""

    text = _("The questions of this test come one after the other. This one is over, or has not come yet.")

    def __init__(self, *, place: int) -> None:
        super().__init__()
        self.place = place


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


class ReviewsHerself(GradusError):
    text = _("You wrote this version: another trainer reviews it.")


class ReviewIsAsked(GradusError):
    text = _("This topic asks that a second person reviews: submit the draft.")


class ReviewOutOfTurn(GradusError):
    text = _("Meanwhile somebody has decided on this version. Look at it again.")


class TopicBelowItself(GradusError):
    text = _("This topic stands above it: choose another.")


class AssessesHerself(GradusError):
    text = _("Nobody assesses herself. Choose another assessor.")


class NotEmployed(GradusError):
    text = _("Only people who work here today can be assessed.")


class PlannedInThePast(GradusError):
    text = _("This day is over. Choose today or a later day.")


class RubricNotPublished(GradusError):
    text = _("The rubric of this scenario has not been published yet. Ask its trainer.")


class AssessmentOver(GradusError):
    text = _("This assessment has been submitted or called off. Nothing in it changes any more.")


class BadScore(GradusError):
    text = _("The rubric has no such criterion or level.")


class NotAllScored(GradusError):
    text = _("Score every criterion first.")


class ScoresChanged(GradusError):
    text = _("The scores were changed in another window. Look at them again, then submit.")


class ScoreLate(AssessmentOver):
    """The score arrived after the end: it is kept, and not counted."""

    text = _("This arrived after the assessment was submitted or called off. It is kept, but does not count.")


class ScoreStale(GradusError):
    """Another window had scored already: the score is kept, and what stands is handed back."""

    text = _("This criterion was scored in another window. Choose the score that counts.")

    def __init__(self, *, seq: int, points: int | None, comment: str, at: datetime | None) -> None:
        super().__init__()
        self.seq = seq
        self.points = points
        self.comment = comment
        self.at = at


class KeyDoesNotFit(GradusError):
    text = _(
        "There is no other version, ready to be asked, whose key fits these options. Choose another remedy."
    )


class PreviewChanged(GradusError):
    text = _("Meanwhile something has changed. Look at the new preview, then confirm it.")


class RegradeRunning(GradusError):
    text = _("Another regrade of this question is still being carried out. Try again in a minute.")


class RegradesHerself(GradusError):
    text = _("Your own paper asks this question. Ask another trainer of the topic.")


class MarksHerself(GradusError):
    text = _("Nobody marks her own paper.")


class BadMark(GradusError):
    text = _("Give points from 0 to %(most)s.")


class NotAllCriteria(GradusError):
    text = _("Choose a level for every criterion.")


class MarkedAlready(GradusError):
    """Another judgement stands: this one is kept beside it."""

    text = _("%(by)s has marked this answer already: %(points)s points. Yours is kept, but does not count.")

    def __init__(self, *, by: str, points: str) -> None:
        super().__init__(self.text % {"by": by, "points": points})


class QueryOpen(GradusError):
    text = _("Your query about this question is still open. You will be told when it is answered.")


class NothingToQuery(GradusError):
    text = _("This question is not shown to you now.")


class AnswerChanged(GradusError):
    """The paper was reopened after the marker had read it."""

    text = _(
        "This answer has changed since you read it. Your points are kept, but do not count: "
        "open it again and read it as it stands now."
    )


class AlreadyAnswered(GradusError):
    text = _("%(by)s has answered this query already.")

    def __init__(self, *, by: str) -> None:
        super().__init__(self.text % {"by": by})


class MediaRefused(GradusError):
    """Not a picture or a sound that questions can show; the text says what to take instead."""
