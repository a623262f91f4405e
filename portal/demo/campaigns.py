"""The quarterly tests as they were run: each follows the one before it, and what has ended has its report."""

from datetime import timedelta
from typing import Any

from exams.domain.campaigns import campaign_reports
from exams.enums import SittingKind
from exams.models import Campaign, MakeUp, Sitting
from portal.demo.content import read
from portal.demo.days import Days

REMIND_DAYS = [7, 2]
NIGHT = timedelta(hours=1)

Data = dict[str, Any]


def load(days: Days) -> None:
    rows = sorted(read("history.json")["sittings"], key=lambda row: row["opens"])
    made: dict[str, Campaign] = {}
    for row in rows:
        if row["makeup_of"]:
            made_up = _sitting(row, SittingKind.MAKE_UP, days)
            MakeUp.objects.create(campaign=made[row["makeup_of"]], sitting=made_up)
        else:
            made[row["code"]] = _campaign(row, days, follows=next(reversed(made.values()), None))
    for campaign in made.values():
        campaign_reports.close(campaign, at=min(campaign.sitting.closes_at + NIGHT, days.moment(0)))


def _campaign(row: Data, days: Days, follows: Campaign | None) -> Campaign:
    sitting = _sitting(row, SittingKind.QUARTERLY, days)
    return Campaign.objects.create(
        sitting=sitting,
        follows=follows,
        remind_days=REMIND_DAYS,
        opened_at=sitting.opens_at,
        made_at=sitting.opens_at,
    )


def _sitting(row: Data, kind: SittingKind, days: Days) -> Sitting:
    offered = Sitting.objects.select_related("exam", "audience__audience")
    return offered.get(exam__code=row["exam"], kind=kind, opens_at=days.moment(row["opens"]))
