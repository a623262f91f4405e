from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be beside a learner. Manager is no grant: she is one by the chain of managers."""

    TRAINER = "trainer", _("Trainer")
    ASSESSOR = "assessor", _("Assessor")
    HR = "hr", _("HR administrator")
    AUDITOR = "auditor", _("Auditor")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
