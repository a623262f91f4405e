"""How a person stands in a sitting, in words: which rule, which moments, what next."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from core.periods import closing_time, last_day
from core.templatetags.gradus import day
from exams.domain.delivery.deadlines import GRACE, UNLIMITED, Go, Situation
from exams.enums import EndedBy, Standing

OVER = (Standing.HANDED_IN, Standing.HELD, Standing.COOLING)


def reason(here: Situation) -> str:
    """One to four sentences for whoever reads it: the person or who runs the sitting."""
    said = _after(here) if here.standing in OVER else [*_state(here), *_basis(here)]
    return " ".join(said)


def begins(moment: datetime, today: date) -> str:
    """A moment from which something is so: midnight is 00:00."""
    at = timezone.localtime(moment)
    return f"{day(moment, today)} {at.strftime(_form(at))}"


def ends(moment: datetime, today: date) -> str:
    """A moment at which something ends: midnight is 24:00 of the day before."""
    return f"{day(last_day(moment), today)} {closing_time(moment, _form(moment))}"


def _form(moment: datetime) -> str:
    return "%H:%M:%S" if moment.second else "%H:%M"


def _state(here: Situation) -> list[str]:
    window, today = here.terms.window, timezone.localdate(here.at)
    closes = ends(window.closes, today)
    match here.standing:
        case Standing.NOT_OPEN:
            opens = {"opens": begins(window.opens, today), "closes": closes}
            return [_("Opens %(opens)s, closes %(closes)s.") % opens]
        case Standing.ABSENT:
            return [_("Closed %(closes)s without a start.") % {"closes": closes}]
        case Standing.BARRED:
            return [_barred(here)]
        case Standing.GRACE:
            return [_grace(here)]
    end = {"closes": closes, "deadline": ends(here.deadline or window.closes, today)}
    if here.standing == Standing.RUNNING:
        return [_("Running until %(deadline)s.") % end, *_due(here, here.last.due if here.last else None)]
    return [_("Open until %(closes)s. Started now, it ends %(deadline)s.") % end, *_due(here, window.due)]


def _barred(here: Situation) -> str:
    window = here.terms.window
    entry = window.opens + window.late_entry if window.late_entry is not None else window.closes
    return _("Late entry ended %(entry)s: nobody starts for the first time after that.") % {
        "entry": ends(entry, timezone.localdate(here.at))
    }


def _grace(here: Situation) -> str:
    today, end = timezone.localdate(here.at), here.deadline or here.at
    return _("Time was up %(deadline)s. Answers still on their way count until %(grace)s.") % {
        "deadline": ends(end, today),
        "grace": ends(end + GRACE, today),
    }


def _due(here: Situation, due: datetime | None) -> list[str]:
    if due is None:
        return []
    said = {"due": ends(due, timezone.localdate(here.at))}
    if here.at > due:
        return [_("It was due %(due)s: what is handed in now is marked as late.") % said]
    return [_("Due %(due)s.") % said]


def _basis(here: Situation) -> list[str]:
    """Whose exception, which extra time and how many added minutes this rests on."""
    held, last = here.terms, here.last if here.standing != Standing.MAY_START else None
    said = []
    if held.by_person:
        said.append(_("By an exception for this person."))
    if held.by_group:
        said.append(_("By an exception for a group."))
    if held.extra > 1 and _is_longer(here):
        said.append(_extra(held.extra))
    if last and last.minutes_added:
        said.append(_("Minutes added: %(minutes)d.") % {"minutes": last.minutes_added})
    return said


def _is_longer(here: Situation) -> bool:
    """Whether extra time makes the end later than it would be."""
    closes = here.terms.window.closes
    return here.terms.window.limit is not None or bool(here.deadline and here.deadline > closes)


def _extra(factor: float) -> str:
    if factor == UNLIMITED:
        return _("Extra time without a limit is included.")
    return _("Extra time × %(factor)s is included.") % {"factor": f"{factor:g}"}


def _after(here: Situation) -> list[str]:
    if here.last is None:
        return []
    window, today = here.terms.window, timezone.localdate(here.at)
    said = [_ended(here.last, today), *_late(here.last, today)]
    if here.standing == Standing.HELD:
        said.append(_("Answers that arrived later wait for a decision."))
    if here.standing == Standing.COOLING and here.again:
        said.append(_("The next attempt can start %(again)s.") % {"again": begins(here.again, today)})
    elif here.again:
        closes = ends(window.closes, today)
        said.append(_("No further attempt before the close %(closes)s.") % {"closes": closes})
    elif here.is_used_up and here.at < window.closes:
        number = {"used": here.used, "allowed": window.attempts}
        said.append(_("Attempts used: %(used)d of %(allowed)d.") % number)
    return said


def _ended(last: Go, today: date) -> str:
    finish = {"finish": ends(last.finished or last.deadline, today)}
    match last.ended_by:
        case EndedBy.TIME:
            return _("Time was up %(finish)s: handed in by itself.") % finish
        case EndedBy.INVIGILATOR:
            return _("Ended %(finish)s by whoever runs the test.") % finish
    return _("Handed in %(finish)s.") % finish


def _late(last: Go, today: date) -> list[str]:
    if last.due is None or not last.is_late:
        return []
    return [_("It was due %(due)s: marked as late.") % {"due": ends(last.due, today)}]
