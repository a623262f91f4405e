from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from core import text
from records.models import Entry

register = template.Library()


@register.filter
def percent(score: Decimal | None) -> str:
    """A share of the points in words; nothing where there was no score."""
    return "" if score is None else text.percent(score)


@register.filter
def booker(entry: Entry) -> str:
    """Who booked a line; what the house did by itself is said in the reader's language."""
    return entry.by_name if entry.by_id else _("the system")
