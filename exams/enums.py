import math

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    JUDGEMENT = "judgement", _("Situational judgement")
    SHORT_TEXT = "short_text", _("Short text")
    NUMERIC = "numeric", pgettext_lazy("a question", "Number")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    CLOZE = "cloze", _("Text with gaps")
    ESSAY = "essay", _("Essay")
    SPOKEN = "spoken", _("Spoken answer")


class StimulusKind(models.TextChoices):
    """What shared material is shown as."""

    CHAT = "chat", _("Chat log")
    CALL = "call", _("Recorded call")
    DOCUMENT = "document", _("Document, such as a bill")


class MediaKind(models.TextChoices):
    IMAGE = "image", _("Picture")
    AUDIO = "audio", _("Sound")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class Layout(models.TextChoices):
    SINGLE = "single", _("One question a page")
    LIST = "list", _("All questions in a list")


class Drawing(models.TextChoices):
    """When the questions of an attempt are drawn from the bank."""

    PERSON = "person", _("Anew for each attempt")
    ONCE = "once", _("Once: the same for everybody")
    BOOKLETS = "booklets", _("Once: parallel booklets A, B, C, D")


class Medium(models.TextChoices):
    """Where a booklet is answered."""

    SCREEN = "screen", _("On the screen")
    PAPER = "paper", _("On paper")


class Leaf(models.TextChoices):
    """What is printed of a booklet."""

    QUESTIONS = "questions", _("Questions")
    KEY = "key", _("Questions with the key")
    ANSWERS = "answers", _("Answer sheet")


class Shown(models.TextChoices):
    """What of a paper may be shown to its candidate, beside the result itself."""

    ATTEMPT = "attempt", _("The questions and her answers")
    CORRECT = "correct", _("Whether each is right")
    MAX_MARKS = "max_marks", _("The points a question is worth")
    MARKS = "marks", _("The points she got")
    FEEDBACK = "feedback", _("What is said of her answer")
    EXPLANATION = "explanation", _("The explanation")
    RIGHT = "right", _("The right answer")


class When(models.TextChoices):
    """The four times that a review policy tells apart."""

    DURING = "during", _("During practice")
    JUST_AFTER = "just_after", _("Within 2 minutes after handing in")
    LATER = "later", _("Later, while the test is open")
    CLOSED = "closed", _("After the test has closed for everybody")


class Preset(models.TextChoices):
    """Review policies that have a name."""

    NEVER = "never", _("Never")
    HANDED_IN = "handed_in", _("After handing in")
    CLOSED = "closed", _("After the test has closed for everybody")
    PRACTICE = "practice", _("Practice: during the test too")
    CUSTOM = "custom", _("Custom: as the table says")


class SittingKind(models.TextChoices):
    QUARTERLY = "quarterly", _("Quarterly test")
    LEVEL = "level", _("Level exam")
    ONBOARDING = "onboarding", _("Onboarding test")
    MAKE_UP = "make_up", _("Make-up test")
    PRACTICE = "practice", _("Practice")


class EndedBy(models.TextChoices):
    CANDIDATE = "candidate", _("Handed in")
    TIME = "time", _("Time was up")
    INVIGILATOR = "invigilator", _("Ended by whoever runs the test")
    PAPER = "paper", _("Written on paper")


class Refused(models.TextChoices):
    """Why an answer that arrived is kept, but not counted."""

    STALE = "stale", _("Another window had answered already")
    LATE = "late", _("It arrived after the end")
    ORDER = "order", _("It was not this question's turn")


class Verdict(models.TextChoices):
    """What was said of a version that is no more than a draft."""

    SUBMITTED = "submitted", _("Submitted for review")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")
    RELEASED = "released", _("Made ready")


class State(models.TextChoices):
    """How far a question has come."""

    DRAFT = "draft", pgettext_lazy("a question", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("a question", "In review")
    READY = "ready", pgettext_lazy("a question", "Ready")
    RETIRED = "retired", pgettext_lazy("a question", "Retired")


class Counts(models.TextChoices):
    """Which of a person's attempts in a sitting stands for her result."""

    BEST = "best", _("The best")
    LAST = "last", _("The last")
    AVERAGE = "average", _("The average of all")
    FIRST = "first", _("The first")
    FIRST_PASS = "first_pass", _("The first that was passed")


class MarkKind(models.TextChoices):
    MACHINE = "machine", _("By the key")
    HUMAN = "human", _("By a person")
    REGRADE = "regrade", _("Regraded")
    VOID = "void", _("Void")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RefusedMark(models.TextChoices):
    """Why a marker's judgement is kept, but not counted."""

    TAKEN = "taken", _("Another marker was first")
    STALE = "stale", _("It was corrected in another window")


class Remedy(models.TextChoices):
    """What is done about a question that was asked with a wrong key, or should not have been asked."""

    FULL = "full", _("Full marks for everybody")
    BOTH = "both", _("Both keys count: nobody loses")
    NEW = "new", _("Only the new key counts: some may lose")
    VOID = "void", _("The question is void: its points leave the total")
    NONE = "none", _("Nothing changes; the reason is kept")


class Navigation(models.TextChoices):
    FREE = "free", _("To and fro")
    SEQUENTIAL = "sequential", _("One after the other, without going back")


class Standing(models.TextChoices):
    """How a person stands in a sitting at a moment: derived from dated facts, stored nowhere."""

    NOT_OPEN = "not_open", _("Not open yet")
    MAY_START = "may_start", _("May start")
    BARRED = "barred", _("Late entry is over")
    COOLING = "cooling", _("Waiting for the next attempt")
    RUNNING = "running", _("Running")
    GRACE = "grace", _("Time is up")
    HANDED_IN = "handed_in", _("Handed in")
    HELD = "held", _("Late answers wait")
    ABSENT = "absent", _("Absent")


class Factor(models.TextChoices):
    """Standing extra time: what a limit is multiplied by."""

    NONE = "1", _("No extra time")
    QUARTER = "1.25", _("A quarter more (× 1.25)")
    HALF = "1.5", _("Half as much again (× 1.5)")
    DOUBLE = "2", _("Twice the time (× 2)")
    UNLIMITED = "unlimited", _("Without a limit")

    @property
    def times(self) -> float:
        return math.inf if self == Factor.UNLIMITED else float(self.value)


class Outcome(models.TextChoices):
    """What came of an invitation to a campaign, at the moment of its report."""

    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    UNMARKED = "unmarked", _("Being marked")
    ABSENT = "absent", pgettext_lazy("from a test", "Absent")
    LEFT = "left", _("Left the company")


class ExchangeFormat(models.TextChoices):
    """The formats in which questions come and go."""

    AUTO = "auto", _("Recognise it")
    SPREADSHEET = "spreadsheet", _("Table (CSV, XLSX)")
    GIFT = "gift", "GIFT"
    AIKEN = "aiken", "Aiken"
    MOODLE_XML = "moodle-xml", "Moodle XML"
    QTI = "qti", "QTI 2.1, 2.2, 3.0"


class ExportFormat(models.TextChoices):
    SPREADSHEET = "spreadsheet", _("Table (XLSX): everything, in all languages")
    CSV = "csv", _("Table (CSV): everything, in all languages")
    GIFT = "gift", "GIFT"
    MOODLE_XML = "moodle-xml", "Moodle XML"
    QTI = "qti-2.2", "QTI 2.2"
