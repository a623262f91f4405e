from django.db import models
from django.utils.translation import gettext_lazy as _


class SchemeKind(models.TextChoices):
    """What a scheme is for: grades that are awarded with a certificate, or what every new hire has to
    finish."""

    LEVELS = "levels", _("Levels")
    ONBOARDING = "onboarding", _("Onboarding")


class RequirementKind(models.TextChoices):
    COURSE = "course", _("Course completed")
    EXAM = "exam", _("Exam passed")
    ASSESSMENT = "assessment", _("Observed assessment passed")
    TENURE = "tenure", _("Months in the level below")


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("Valid")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")
    SUPERSEDED = "superseded", _("Superseded")


class CellState(models.TextChoices):
    """How one person stands with one requirement on a day."""

    PASSED = "passed", _("Passed")
    DUE_SOON = "due_soon", _("Due soon")
    OVERDUE = "overdue", _("Overdue")
    IN_PROGRESS = "in_progress", _("In progress")
    NOT_STARTED = "not_started", _("Not started")
