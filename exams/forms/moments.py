"""Moments typed in a browser, and the window from one to another."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

OPEN_FOR = timedelta(days=14)
CLOSING = time(18)
MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A moment in the company's zone, picked in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT], **kwargs)


def usual_window(at: datetime) -> dict[str, datetime]:
    """From now for two weeks, to the end of a working day."""
    now = timezone.localtime(at).replace(second=0, microsecond=0)
    return {"opens_at": now, "closes_at": datetime.combine(now.date() + OPEN_FOR, CLOSING, now.tzinfo)}


def check_window(form: forms.Form, *, opens: datetime | None, closes: datetime | None, at: datetime) -> None:
    """Add an error where the end is over already, or not after the beginning."""
    if closes and closes <= at:
        form.add_error("closes_at", _("Choose a moment that is still to come."))
    elif opens and closes and closes <= opens:
        form.add_error("closes_at", _("Choose a moment after the opening."))
