"""Proof that a score is a function of the frozen paper, the responses, the judgements and what was decided.

Some hundreds of attempts are read at a time: memory does not grow with their number.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from exams.domain.marking import moderation, regrades, results, scores
from exams.domain.marking.regrades import Remedied
from exams.domain.taking import attempts, items
from exams.domain.taking.items import ItemState
from exams.enums import MarkKind
from exams.models import Attempt, Mark, Marking, Regrade
from records.domain import histories
from records.domain.histories import History
from records.domain.ledger import SCORE_STEP
from records.enums import Result
from records.models import Entry

BATCH = 200


@dataclass(frozen=True)
class Difference:
    """Where an attempt does not come out as it was booked."""

    attempt: int
    what: str
    stored: object
    recomputed: object

    def __str__(self) -> str:
        return f"attempt {self.attempt}: {self.what}: stored {self.stored}, recomputed {self.recomputed}"


def verify(*, exam: str | None = None) -> tuple[int, list[Difference]]:
    """How many attempts were looked at, and every difference found."""
    differences: list[Difference] = []
    checked = 0
    for number, found in differing(exam=exam):
        checked += number
        differences += found
    return checked, differences


def differing(*, exam: str | None = None) -> Iterator[tuple[int, list[Difference]]]:
    """Batch by batch: how many attempts it held, and their differences."""
    done = Attempt.objects.whole().exclude(handed_in_at=None).order_by("pk")
    if exam:
        done = done.filter(sitting__exam__code=exam)
    last = 0
    while batch := list(done.filter(pk__gt=last)[:BATCH]):
        yield len(batch), list(_differences(batch))
        last = batch[-1].pk


def _differences(batch: Sequence[Attempt]) -> Iterator[Difference]:
    states = items.of_many([attempt.pk for attempt in batch])
    every = [state for one in states.values() for state in one]
    marks, judged, decided = _marks(every), _judged(every), _decided(every)
    undone = regrades.undone(regrade.pk for rules in decided.values() for regrade, _rule in rules)
    graded = attempts.grades(every)
    told = histories.of(attempt.source for attempt in batch)
    for attempt in batch:
        for state in states[attempt.pk]:
            rules = decided.get(state.version, [])
            chain = _Chain(attempt, state, marks[state.pk], judged[state.pk], rules, undone)
            yield from chain.differences(graded.get(state.pk))
        yield from _entry(attempt, states[attempt.pk], told[attempt.source])
    yield from _counting(batch)


@dataclass(frozen=True)
class _Chain:
    """The marks of an item, each of which follows from what stood before it."""

    attempt: Attempt
    state: ItemState
    marks: list[Mark]
    judged: list[Marking]
    decided: list[tuple[Regrade, Remedied]]
    undone: set[int]

    def differences(self, graded: Decimal | None) -> Iterator[Difference]:
        yield from self._compared(MarkKind.MACHINE, graded)
        yield from self._compared(MarkKind.HUMAN, self._by_people())
        yield from self._regraded()

    def _compared(self, kind: MarkKind, expected: Decimal | None) -> Iterator[Difference]:
        """The last mark of a kind; those before it were of answers or judgements that stand no more."""
        found = [mark.fraction for mark in self._standing() if mark.kind == kind]
        stored = found[-1] if found else None
        if stored != expected:
            yield self._difference(f"{kind} mark", stored, expected)

    def _by_people(self) -> Decimal | None:
        """What the judgements come to once there are enough of them."""
        places = {one.place: one.fraction for one in self.judged}
        fractions = [places[place] for place in sorted(places)]
        if not fractions:
            return None
        share, gap = moderation.policy(self.attempt.marking)
        second = moderation.has_second(self.attempt.nonce, self.state.pk, share)
        was_marked = any(mark.kind == MarkKind.HUMAN for mark in self.marks)
        enough = len(fractions) >= moderation.needed(fractions, second=second, gap=gap)
        return moderation.final(fractions) if enough or was_marked else None

    def _standing(self) -> list[Mark]:
        """The marks since the last that was withdrawn."""
        gone = [at for at, mark in enumerate(self.marks) if mark.kind == MarkKind.WITHDRAWN]
        return self.marks[gone[-1] + 1 :] if gone else self.marks

    def _regraded(self) -> Iterator[Difference]:
        """Each decision’s mark against what it does to the mark before it; and decisions that have none after
        the last mark of another kind."""
        before = replace(self.state, fraction=None, is_void=False)
        rules = {regrade.pk: rule for regrade, rule in self.decided}
        carried_out = set(rules) - self.undone
        waiting = set(carried_out)
        for mark in self.marks:
            if mark.regrade_id is None:
                gone = mark.kind == MarkKind.WITHDRAWN
                waiting = set(carried_out)
                before = replace(before, fraction=None if gone else mark.fraction, is_void=False)
                continue
            waiting.discard(mark.regrade_id)
            expected = regrades.after(before, rules[mark.regrade_id])
            before = replace(before, fraction=mark.fraction, is_void=mark.kind == MarkKind.VOID)
            if (before.fraction, before.is_void) != (expected.fraction, expected.is_void):
                yield self._difference(f"regrade {mark.regrade_id}", mark.fraction, expected.fraction)
        for regrade in sorted(waiting):
            yield self._difference(f"regrade {regrade}", None, "a mark")

    def _difference(self, what: str, stored: object, recomputed: object) -> Difference:
        return Difference(self.attempt.pk, f"{what} of item {self.state.pk}", stored, recomputed)


def _marks(states: Iterable[ItemState]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(item__in=[state.pk for state in states]).order_by("seq"):
        found[mark.item_id].append(mark)
    return found


def _judged(states: Iterable[ItemState]) -> dict[int, list[Marking]]:
    found: dict[int, list[Marking]] = defaultdict(list)
    rows = Marking.objects.filter(item__in=[state.pk for state in states])
    for marking in rows.order_by("place", "seq"):
        found[marking.item_id].append(marking)
    return found


def _decided(states: Iterable[ItemState]) -> dict[int, list[tuple[Regrade, Remedied]]]:
    return regrades.decided({state.version for state in states})


def _entry(attempt: Attempt, states: Sequence[ItemState], history: History) -> Iterator[Difference]:
    """The line in force of the training file against the score."""
    found = None if attempt.sitting.is_practice else scores.of(attempt, states)
    entry = history.standing
    if found is None or entry is None:
        if (found is None) != (entry is None):
            yield Difference(attempt.pk, "entry", entry, found)
        return
    pairs: list[tuple[str, object, object]] = [
        ("score", entry.score, Decimal(found.whole.fraction).quantize(SCORE_STEP)),
        ("result", entry.result, str(Result.PASSED if found.passed else Result.FAILED)),
        ("points", entry.facts["points"], float(found.whole.points)),
    ]
    yield from (Difference(attempt.pk, *pair) for pair in pairs if pair[1] != pair[2])


def _counting(batch: Sequence[Attempt]) -> Iterator[Difference]:
    """Which attempts count by the exam's rule, against the endings and averages of the training file."""
    mine = {attempt.pk for attempt in batch}
    groups = [group for group in results.ruled_groups(batch) if _first_handed_in(group).pk in mine]
    told = histories.of(source for group in groups for source in results.sources_of(group))
    for group in groups:
        yield from _counted(group, told)


def _first_handed_in(group: Sequence[Attempt]) -> Attempt:
    return min((attempt for attempt in group if attempt.handed_in_at), key=lambda attempt: attempt.pk)


def _counted(group: Sequence[Attempt], told: dict[str, History]) -> Iterator[Difference]:
    days, means = results.expected(group, told)
    for attempt, day in zip(results.marked(group, told), days, strict=True):
        stored = _last_day(told[attempt.source], told[attempt.source].standing)
        if stored != day:
            yield Difference(attempt.pk, "last day that counts", stored, day)
    first = results.average_source(group[0])
    kept = [told[results.average_source(attempt)] for attempt in group]
    stored = [
        (entry.source, entry.on, _last_day(history, entry), entry.score, entry.result)
        for history in kept
        for entry in history.in_force
    ]
    expected = [
        (
            first,
            mean.on,
            mean.until,
            mean.fraction.quantize(SCORE_STEP),
            str(Result.PASSED if mean.passed else Result.FAILED),
        )
        for mean in means
    ]
    if sorted(stored, key=str) != sorted(expected, key=str):
        yield Difference(group[0].pk, "averages", stored, expected)


def _last_day(history: History, entry: Entry | None) -> object:
    return history.last_day(entry) if entry else None
