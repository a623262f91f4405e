"""Tags every template may load: icons, the five steps, states, and days in words."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext, pgettext_lazy, to_locale
from django.utils.translation import gettext as _

from core import periods

register = template.Library()
register.filter(periods.last_day)
register.filter(periods.closing_time)

SPRITE = "vendor/bootstrap-icons-1.13.2/sprite.svg"
STEPS = 5


@dataclass(frozen=True)
class Status:
    """How one state is told: a glyph and a word; the fill comes from the style sheet."""

    glyph: str
    word: object


STATUSES = {
    "passed": Status("check-lg", gettext_lazy("Passed")),
    "due_soon": Status("clock", gettext_lazy("Due soon")),
    "overdue": Status("exclamation-lg", gettext_lazy("Overdue")),
    "in_progress": Status("circle-half", gettext_lazy("In progress")),
    "not_started": Status("circle", gettext_lazy("Not started")),
}

WEEKDAYS = (
    pgettext_lazy("a day", "Mon %(date)s"),
    pgettext_lazy("a day", "Tue %(date)s"),
    pgettext_lazy("a day", "Wed %(date)s"),
    pgettext_lazy("a day", "Thu %(date)s"),
    pgettext_lazy("a day", "Fri %(date)s"),
    pgettext_lazy("a day", "Sat %(date)s"),
    pgettext_lazy("a day", "Sun %(date)s"),
)


@register.simple_tag
def html_lang() -> str:
    """The language as an HTML lang value: zh-Hans, not zh-hans."""
    return to_locale(get_language() or "en").replace("_", "-")


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> str:
    """The person's own choice, else this browser's; without a request, as the system has it."""
    request = context.get("request")
    if request is None:
        return "system"
    chosen = getattr(getattr(request, "user", None), "theme", "")
    return chosen or request.COOKIES.get(settings.THEME_COOKIE_NAME, "system")


@cache
def _sprite() -> str:
    """The sprite's address: a page asks for it at each of its icons."""
    return static(SPRITE)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One symbol of the sprite; silent beside a word, named where no word stands."""
    return _icon(name, str(label))


@lru_cache(maxsize=1_000, typed=True)
def _icon(name: str, label: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>', spoken, _sprite(), name
    )


@register.simple_tag
def steps(filled: int = STEPS, label: str | None = None, size: str = "") -> SafeString:
    """Five rising steps, filled as far as a person has come. An empty label makes them silent."""
    if label is None:
        label = _("Level %(level)d of 5") % {"level": filled}
    return _steps(filled, str(label), size)


@lru_cache(maxsize=100, typed=True)
def _steps(filled: int, label: str, size: str) -> SafeString:
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    marks = format_html_join("", "{}", ((_step(number, number <= filled),) for number in range(1, STEPS + 1)))
    return format_html(
        '<svg class="steps{}" viewBox="0 0 30 20" focusable="false" {}>{}</svg>',
        f" steps-{size}" if size else "",
        spoken,
        marks,
    )


def _step(number: int, is_filled: bool) -> SafeString:
    """Every step stands on the ground: one come so far is filled, one ahead is faint."""
    height = 4 * number
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="6" height="{}"></rect>',
        "filled" if is_filled else "ahead",
        6 * (number - 1),
        20 - height,
        height,
    )


@register.inclusion_tag("_status.html")
def status(kind: str, word: str = "") -> dict[str, object]:
    """A state as glyph, word and fill; another word (a date, say) may stand for the usual one."""
    return {"kind": kind, "glyph": STATUSES[kind].glyph, "word": word or STATUSES[kind].word}


@register.filter
def due(value: date | datetime | None, today: date | None = None) -> str:
    """A due day in words, with how far off it is: "due Fri 28 Nov, in 3 days"."""
    if value is None:
        return ""
    today = today or timezone.localdate()
    days = (_local(value) - today).days
    return _due_sentence(days) % {"day": day(value, today), "days": abs(days)}


def _due_sentence(days: int) -> str:
    """The sentence for a day so many days ahead, or behind where negative."""
    if days == 0:
        return _("due today, %(day)s")
    if days == 1:
        return _("due tomorrow, %(day)s")
    if days > 1:
        return ngettext("due %(day)s, in %(days)d day", "due %(day)s, in %(days)d days", days)
    return ngettext("was due %(day)s, %(days)d day ago", "was due %(day)s, %(days)d days ago", -days)


@register.filter
def day(value: date | datetime | None, today: date | None = None) -> str:
    """A day as people say it, with its weekday; the year only where it is another one."""
    if value is None:
        return ""
    on = _local(value)
    is_this_year = on.year == (today or timezone.localdate()).year
    form = pgettext("day format", "j M") if is_this_year else pgettext("day format", "j M Y")
    return WEEKDAYS[on.weekday()] % {"date": date_format(on, form)}


def _local(value: date | datetime) -> date:
    """A moment's day in the company's zone; a day is itself."""
    return timezone.localdate(value) if isinstance(value, datetime) else value
