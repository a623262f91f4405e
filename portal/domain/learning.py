"""A learner's home: the one next task, and the way on which it lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.domain.coverage import due_on
from certification.domain.findings import entries_of
from certification.domain.paths import Path, paths
from certification.enums import RequirementKind
from certification.requirements import Finding
from certification.requirements.base import Words, day, sentence
from courses.domain.ahead import Ahead, ahead
from exams.domain.delivery.sittings import Offer, offers
from exams.models import Assessment
from people.models import Employee
from portal.domain import todo
from portal.domain.todo import Task
from records.models import Entry


@dataclass(frozen=True)
class Step:
    """A requirement on the way: done, to be done now, or locked and why."""

    finding: Finding
    task: Task | None
    due: date | None
    why: Words
    state: str = ""  # the kind of status of what can be done now

    @property
    def is_locked(self) -> bool:
        return not self.finding.met and self.task is None


@dataclass(frozen=True)
class Way:
    path: Path
    steps: Sequence[Step]


@dataclass(frozen=True)
class Coming:
    """The next known date when nothing is to be done."""

    on: date
    what: Words


@dataclass(frozen=True)
class Learning:
    task: Task | None
    overdue: int
    ways: Sequence[Way]
    coming: Coming | None


def learning(employee: Employee, *, at: datetime, language: str) -> Learning:
    """All of it in seven queries, however much there is to do."""
    today = timezone.localdate(at)
    found = _Found(employee, at=at, language=language)
    climbed = _asked(paths(employee, found.entries, on=today))
    found.look_up_courses(climbed)
    ways = [Way(path, [found.step(finding) for finding in path.findings]) for path in climbed]
    tasks = list({task.url: task for task in [*found.others(), *_tasks(ways)]}.values())
    return Learning(
        task=todo.first(tasks, today=today),
        overdue=sum(task.urgency(today) == todo.OVERDUE for task in tasks),
        ways=ways,
        coming=_coming(ways, found.offers, at=at) if not tasks else None,
    )


def _asked(climbed: Sequence[Path]) -> list[Path]:
    """Onboarding until it is done, and only then the ladders."""
    onboarding = [path for path in climbed if not path.scheme.is_ladder and not path.is_done]
    return onboarding or [path for path in climbed if path.scheme.is_ladder]


def _tasks(ways: Sequence[Way]) -> list[Task]:
    return [step.task for way in ways for step in way.steps if step.task]


class _Found:
    """What is on record of one person, and the tasks that follow from it."""

    def __init__(self, employee: Employee, *, at: datetime, language: str) -> None:
        self.employee, self.at, self.language = employee, at, language
        self.entries: list[Entry] = entries_of(employee)
        self.offers: list[Offer] = offers(employee, at=at)
        waiting = Assessment.objects.open().filter(employee=employee)
        self.role_plays = list(waiting.select_related("scenario__rubric").order_by("planned_on", "pk"))
        self.courses: dict[str, Ahead] = {}

    def look_up_courses(self, climbed: Sequence[Path]) -> None:
        codes = {
            _code(finding)
            for path in climbed
            for finding in path.findings
            if finding.requirement.kind == RequirementKind.COURSE and not finding.met
        }
        self.courses = ahead(self.employee, codes, language=self.language)

    def step(self, finding: Finding) -> Step:
        requirement = finding.requirement
        due = due_on(self.employee, requirement) if requirement.due_days is not None else None
        if finding.met:
            return Step(finding, None, due, finding.text)
        ask: dict[str, Callable[[Finding, date | None], Task | None]] = {
            RequirementKind.COURSE: self._course,
            RequirementKind.EXAM: self._exam,
            RequirementKind.ASSESSMENT: self._role_play,
        }
        task = ask[requirement.kind](finding, due) if requirement.kind in ask else None
        if task is None:
            return Step(finding, None, due, self._why(finding))
        return Step(finding, task, task.due or due, finding.text, task.state(timezone.localdate(self.at)))

    def others(self) -> list[Task]:
        """What is asked beside the way: tests offered to her, role-plays planned for her."""
        offered = [todo.exam(offer, self.entries, due=None) for offer in self.offers]
        planned = [todo.role_play(one, due=None) for one in self.role_plays]
        return [task for task in [*offered, *planned] if task]

    def _course(self, finding: Finding, due: date | None) -> Task | None:
        found = self.courses.get(_code(finding))
        return todo.course(finding.requirement.title, found, due=due) if found else None

    def _exam(self, finding: Finding, due: date | None) -> Task | None:
        tests = [todo.exam(offer, self.entries, due=due) for offer in self._offered(finding)]
        return todo.first([test for test in tests if test], today=timezone.localdate(self.at))

    def _role_play(self, finding: Finding, due: date | None) -> Task | None:
        mine = [one for one in self.role_plays if one.scenario.rubric.code == _code(finding)]
        return todo.role_play(mine[0], due=due) if mine else None

    def _offered(self, finding: Finding) -> list[Offer]:
        return [offer for offer in self.offers if offer.sitting.exam.code == _code(finding)]

    def _why(self, finding: Finding) -> Words:
        """Why a step cannot be taken yet, and what opens it."""
        if finding.requirement.kind == RequirementKind.COURSE:
            return sentence(_("“{title}” is not published yet."), title=finding.requirement.title)
        if finding.requirement.kind != RequirementKind.EXAM:
            return finding.text
        title = finding.requirement.title
        opens = [offer.window.opens for offer in self._offered(finding) if offer.window.opens > self.at]
        if opens:
            return sentence(
                _("“{title}” opens on {day}."), title=title, day=day(timezone.localdate(min(opens)))
            )
        return sentence(_("“{title}” is not open now. You will be told when it is."), title=title)


def _code(finding: Finding) -> str:
    """What a requirement asks for, without the kind that stands before it."""
    return finding.requirement.subject.partition(":")[2]


def _coming(ways: Sequence[Way], offered: Sequence[Offer], *, at: datetime) -> Coming | None:
    """The first of what is known to come: a test that opens, months that are full, a level that ends."""
    opening = [
        Coming(timezone.localdate(offer.window.opens), offer.sitting.title)
        for offer in offered
        if offer.window.opens > at
    ]
    full = [
        Coming(step.finding.opens_on, step.why) for way in ways for step in way.steps if step.finding.opens_on
    ]
    ending = [
        Coming(
            way.path.held_until,
            sentence(_("“{title}” ends: renew it before then."), title=way.path.held.title),
        )
        for way in ways
        if way.path.held and way.path.held_until
    ]
    return min([*opening, *full, *ending], key=lambda coming: coming.on, default=None)
