"""The next quarter of a campaign: its window moved by three months, its title by a quarter."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.periods import Quarter, add_months
from exams.models import Campaign, Sitting

MONTHS = 3
HAN = "一二三四"
YEAR = r"(?P<year>\d{4})"
# 2026Q3, 2026-Q3; Q3 2026; 2026年第三季度; 2026年3季度
WRITTEN = (
    (re.compile(rf"{YEAR}(?P<between>\s*-?\s*)Q(?P<of>[1-4])"), "{year}{between}Q{of}"),
    (re.compile(rf"Q(?P<of>[1-4])(?P<between>\s+){YEAR}"), "Q{of}{between}{year}"),
    (
        re.compile(r"(?P<year>\d{4})(?P<between>\s*年?\s*第?)(?P<of>[一二三四])季度"),
        "{year}{between}{han}季度",
    ),
    (re.compile(r"(?P<year>\d{4})(?P<between>\s*年?\s*第?)(?P<of>[1-4])季度"), "{year}{between}{of}季度"),
)


@dataclass(frozen=True)
class Proposal:
    title: str
    opens_at: datetime
    closes_at: datetime


def following(campaign: Campaign, *, at: datetime) -> Proposal:
    """The same days three months on, or so many quarters on that the window is still to come."""
    sitting = campaign.sitting
    quarters = 1
    while shifted(sitting.closes_at, quarters) <= at:
        quarters += 1
    opens_at = shifted(sitting.opens_at, quarters)
    return Proposal(
        title=_title(sitting, quarters),
        opens_at=opens_at,
        closes_at=shifted(sitting.closes_at, quarters),
    )


def shifted(moment: datetime, quarters: int) -> datetime:
    """The same time of day so many quarters later, by the company's clocks; 31 August becomes 30 November."""
    local = timezone.localtime(moment)
    day = add_months(local.date(), MONTHS * quarters)
    return timezone.make_aware(datetime.combine(day, local.time()))


def retitled(title: str, quarters: int) -> str:
    """The title with its quarter, however it is written, moved on; as it stands where it names none."""
    for written, anew in WRITTEN:
        if found := written.search(title):
            return title[: found.start()] + _moved(found, anew, quarters) + title[found.end() :]
    return title


def _moved(found: re.Match[str], anew: str, quarters: int) -> str:
    number = found["of"] if found["of"].isascii() else HAN.index(found["of"]) + 1
    quarter = Quarter(int(found["year"]), int(number)).shifted(quarters)
    names = {"year": quarter.year, "of": quarter.number, "han": HAN[quarter.number - 1]}
    return anew.format(between=found["between"], **names)


def _title(sitting: Sitting, quarters: int) -> str:
    """A title of the sitting's own, or of the exam if that names a quarter; else none is needed."""
    anew = retitled(sitting.title, quarters)
    return anew if sitting.titles or anew != sitting.title else ""
