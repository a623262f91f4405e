"""Results in the training file: booked once an attempt is marked throughout, put right when marks change.

Whoever calls holds the attempts' rows. One attempt or some hundreds: the number of statements is the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core import texts
from exams.domain.marking import counting, scores
from exams.domain.marking.counting import Average, Taken
from exams.domain.marking.scores import Score
from exams.domain.taking import items
from exams.domain.taking.items import ItemState
from exams.enums import Counts
from exams.models import Attempt
from notices.domain import notices
from people.models import Employee
from records.domain import histories, ledger
from records.domain.histories import History
from records.enums import EntryKind, Result
from records.models import Entry


@dataclass(frozen=True)
class Writing:
    """Who puts the file right, why and when."""

    at: datetime
    by: Any = None
    reason: str = ""


def write(
    attempts: Sequence[Attempt], writing: Writing, *, states: Mapping[int, Sequence[ItemState]] | None = None
) -> list[Attempt]:
    """Bring the training file to what the marks say; tells whose line is new or another than before.

    Practice is never in the file, nor an attempt that was reopened meanwhile.
    """
    attempts = [one for one in attempts if one.handed_in_at and not one.sitting.is_practice]
    if states is None:
        states = items.of_many([attempt.pk for attempt in attempts])
    told = histories.of(attempt.source for attempt in attempts)
    changed, lines = [], []
    for attempt in attempts:
        found = scores.of(attempt, states[attempt.pk])
        said = (
            _corrected(told[attempt.source], _line(attempt, found, writing), writing)
            if found
            else _taken_back(told[attempt.source], writing)
        )
        if said:
            changed.append(attempt)
            lines += said
    ledger.add(lines)
    count(changed, writing)
    return changed


def superseded() -> str:
    """Why an attempt's line ends, in the company's language: it stands in the training file."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Another attempt counts by the rule of this test")


def tell(attempts: Iterable[Attempt], *, kind: str, key: str = "{}", **facts: str) -> None:
    """A notice to each candidate, with the title of the test in her language."""
    notices.tell_all(
        kind,
        [
            notices.Told(
                user, key.format(attempt.pk), attempt.get_absolute_url(), facts | _title(attempt, user)
            )
            for attempt in attempts
            if (user := attempt.employee.user)
        ],
    )


def _title(attempt: Attempt, user: Any) -> dict[str, str]:
    exam = attempt.sitting.exam
    return {"title": texts.pick(exam.titles, user.language or settings.LANGUAGE_CODE) or exam.code}


def _corrected(history: History, line: Entry, writing: Writing) -> list[Entry]:
    """What is to be written so that a line stands: nothing where it does."""
    was = history.standing
    if was and _says(was) == _says(line):
        return []
    line.seq = history.next_seq
    if was is None:
        return [line]
    gone = ledger.reversal(was, seq=line.seq, reason=writing.reason, by=writing.by, at=writing.at)
    line.seq += 1
    line.reason = writing.reason
    return [gone, line]


def _taken_back(history: History, writing: Writing) -> list[Entry]:
    """What is to be written where there is no score, or none any more."""
    was = history.standing
    said = {"reason": writing.reason, "by": writing.by, "at": writing.at}
    return [ledger.reversal(was, seq=history.next_seq, **said)] if was else []


def _says(line: Entry) -> tuple[object, ...]:
    """What makes a line another one; facts that were not known when it was written are left out."""
    facts = {name: fact for name, fact in line.facts.items() if fact is not None}
    return line.on, line.score, line.result, facts


def _line(attempt: Attempt, found: Score, writing: Writing) -> Entry:
    return _booking(
        attempt,
        source=attempt.source,
        score=found.whole.fraction,
        passed=found.passed,
        facts=facts(attempt, found),
        writing=writing,
    )


def _booking(
    attempt: Attempt,
    *,
    source: str,
    score: Decimal,
    passed: bool,
    facts: dict[str, object],
    writing: Writing,
) -> Entry:
    exam = attempt.sitting.exam
    return ledger.booking(
        employee=attempt.employee,
        kind=EntryKind.EXAM,
        subject=exam.subject,
        category=exam.category,
        title=texts.pick(exam.titles, settings.LANGUAGE_CODE) or exam.code,
        on=timezone.localdate(attempt.handed_in_at),
        score=score,
        result=Result.PASSED if passed else Result.FAILED,
        facts=facts,
        source=source,
        by=writing.by,
        at=writing.at,
    )


def facts(attempt: Attempt, found: Score) -> dict[str, object]:
    """What the training file keeps beside the score."""
    return _common(attempt) | {
        "points": float(found.whole.points),
        "points_max": float(found.whole.points_max),
        "attempt": attempt.number,
        "sections": {part.title: round(float(part.fraction), 6) for part in found.sections},
    }


def _common(attempt: Attempt) -> dict[str, object]:
    return {
        "pass_mark": float(attempt.pass_mark),
        "sitting": texts.pick(attempt.sitting.titles, settings.LANGUAGE_CODE),
        "paper": attempt.sitting.exam.paper.code,
    }


def average_source(first: Attempt) -> str:
    """What the training file calls the average of a person's attempts in a sitting."""
    return f"exams.average:{first.pk}"


