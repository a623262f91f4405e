from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class Layout(models.TextChoices):
    SINGLE = "single", _("One question a page")
    LIST = "list", _("All questions in a list")


class Review(models.TextChoices):
    """When a candidate may see her answers beside the right ones and why."""

    NEVER = "never", _("Never")
    HANDED_IN = "handed_in", _("After handing in")
    CLOSED = "closed", _("After the test has closed for everybody")


class SittingKind(models.TextChoices):
    QUARTERLY = "quarterly", _("Quarterly test")
    LEVEL = "level", _("Level exam")
    ONBOARDING = "onboarding", _("Onboarding test")
    MAKE_UP = "make_up", _("Make-up test")
    PRACTICE = "practice", _("Practice")


class EndedBy(models.TextChoices):
    CANDIDATE = "candidate", _("Handed in")
    TIME = "time", _("Time was up")


class Refused(models.TextChoices):
    """Why an answer that arrived is kept, but not counted."""

    STALE = "stale", _("Another window had answered already")
    LATE = "late", _("It arrived after the end")


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
