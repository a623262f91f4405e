"""Scores and results in words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from core import text
from core.templatetags.gradus import icon
from exams.domain.marking.reviews import Choice, Line
from exams.enums import Standing
from exams.models import Attempt, Objection

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


QUERY_FORM = """<details class="query-ask">
  <summary>{summary}<span class="visually-hidden"> {position}</span></summary>
  <form method="post" action="{action}"><input type="hidden" name="csrfmiddlewaretoken" value="{token}">
    <label class="form-label" for="query-{position}">{label}</label>
    <textarea class="form-control" id="query-{position}" name="text" rows="2" maxlength="2000"
              required></textarea>
    <button class="btn btn-outline-secondary" type="submit">{send}</button>
  </form>
</details>"""


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
def worth(line: Line) -> str:
    """What a reviewed question earned, or is worth, or why it has no points."""
    if line.is_void:
        return _("Void: its points were taken out of the total.")
    if not line.marked:
        return _("being marked")
    if line.points is None:
        return ""
    facts = {"earned": points(line.earned), "points": points(line.points)}
    if line.fraction is None:
        return _("worth %(points)s points") % facts
    return _("%(earned)s of %(points)s points") % facts


@register.simple_tag
def place_note(state: str) -> SafeString | str:
    """How the answer in a place was judged, as glyph and word."""
    if state not in PLACES:
        return ""
    glyph, word = PLACES[state]
    return format_html('<span class="choice-note">{}{}</span>', icon(glyph), word)


@register.simple_tag
def queries_of(
    line: Line, queries: Mapping[int, list[Objection]], attempt: Attempt, token: str
) -> SafeString:
    """The queries about a line of a reviewed paper; while none of them is open, the form for the next."""
    asked = queries.get(line.position)
    if not asked:
        return _query_form(line.position, attempt, token)
    told = render_to_string("exams/_queries.html", {"asked": asked})
    may_ask = hasattr(asked[-1], "reply")
    return SafeString(told + (_query_form(line.position, attempt, token) if may_ask else ""))


def _query_form(position: int, attempt: Attempt, token: str) -> SafeString:
    """One stands under each question: as a template it would cost as much as the rest of the page."""
    return format_html(
        QUERY_FORM,
        summary=_("Query this question"),
        position=position,
        action=reverse("exams:query_ask", args=[attempt.pk, position]),
        token=token,
        label=_("What is wrong with this question?"),
        send=_("Send the query"),
    )


def _note(state: str) -> str:
    return _noted(state, get_language())


@cache
def _noted(state: str, language: str | None) -> str:
    """A review says one of these beside each of its options."""
    if state not in CHOICES:
        return ""
    glyph, word = CHOICES[state]
    return format_html('<span class="choice-note">{}{}</span>', icon(glyph), word)


def _plain(value: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return number_format(text)
