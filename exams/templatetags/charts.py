"""Charts drawn on the server: bars and dots in SVG, always beside the number they show, which is their text.

A drawing is silent: the number stands in the table that holds it. It stretches to its cell and takes its
colours from the style sheet, light, dark and on paper.
"""

from decimal import ROUND_DOWN, Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.text import percent

register = template.Library()

WIDTH, HEIGHT = 100, 10
TENTH = Decimal("0.001")


@register.simple_tag
def bar(value: float | None, most: float = 1.0, kind: str = "") -> SafeString:
    """A bar from nothing to `value`, on a track as long as `most`."""
    length = 0.0 if not value or most <= 0 else max(min(value / most, 1.0), 0.0) * WIDTH
    return format_html(
        '<svg class="chart-bar {}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" '
        'focusable="false"><rect class="track" width="{}" height="{}"></rect>'
        '<rect class="mark" width="{}" height="{}"></rect></svg>',
        kind, WIDTH, HEIGHT, WIDTH, HEIGHT, _short(length), HEIGHT,
    )  # fmt: skip


@register.simple_tag
def dot(value: float | None, low: float = -100.0, high: float = 100.0) -> SafeString:
    """A dot on a line from `low` to `high`, with a tick where zero is; no dot where there is no value."""
    place = None if value is None else (min(max(value, low), high) - low) / (high - low) * WIDTH
    zero = (0 - low) / (high - low) * WIDTH if low < 0 < high else None
    return format_html(
        '<svg class="chart-dot" viewBox="-6 0 {} 12" aria-hidden="true" focusable="false">'
        '<line class="track" x1="0" x2="{}" y1="6" y2="6"></line>{}{}</svg>',
        WIDTH + 12,
        WIDTH,
        _tick(zero),
        SafeString("")
        if place is None
        else format_html(
            '<circle class="mark{}" cx="{}" cy="6" r="4"></circle>', _below(value), _short(place)
        ),
    )


@register.simple_tag
def thirds(option: Any, totals: Any) -> SafeString:
    """Three cells: how many of the lowest, middle and best third chose an option, and which share of each."""
    counts = (option.low, option.middle, option.best)
    return format_html_join(
        "",
        '<td class="num" data-label="{}">{} <span class="share">{}</span>{}</td>',
        (
            (name, count, share(count / total if total else None), bar(count, total))
            for name, count, total in zip(
                (_("Lowest third"), _("Middle third"), _("Best third")), counts, totals, strict=True
            )
        ),
    )


@register.filter
def share(value: float | None) -> str:
    """A fraction in per cent with one decimal, rounded down: 100 is all of them."""
    if value is None:
        return "–"
    return percent(Decimal(str(round(value, 9))).quantize(TENTH, rounding=ROUND_DOWN))


@register.filter
def figure(value: float | None, places: int = 0) -> str:
    """A figure with so many decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.{places}f}".replace("-", "−")


def _tick(place: float | None) -> SafeString:
    if place is None:
        return SafeString("")
    return format_html('<line class="tick" x1="{0}" x2="{0}" y1="2" y2="10"></line>', _short(place))


def _below(value: float | None) -> str:
    return " below" if value is not None and value < 0 else ""


def _short(length: float) -> str:
    return f"{length:.1f}".rstrip("0").rstrip(".")
