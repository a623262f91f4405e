from decimal import Decimal

from django import template

from core import text

register = template.Library()


@register.filter
def percent(score: Decimal | None) -> str:
    """A share of the points in words; nothing where there was no score."""
    return "" if score is None else text.percent(score)
