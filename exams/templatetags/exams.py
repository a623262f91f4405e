"""Scores and results in words."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.templatetags.gradus import icon

register = template.Library()


@register.filter
def percent(fraction: Decimal | None) -> str:
    """A fraction in per cent with at most one decimal, never rounded up to a mark that was not reached."""
    if fraction is None:
        return ""
    shown = (Decimal(fraction) * 100).quantize(Decimal("0.1"), rounding="ROUND_FLOOR")
    return f"{_plain(shown)} %"


@register.filter
def points(value: Decimal) -> str:
    return _plain(Decimal(value).quantize(Decimal("0.01")))


@register.simple_tag
def outcome(result: str) -> SafeString:
    """Passed or not, as glyph and word."""
    passed = result == "passed"
    return format_html(
        '<span class="status status-{}">{}{}</span>',
        "passed" if passed else "failed",
        icon("check-lg" if passed else "x-lg"),
        _("Passed") if passed else _("Not passed"),
    )


def _plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return number_format(text)
