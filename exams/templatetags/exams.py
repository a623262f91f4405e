"""Scores and results in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core import text
from core.templatetags.gradus import icon
from exams.domain.marking.reviews import Choice, Line
from exams.enums import Standing
from exams.models import Objection

register = template.Library()

CHOICES = {
    "right": ("check-lg", gettext_lazy("chosen, right")),
    "wrong": ("x-lg", gettext_lazy("chosen, wrong")),
    "missed": ("check-lg", gettext_lazy("right answer")),
    "chosen": ("circle-fill", gettext_lazy("chosen")),
}
JUDGEMENTS = {
    "best": pgettext_lazy("a course of action", "best"),
    "acceptable": pgettext_lazy("a course of action", "acceptable"),
    "harmful": pgettext_lazy("a course of action", "harmful"),
}
PLACES = {
    "right": ("check-lg", gettext_lazy("right")),
    "partly": ("circle-half", gettext_lazy("partly right")),
    "wrong": ("x-lg", gettext_lazy("wrong")),
}


@register.filter
def percent(fraction: Decimal | None) -> str:
    """A fraction in per cent; nothing where there is none."""
    return "" if fraction is None else text.percent(fraction)


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


STANDINGS = {
    Standing.NOT_OPEN: ("not_started", "clock"),
    Standing.MAY_START: ("not_started", "circle"),
    Standing.BARRED: ("overdue", "x-lg"),
    Standing.COOLING: ("not_started", "clock"),
    Standing.RUNNING: ("in_progress", "circle-half"),
    Standing.GRACE: ("due_soon", "clock"),
    Standing.HANDED_IN: ("passed", "check-lg"),
    Standing.HELD: ("due_soon", "exclamation-lg"),
    Standing.ABSENT: ("overdue", "exclamation-lg"),
}


@register.simple_tag
def standing(kind: str) -> SafeString:
    """How a person stands in a sitting, as glyph and word."""
    fill, glyph = STANDINGS[Standing(kind)]
    return format_html('<span class="status status-{}">{}{}</span>', fill, icon(glyph), Standing(kind).label)


@register.simple_tag
def choices(given: Iterable[Choice]) -> SafeString:
    """The options of a reviewed question: what was chosen, and for whom it is, what was right."""
    return format_html_join(
        "",
        '<li class="choice-{}"><span class="choice-text">{}{}</span>{}</li>',
        ((choice.state, choice.text, _shown(choice), _said_of(choice)) for choice in given),
    )


def _shown(choice: Choice) -> str:
    return render_to_string("exams/_media.html", {"media": choice.media}) if choice.media else ""


def _said_of(choice: Choice) -> str:
    """Whether it was chosen and right; of a judgement, what is thought of it."""
    note, word = _note(choice.state), JUDGEMENTS.get(choice.word, "")
    return format_html('{}<span class="choice-note">{}</span>', note, word) if word else note


@register.simple_tag
def place_note(state: str) -> SafeString | str:
    """How the answer in a place was judged, as glyph and word."""
    if state not in PLACES:
        return ""
    glyph, word = PLACES[state]
    return format_html('<span class="choice-note">{}{}</span>', icon(glyph), word)


@register.filter
def of_line(queries: Mapping[int, list[Objection]], line: Line) -> list[Objection]:
    """The queries about a line of a reviewed paper."""
    return queries.get(line.position, [])


@register.filter
def may_ask(asked: list[Objection]) -> bool:
    """Whether no query about the question is open."""
    return not asked or hasattr(asked[-1], "reply")


def _note(state: str) -> str:
    if state not in CHOICES:
        return ""
    glyph, word = CHOICES[state]
    return format_html('<span class="choice-note">{}{}</span>', icon(glyph), word)


def _plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return number_format(text)
