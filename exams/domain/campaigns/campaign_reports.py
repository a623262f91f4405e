"""The closing report of a campaign: frozen lines, and the numbers that a reader draws from those she sees.

**Frozen**: a report is written once, when the test has ended for everybody, and never changes. What comes
later (papers marked, a regrade, an entry put right) is in the next edition, which somebody asks for.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, FloatField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from core.domain import audit
from core.periods import last_day
from exams.domain.analysis.advice import EASY
from exams.domain.campaigns import campaigns, outcomes
from exams.domain.campaigns.outcomes import Standing
from exams.domain.delivery import terms
from exams.enums import MarkKind, Outcome
from exams.models import Campaign, CampaignLine, CampaignReport, Item, Mark, Sitting
from people.domain.queries import department_paths
from people.models import Posting, User
from records.domain import audiences
from records.models import Audience, AudienceMember

BATCH = 1_000
WEAKEST = 5
TAKEN = (Outcome.PASSED, Outcome.FAILED, Outcome.UNMARKED)


def close(campaign: Campaign, *, at: datetime) -> CampaignReport | None:
    """The first edition, written once the test has ended for everybody; None before."""
    if first := campaign.reports.order_by("number").first():
        return first
    return write(campaign, at=at) if campaigns.is_over(campaign, at=at) else None


def write(campaign: Campaign, *, at: datetime, by: Any = None) -> CampaignReport:
    """Another edition, as things stand now; the earlier ones stay. Two at once write one after the other."""
    sitting = campaign.sitting
    closed_at = terms.last_close(sitting)
    day = last_day(closed_at)
    found = outcomes.of(sitting, employed_on=day, on=timezone.localdate(at), known_at=at)
    departments, topics = _departments(sitting, day), _topics(sitting)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        number = campaign.reports.count() + 1
        if number > 1 and by is None:
            return campaign.reports.order_by("number")[0]
        report = CampaignReport.objects.create(
            campaign=campaign,
            number=number,
            as_of=at,
            closed_at=closed_at,
            pass_mark=sitting.exam.pass_mark,
            rule=rule_of(sitting.audience.audience),
        )
        rows = [_line(report, one, departments, topics) for one in found]
        CampaignLine.objects.bulk_create(rows, batch_size=BATCH)
        audit.record(by=by, verb="reported", obj=report, at=at, people=len(rows))
    return report


def rule_of(audience: Audience) -> dict[str, Any]:
    """An audience's rule as it reads now, to be kept."""
    levels = dict(audiences.known_levels()) if audience.levels else {}
    return {
        "audience": audience.name,
        "departments": [str(one) for one in audience.departments.all()],
        "positions": [str(one) for one in audience.positions.all()],
        "hired_from": audience.hired_from and audience.hired_from.isoformat(),
        "hired_until": audience.hired_until and audience.hired_until.isoformat(),
        "levels": [levels.get(subject, subject) for subject in audience.levels],
    }


def _line(
    report: CampaignReport, one: Standing, departments: dict[int, str], topics: dict[int, list[list[Any]]]
) -> CampaignLine:
    return CampaignLine(
        report=report,
        employee_id=one.employee,
        department=departments.get(one.employee, ""),
        outcome=one.outcome,
        score=one.score,
        attempt_id=one.attempt,
        topics=topics.get(one.attempt or 0, []) if one.score is not None else [],
    )


def _departments(sitting: Sitting, day: date) -> dict[int, str]:
    """The path of each invited person's department on a day."""
    paths = dict(department_paths())
    invited = AudienceMember.objects.filter(snapshot=sitting.audience_id).values("employee")
    posted = Posting.objects.on(day).filter(employee__in=invited).values_list("employee", "department")
    return {employee: paths.get(department, "") for employee, department in posted}


