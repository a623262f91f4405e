"""All staff: the audience that asks nothing."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from records.models import Audience


def unlimited() -> QuerySet[Audience]:
    """Audiences that ask nothing."""
    return Audience.objects.filter(departments=None, positions=None, hired_from=None, hired_until=None)


def everybody() -> Audience:
    """All staff; made where missing."""
    return unlimited().order_by("pk").first() or Audience.objects.create(name=_("All staff"))
