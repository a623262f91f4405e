"""What other screens ask of the levels."""

from django import template
from django.utils import timezone

from certification.models import RuleVersion

register = template.Library()


@register.simple_tag
def is_asked(subject: str) -> bool:
    """Whether a level or the onboarding asks today for what the training file knows by this name."""
    return RuleVersion.objects.in_force(timezone.localdate()).filter(requirements__subject=subject).exists()
