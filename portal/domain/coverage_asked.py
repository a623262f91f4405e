"""What somebody asks of coverage, as the page's address has it. What cannot be read is taken as not given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from certification.domain.paths import new_since
from certification.models import Level, Scheme
from core.converters import numbers
from people.models import Employee
from portal.domain.coverage import SHOWS, Departments


@dataclass(frozen=True)
class Asked:
    on: date
    of: str = ""
    department: int | None = None
    show: str = ""
    by_name: bool = False

    def levels(self, every: Sequence[Level], employees: Sequence[Employee]) -> list[Level]:
        """The levels whose requirements are the columns: a scheme's, or one of them. If none is named,
        onboarding where there are new hires, else a ladder."""
        code, _colon, rank = self.of.partition(":")
        chosen = [level for level in every if level.scheme.code == code and rank in ("", str(level.rank))]
        if chosen or not every:
            return chosen
        has_new = any(one.hired_on >= new_since(self.on) for one in employees)
        first = min(every, key=lambda level: level.scheme.is_ladder == has_new).scheme
        return [level for level in every if level.scheme == first]

    def within(self, departments: Departments) -> set[int] | None:
        """The departments whose people are the rows; None is all."""
        known = self.department in departments.paths
        return departments.below(self.department) if self.department and known else None


def read(values: Mapping[str, str], *, today: date) -> Asked:
    department = values.get("department", "")
    show = values.get("show", "")
    return Asked(
        on=min(_day(values.get("on", "")) or today, today),
        of=values.get("of", ""),
        department=next(iter(numbers([department])), None),
        show=show if show in SHOWS else "",
        by_name=values.get("sort") == "name",
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Choices:
    scheme: Scheme
    whole: Choice
    steps: Sequence[Choice]


def choices(every: Sequence[Level]) -> Iterator[Choices]:
    """Each scheme as a whole, and the steps of a ladder."""
    for scheme, within in groupby(every, key=lambda level: level.scheme):
        levels = list(within)
        label = _("%(scheme)s, all levels") % {"scheme": scheme.title} if scheme.is_ladder else scheme.title
        steps = [Choice(f"{scheme.code}:{level.rank}", _step(level)) for level in levels]
        yield Choices(scheme, Choice(scheme.code, label), steps if scheme.is_ladder else [])


def _step(level: Level) -> str:
    return _("Level %(rank)s, %(title)s") % {"rank": level.rank, "title": level.title}
