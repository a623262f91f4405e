"""The demo's calendar: every day of its files is an offset from the day of loading."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True)
class Days:
    today: date

    def day(self, offset: int) -> date:
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, hour: int = 9, minute: int = 0) -> datetime:
        """A time of a day in the company's zone."""
        return timezone.make_aware(datetime.combine(self.day(offset), time(hour, minute)))

    def end(self, offset: int) -> datetime:
        """The midnight with which a day ends."""
        return self.moment(offset + 1, 0)