def _topics(sitting: Sitting) -> dict[int, list[list[Any]]]:
    """Points earned and possible of each attempt by topic; void questions left out."""
    marks = Mark.objects.filter(item=OuterRef("pk")).order_by("-seq")[:1]
    items = (
        Item.objects.filter(attempt__sitting=sitting)
        .annotate(
            fraction=Cast(Subquery(marks.values("fraction")), FloatField()),
            judged=Subquery(marks.values("kind")),
            worth=Cast("points", FloatField()),
        )
        .exclude(judged=MarkKind.VOID)
    )
    rows = items.order_by().values("attempt_id", "version__question__topic__name")
    summed = rows.annotate(earned=Sum(F("worth") * F("fraction")), most=Sum("worth"))
    found: dict[int, list[list[Any]]] = defaultdict(list)
    for row in summed.order_by("attempt_id", "version__question__topic__name"):
        topic = row["version__question__topic__name"]
        found[row["attempt_id"]].append([topic, round(row["earned"] or 0, 6), row["most"]])
    return found


@dataclass(frozen=True)
class Tally:
    """People by outcome. Who left is counted beside, and stands in no denominator."""

    passed: int = 0
    failed: int = 0
    unmarked: int = 0
    absent: int = 0
    left: int = 0

    @property
    def present(self) -> int:
        """The denominator: invited, and working here on the last day."""
        return self.taken + self.absent

    @property
    def taken(self) -> int:
        return self.passed + self.failed + self.unmarked

    @property
    def invited(self) -> int:
        return self.present + self.left

    @property
    def taken_share(self) -> float | None:
        return self.taken / self.present if self.present else None

    @property
    def passed_share(self) -> float | None:
        """Of those who work here, whether they took it or not: "everybody must pass"."""
        return self.passed / self.present if self.present else None


@dataclass(frozen=True)
class Department:
    name: str
    tally: Tally


@dataclass(frozen=True)
class WeakTopic:
    """The share of a topic's points that people earned, and by how many it was asked."""

    name: str
    share: float
    people: int

    @property
    def is_weak(self) -> bool:
        return self.share < EASY


@dataclass(frozen=True)
class Shown:
    """A report as one reader sees it."""

    report: CampaignReport
    whole: Tally
    departments: list[Department]
    topics: list[WeakTopic]

    @property
    def weakest(self) -> list[WeakTopic]:
        return [topic for topic in self.topics if topic.is_weak][:WEAKEST]


def shown(report: CampaignReport, reader: User) -> Shown:
    """The numbers of the lines that a reader sees."""
    return _shown(report, report.lines.visible_to(reader))


def whole(report: CampaignReport) -> Shown:
    """The numbers of all lines: for paper that is kept."""
    return _shown(report, report.lines.all())


def _shown(report: CampaignReport, lines: QuerySet[CampaignLine]) -> Shown:
    counts = lines.order_by().values_list("department", "outcome").annotate(n=Count("pk"))
    departments: dict[str, Counter[str]] = defaultdict(Counter)
    for department, outcome, number in counts:
        departments[department][outcome] += number
    return Shown(
        report=report,
        whole=_tally(sum(departments.values(), Counter())),
        departments=[Department(name, _tally(departments[name])) for name in sorted(departments)],
        topics=_summed(lines.exclude(topics=[]).values_list("topics", flat=True)),
    )


def people(report: CampaignReport, reader: User, outcome: str = "") -> QuerySet[CampaignLine]:
    """The lines that a reader sees, those to act on first."""
    lines = report.lines.visible_to(reader).select_related("employee", "attempt")
    found = lines.filter(outcome=outcome) if outcome else lines
    return found.order_by("outcome", "department", "employee__sort_key", "employee__number")


def _tally(counts: Counter[str]) -> Tally:
    return Tally(**{outcome.value: counts[outcome.value] for outcome in Outcome})


def _summed(rows: Iterable[list[list[Any]]]) -> list[WeakTopic]:
    """The weakest first."""
    sums: dict[str, list[float]] = {}
    for topics in rows:
        for name, earned, most in topics:
            line = sums.setdefault(name, [0.0, 0.0, 0.0])
            line[0] += float(earned)
            line[1] += float(most)
            line[2] += 1
    found = [
        WeakTopic(name, earned / most, int(count)) for name, (earned, most, count) in sums.items() if most
    ]
    return sorted(found, key=lambda topic: (topic.share, topic.name))
