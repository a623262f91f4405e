"""Periods of the calendar: validity, windows, quarters. Months end where the calendar says they end."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WRITTEN = re.compile(r"\s*(\d{1,4})\s*([dwmy])\s*", re.ASCII | re.IGNORECASE)
QUARTER = re.compile(r"\s*(\d{4})\s*-?\s*Q([1-4])\s*", re.ASCII | re.IGNORECASE)


def add_months(day: date, months: int) -> date:
    """The same day some months on or back, or the last one of a shorter month: 31 January, 28 February.

    Count from the anchor each time: 28 February and a month more is 28 March, not the 31st.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def start_of(day: date) -> datetime:
    """The first moment of a day in the company's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def last_day(closes_at: datetime) -> date:
    """The last day of something that closes at a moment: midnight belongs to the day before."""
    return timezone.localdate(closes_at - timedelta(microseconds=1))


def closing_time(closes_at: datetime, form: str = "%H:%M") -> str:
    """The time at which something closes on its last day: midnight is 24:00."""
    at = timezone.localtime(closes_at)
    written = at.strftime(form)
    return written.replace("00", "24", 1) if at.time() == time.min else written


class Unit(StrEnum):
    DAY = "d"
    WEEK = "w"
    MONTH = "m"
    YEAR = "y"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as people agree on it: 10d, 3w, 12m, 1y."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> Self:
        match = WRITTEN.fullmatch(written)
        if match is None:
            raise ValueError(_("Write a period as 10d, 3w, 12m or 1y."))
        return cls(int(match[1]), Unit(match[2].lower()))

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def after(self, anchor: date, times: int = 1) -> date:
        """The day this long after the anchor, or several times this long."""
        return self._from(anchor, self.count * times)

    def before(self, anchor: date, times: int = 1) -> date:
        return self._from(anchor, -self.count * times)

    @property
    def in_words(self) -> str:
        """3 weeks, in the language of the reader."""
        number = {"count": self.count}
        match self.unit:
            case Unit.DAY:
                return ngettext("%(count)d day", "%(count)d days", self.count) % number
            case Unit.WEEK:
                return ngettext("%(count)d week", "%(count)d weeks", self.count) % number
            case Unit.MONTH:
                return ngettext("%(count)d month", "%(count)d months", self.count) % number
            case Unit.YEAR:
                return ngettext("%(count)d year", "%(count)d years", self.count) % number

    def _from(self, anchor: date, count: int) -> date:
        match self.unit:
            case Unit.DAY:
                return anchor + timedelta(days=count)
            case Unit.WEEK:
                return anchor + timedelta(weeks=count)
            case Unit.MONTH:
                return add_months(anchor, count)
            case Unit.YEAR:
                return add_months(anchor, 12 * count)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of the calendar year, written 2026Q4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, label: str) -> Self:
        match = QUARTER.fullmatch(label)
        if match is None:
            raise ValueError(_("Write a quarter as 2026Q4."))
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last(self) -> date:
        return add_months(self.first, 3) - timedelta(days=1)

    def shifted(self, quarters: int) -> Self:
        """The quarter so many later (or, below zero, earlier)."""
        return self.of(add_months(self.first, 3 * quarters))
