from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """What a line of the training file is about."""

    COURSE = "course", _("Course")
    SESSION = "session", _("Training session")
    EXAM = "exam", _("Exam")
    ASSESSMENT = "assessment", _("Observed assessment")
    LEVEL = "level", _("Level")
    COMMENDATION = "commendation", _("Commendation")
    COACHING = "coaching", _("Coaching")


class Result(models.TextChoices):
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    DONE = "done", _("Completed")
    NONE = "none", _("No result")
