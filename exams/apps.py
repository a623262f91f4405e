from typing import Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ExamsConfig(AppConfig):
    name = "exams"
    verbose_name = _("Exams")

    def ready(self) -> None:
        from records import evidence

        evidence.register("exams.attempt", attempt_address)
        evidence.register("exams.average", attempt_address)
        evidence.register("exams.assessment", assessment_address)


def attempt_address(pk: int, user: Any) -> str | None:
    """Where the evidence is seen: the candidate's result, or for whoever may, the paper as answered."""
    from exams.models import Attempt

    attempt = Attempt.objects.visible_to(user).exclude(handed_in_at=None).filter(pk=pk).first()
    if attempt is None:
        return None
    is_own = attempt.employee == user.as_employee
    return reverse("exams:result" if is_own else "exams:review", args=[pk])


def assessment_address(pk: int, user: Any) -> str | None:
    """Where the signed sheet behind an entry is seen."""
    from exams.models import Assessment

    seen = Assessment.objects.visible_to(user).submitted().filter(pk=pk)
    return reverse("assess:result", args=[pk]) if seen.exists() else None
