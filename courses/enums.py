from django.db import models
from django.utils.translation import gettext_lazy as _


class Tone(models.TextChoices):
    """How a callout sounds."""

    INFO = "info", _("Good to know")
    TIP = "tip", _("Tip")
    WARNING = "warning", _("Take care")


class Dimension(models.TextChoices):
    """What a criterion of a rubric looks at."""

    SOLUTION = "solution", _("Soundness of the solution")
    COMMUNICATION = "communication", _("Effectiveness of communication")
    ATTITUDE = "attitude", _("Service attitude")
    KNOWLEDGE = "knowledge", _("Business knowledge")
    SKILLS = "skills", _("Service skills")


class Stage(models.TextChoices):
    """The four stages of handling a complaint, in their order."""

    CALM = "calm", _("Calm")
    ANALYSE = "analyse", _("Analyse")
    PROPOSE = "propose", _("Propose")
    FOLLOW_UP = "follow_up", _("Follow up")