def groups(attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    """All attempts of the same people in the same sittings, open ones too, each group in their order."""
    asked = {(attempt.sitting_id, attempt.employee_id) for attempt in attempts}
    found: dict[tuple[int, int], list[Attempt]] = {pair: [] for pair in sorted(asked)}
    rows = Attempt.objects.whole().order_by("number")
    sittings, people = {pair[0] for pair in asked}, {pair[1] for pair in asked}
    for attempt in rows.filter(sitting__in=sittings, employee__in=people):
        pair = (attempt.sitting_id, attempt.employee_id)
        if pair in found:
            found[pair].append(attempt)
    return list(found.values())


def ruled_groups(attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    """Those groups where not simply the best counts."""
    ruled = [attempt for attempt in attempts if attempt.sitting.exam.counts != Counts.BEST]
    return groups(ruled) if ruled else []


def count(changed: Sequence[Attempt], writing: Writing) -> None:
    """End what does not count by the exam's rule, and write the averages."""
    ruled = [attempt for attempt in changed if attempt.sitting.exam.counts != Counts.BEST]
    if not ruled:
        return
    # Two attempts of one person that are marked at once: the second sees what the first one booked.
    people = sorted({attempt.employee_id for attempt in ruled})
    list(Employee.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
    every = groups(ruled)
    sources = [source for group in every for source in sources_of(group)]
    for missing in (_means, _ends):
        told = histories.of(sources)
        ledger.add([line for group in every for line in missing(group, told, writing)])


def sources_of(group: Sequence[Attempt]) -> list[str]:
    """Averages stand with a person's first attempt; those with any other are left from a group without it."""
    return [source for attempt in group for source in (attempt.source, average_source(attempt))]


def marked(group: Sequence[Attempt], told: Mapping[str, History]) -> list[Attempt]:
    """Those of a group that the file has a line of."""
    return [attempt for attempt in group if told[attempt.source].standing]


def taken(group: Sequence[Attempt], told: Mapping[str, History]) -> list[Taken]:
    lines = [line for attempt in group if (line := told[attempt.source].standing)]
    return [Taken(line.on, Decimal(line.score or 0), line.result == Result.PASSED) for line in lines]


def stands(attempt: Attempt) -> tuple[int, Taken | None]:
    """How many attempts of the person in the sitting are marked, and what they come to by the exam's rule."""
    [group] = groups([attempt])
    told = histories.of(sources_of(group))
    found = taken(group, told)
    return len(found), counting.stands(found, attempt.sitting.exam.counts, attempt.pass_mark)


def expected(group: Sequence[Attempt], told: Mapping[str, History]) -> tuple[list[Any], list[Average]]:
    """By the exam's rule: the last day of each marked attempt's line, and the averages."""
    done = marked(group, told)
    if not done:
        return [], []
    counts, results = done[0].sitting.exam.counts, taken(done, told)
    return (
        counting.last_days(results, counts),
        counting.averages(results, counts, done[-1].pass_mark),
    )


def _means(group: Sequence[Attempt], told: Mapping[str, History], writing: Writing) -> list[Entry]:
    """Averages that are missing, and reversals of those that are wrong."""
    done, source = marked(group, told), average_source(group[0])
    means = expected(group, told)[1]
    wanted = {mean.of: _mean_line(done[mean.of - 1], source, mean, writing) for mean in means}
    left = [line for other in group[1:] for line in _averaged(told[average_source(other)], {}, writing)]
    return _averaged(told[source], wanted, writing) + left


def _averaged(history: History, wanted: Mapping[int, Entry], writing: Writing) -> list[Entry]:
    """What is to be written so that of all averages with one attempt the wanted ones stand."""
    right = {
        of: was
        for was in history.in_force
        if (line := wanted.get(of := was.facts["average_of"])) and _says(was) == _says(line)
    }
    said = {"reason": writing.reason or superseded(), "by": writing.by, "at": writing.at}
    wrong = [was for was in history.in_force if was not in right.values()]
    lines = [ledger.reversal(was, seq=0, **said) for was in wrong]
    lines += [line for of, line in wanted.items() if of not in right]
    for seq, line in enumerate(lines, start=history.next_seq):
        line.seq = seq
    return lines


def _mean_line(last: Attempt, source: str, mean: Average, writing: Writing) -> Entry:
    return _booking(
        last,
        source=source,
        score=mean.fraction,
        passed=mean.passed,
        facts=_common(last) | {"average_of": mean.of},
        writing=writing,
    )


def _ends(group: Sequence[Attempt], told: Mapping[str, History], writing: Writing) -> list[Entry]:
    """Endings that are missing, and reversals of those that are wrong."""
    days, means = expected(group, told)
    lines = []
    for attempt, day in zip(marked(group, told), days, strict=True):
        history = told[attempt.source]
        lines += _ended(history, history.standing, day, history.next_seq, writing)
    history = told[average_source(group[0])]
    standing = {entry.facts["average_of"]: entry for entry in history.in_force}
    seq = history.next_seq
    for mean in means:
        said = _ended(history, standing[mean.of], mean.until, seq, writing)
        seq += len(said)
        lines += said
    return lines


def _ended(history: History, line: Entry | None, day: Any, seq: int, writing: Writing) -> list[Entry]:
    if line is None or history.last_day(line) == day:
        return []
    said = {"by": writing.by, "at": writing.at}
    if day is not None:
        return [ledger.ending(line, seq=seq, on=day, reason=superseded(), **said)]
    wrong = enumerate(history.ends(line), start=seq)
    return [ledger.reversal(end, seq=at, reason=writing.reason or superseded(), **said) for at, end in wrong]
