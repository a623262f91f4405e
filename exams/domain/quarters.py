"""The next quarter of a campaign: its window moved by three months, its title by a quarter."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from core.periods import Quarter, add_months
from exams.models import Campaign, Sitting

MONTHS = 3
HAN = "一二三四"
# 2026Q3, 2026 Q3, 2026-Q3; Q3 2026; 2026年第三季度, 2026年3季度
WRITTEN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Quarter], str]], ...] = (
    (re.compile(r"\d{4}(\s*-?\s*)Q[1-4]"), lambda m, q: f"{q.year}{m[1]}Q{q.number}"),
    (re.compile(r"Q[1-4](\s+)\d{4}"), lambda m, q: f"Q{q.number}{m[1]}{q.year}"),
    (re.compile(r"\d{4}(\s*年?\s*第?)[一二三四]季度"), lambda m, q: f"{q.year}{m[1]}{HAN[q.number - 1]}季度"),
    (re.compile(r"\d{4}(\s*年?\s*第?)[1-4]季度"), lambda m, q: f"{q.year}{m[1]}{q.number}季度"),
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
        title=retitled(_own_title(sitting), Quarter.of(timezone.localdate(opens_at))),
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
    for written, anew in WRITTEN:
        if written.search(title):
            return written.sub(lambda match, anew=anew: anew(match, quarter), title)
    return title


def _own_title(sitting: Sitting) -> str:
    return sitting.titled() if sitting.titles else ""
