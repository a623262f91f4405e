"""The next quarter of a campaign: its window moved by three months, its title by a quarter."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.periods import Quarter, add_months
from exams.models import Campaign, Sitting

MONTHS = 3
HAN = "一二三四"
# 2026Q3, 2026-Q3; Q3 2026; 2026年第三季度; 2026年3季度
WRITTEN = (
    (re.compile(r"\d{4}(?P<between>\s*-?\s*)Q[1-4]"), "{year}{between}Q{number}"),
    (re.compile(r"Q[1-4](?P<between>\s+)\d{4}"), "Q{number}{between}{year}"),
    (re.compile(r"\d{4}(?P<between>\s*年?\s*第?)[一二三四]季度"), "{year}{between}{han}季度"),
    (re.compile(r"\d{4}(?P<between>\s*年?\s*第?)[1-4]季度"), "{year}{between}{number}季度"),
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
        title=_title(sitting, Quarter.of(timezone.localdate(opens_at))),
        opens_at=opens_at,
        closes_at=shifted(sitting.closes_at, quarters),
    )


def shifted(moment: datetime, quarters: int) -> datetime:
    """The same time of day so many quarters later, by the company's clocks; 31 August becomes 30 November."""
    local = timezone.localtime(moment)
    day = add_months(local.date(), MONTHS * quarters)
    return timezone.make_aware(datetime.combine(day, local.time()))


def retitled(title: str, quarter: Quarter) -> str:
    """The title with its quarter, however it is written, replaced; as it stands where it names none."""
    names = {"year": quarter.year, "number": quarter.number, "han": HAN[quarter.number - 1]}
    for written, anew in WRITTEN:
        if found := written.search(title):
            said = anew.format(**names, **found.groupdict())
            return title[: found.start()] + said + title[found.end() :]
    return title


def _title(sitting: Sitting, quarter: Quarter) -> str:
    """A title of the sitting's own, or of the exam if that names a quarter; else none is needed."""
    anew = retitled(sitting.title, quarter)
    return anew if sitting.titles or anew != sitting.title else ""
