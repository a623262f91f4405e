"""Regrades: a wrong key put right for everybody who was asked, looked at before it is done.

The preview and the run share `after`, a pure function of an item's state; what the run writes is what the
preview showed. Attempts that run keep their version; what was decided is applied when they are handed in.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from core.domain import audit, jobs
from core.models import Job
from exams import kinds
from exams.domain.marking import results, scores
from exams.domain.marking.results import Writing
from exams.domain.marking.scores import Score
from exams.domain.taking import items
from exams.domain.taking.items import ItemState
from exams.domain.taking.shelves import answer_keys, faces
from exams.enums import MarkKind, Remedy
from exams.errors import KeyDoesNotFit, PreviewChanged, RegradeRunning, RegradesHerself
from exams.models import Attempt, Item, Mark, QuestionVersion, Regrade, RegradedVersion
from people.models import User

BATCH = 500
JOB = "exams.regrade"

# An attempt that was handed in while the decision was written is looked for once more.
AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Remedied:
    """What is done about the items of some versions; `key` where a new one counts."""

    versions: frozenset[int]
    remedy: Remedy
    key: dict[str, Any] | None = None

    def fraction(self, state: ItemState) -> Decimal:
        """What an item earns after it."""
        was = state.fraction or Decimal(0)
        if self.remedy == Remedy.FULL:
            return Decimal(1)
        if self.remedy == Remedy.VOID:
            return was
        by_new_key = self._by_new_key(state)
        return max(was, by_new_key) if self.remedy == Remedy.BOTH else by_new_key

    def _by_new_key(self, state: ItemState) -> Decimal:
        kind = kinds.get(faces.many([state.version])[state.version].kind)
        return Decimal(kind.grade(self.key or {}, state.given) or 0)


@dataclass(frozen=True)
class Change:
    """An attempt whose score or result becomes another; None while not all of it is marked."""

    attempt: int
    before: Score | None
    after: Score | None

    @property
    def gain(self) -> Decimal:
        was, now = (score.whole.fraction if score else Decimal(0) for score in (self.before, self.after))
        return now - was

    @property
    def passes(self) -> bool:
        return bool(self.before and self.after and self.after.passed and not self.before.passed)

    @property
    def fails(self) -> bool:
        return bool(self.before and self.after and self.before.passed and not self.after.passed)

    @property
    def words(self) -> str:
        """What two previews must agree on."""
        return f"{self.attempt} {_said(self.before)} {_said(self.after)}"


@dataclass(frozen=True)
class Preview:
    asked: int
    changes: list[Change]

    @property
    def digest(self) -> str:
        lines = "\n".join([str(self.asked), *(change.words for change in self.changes)])
        return hashlib.sha256(lines.encode()).hexdigest()


def _said(score: Score | None) -> str:
    if score is None:
        return "-"
    parts = [
        f"{part.points.normalize()}/{part.points_max.normalize()}" for part in (score.whole, *score.sections)
    ]
    return f"{score.passed} {' '.join(parts)}"


def remedied(
    *, versions: Collection[QuestionVersion], remedy: Remedy, key_version: QuestionVersion | None
) -> Remedied:
    """Raises KeyDoesNotFit where a key is needed and there is none for these options, looked at by a second
    person where the topic asks for one."""
    if remedy in (Remedy.BOTH, Remedy.NEW) and not (
        key_version and is_approved(key_version) and all(fits(key_version, version) for version in versions)
    ):
        raise KeyDoesNotFit
    key = key_version.key if key_version else None
    return Remedied(frozenset(version.pk for version in versions), remedy, key)


def is_approved(version: QuestionVersion) -> bool:
    """Whether its key may judge: it is ready, or a draft of a topic that asks for no second person."""
    if not version.question.topic.needs_review:
        return True
    return QuestionVersion.objects.ready().filter(pk=version.pk).exists()


def fits(key_version: QuestionVersion, version: QuestionVersion) -> bool:
    """Whether answers to one version can be held against the key of another."""
    kind = kinds.get(version.kind)
    if key_version.kind != version.kind or kind.is_judged_by_a_person:
        return False
    shapes = [kind.shape(one.texts[one.language]) for one in (key_version, version)]
    return shapes[0] == shapes[1]


def after(state: ItemState, remedied: Remedied) -> ItemState:
    """An item as it stands after a remedy."""
    if state.version not in remedied.versions or remedied.remedy == Remedy.NONE:
        return state
    return replace(
        state,
        fraction=remedied.fraction(state),
        is_void=remedied.remedy == Remedy.VOID,
        marks=state.marks + 1,
    )


def preview(remedied: Remedied) -> Preview:
    """Whose score or result becomes another, the attempts handed in so far read some hundreds at a time."""
    asked, changes = 0, []
    for batch in _batches(_asked(remedied.versions)):
        asked += len(batch)
        states = items.of_many([attempt.pk for attempt in batch])
        for attempt in batch:
            change = _change(attempt, states[attempt.pk], remedied)
            if _said(change.before) != _said(change.after):
                changes.append(change)
    return Preview(asked, changes)


def _change(attempt: Attempt, states: Sequence[ItemState], remedied: Remedied) -> Change:
    later = [after(state, remedied) for state in states]
    return Change(attempt.pk, scores.of(attempt, states), scores.of(attempt, later))


def decide(
    *,
    versions: Sequence[QuestionVersion],
    remedy: Remedy,
    key_version: QuestionVersion | None,
    reason: str,
    seen: str,
    by: User,
    at: datetime,
) -> Regrade:
    """Write the decision down and owe the work. `seen` is the digest of the preview that was looked at.

    Raises KeyDoesNotFit, RegradeRunning, PreviewChanged or RegradesHerself.
    """
    question = versions[0].question
    found = preview(remedied(versions=versions, remedy=remedy, key_version=key_version))
    if found.digest != seen:
        raise PreviewChanged
    if remedy != Remedy.NONE:
        check_own(versions, by)
    with transaction.atomic():
        # One after the other: what was looked at must be what is changed.
        type(question).objects.select_for_update().get(pk=question.pk)
        if running(question.pk):
            raise RegradeRunning
        regrade = Regrade.objects.create(
            question=question, key_version=key_version, remedy=remedy, reason=reason, at=at, **audit.actor(by)
        )
        RegradedVersion.objects.bulk_create(
            RegradedVersion(regrade=regrade, version=version) for version in versions
        )
        audit.record(by=by, verb="regraded", obj=question, reason=reason, at=at, remedy=str(remedy))
        if remedy != Remedy.NONE:
            jobs.owe(JOB, key=regrade.pk)
            jobs.owe(JOB, key=f"{regrade.pk}:again", at=at + AGAIN)
    return regrade


def check_own(versions: Collection[QuestionVersion], by: User) -> None:
    """Raises RegradesHerself where a paper of her own asks one of them, be it handed in, marked or open."""
    own = by.as_employee
    if own and Item.objects.filter(version__in=versions, attempt__employee=own).exists():
        raise RegradesHerself


def running(question: int) -> bool:
    """Whether a regrade of a question is still being carried out."""
    decided = Regrade.objects.filter(question=question).annotate(
        name=models.functions.Cast("pk", models.CharField())
    )
    undone = Job.objects.filter(name=JOB, key__in=decided.values("name"), done_at=None)
    return undone.filter(given_up_at=None).exists()


def undone(regrades: Iterable[int]) -> set[int]:
    """Those of some decisions that are not carried out yet."""
    jobs = Job.objects.filter(name=JOB, key__in=[str(pk) for pk in regrades], done_at=None)
    return {int(key) for key in jobs.values_list("key", flat=True)}


def run(regrade: Regrade, *, at: datetime) -> int:
    """Carry a decision out, some hundreds of attempts a transaction; tells how many scores it changed.

    What has its mark already is left alone, so that it may run twice, or go on where it stopped.
    """
    by = User.objects.filter(pk=regrade.by_id).first()
    versions = set(regrade.lines.values_list("version", flat=True))
    writing = Writing(at, by=by, reason=regrade.reason)
    marked = Mark.objects.filter(item=models.OuterRef("pk"), regrade=regrade)
    changed = 0
    while True:
        waiting = Item.objects.filter(
            ~models.Exists(marked), version__in=versions, attempt__handed_in_at__isnull=False
        )
        pks = list(waiting.order_by("attempt").values_list("attempt", flat=True)[:BATCH])
        if not pks:
            return changed
        changed += _run(regrade, set(pks), writing)


def _run(regrade: Regrade, pks: set[int], writing: Writing) -> int:
    with transaction.atomic():
        rows = Attempt.objects.whole().select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
        # One that was reopened meanwhile is marked when it is handed in.
        locked = [attempt for attempt in rows if attempt.handed_in_at]
        states = applied(items.of_many([attempt.pk for attempt in locked]), at=writing.at)
        changed = results.write(locked, writing, states=states)
        results.tell(changed, kind="exam_regraded", key=f"{regrade.pk}:{{}}", reason=regrade.reason)
    return len(changed)


def applied(states: Mapping[int, list[ItemState]], *, at: datetime) -> dict[int, list[ItemState]]:
    """Write the marks of every decision about these items that have none of it yet; the items after that."""
    rules = decided({state.version for one in states.values() for state in one})
    if not rules:
        return dict(states)
    done = _done({state.pk for one in states.values() for state in one if state.version in rules})
    marks: list[Mark] = []
    found = {
        attempt: [_applied(state, rules.get(state.version, []), done, marks, at) for state in one]
        for attempt, one in states.items()
    }
    Mark.objects.bulk_create(marks)
    return found


def _done(asked: Collection[int]) -> set[tuple[int, int]]:
    """Which decisions have their mark on which items. An attempt that was reopened is marked anew, and what
    was decided is applied once more."""
    since: dict[int, set[int]] = {}
    marks = Mark.objects.filter(item__in=asked).order_by("item", "seq")
    for item, regrade in marks.values_list("item", "regrade"):
        since[item] = since.get(item, set()) | {regrade} if regrade else set()
    return {(item, regrade) for item, decided in since.items() for regrade in decided}


def _applied(
    state: ItemState,
    decided: Sequence[tuple[Regrade, Remedied]],
    done: Collection[tuple[int, int]],
    marks: list[Mark],
    at: datetime,
) -> ItemState:
    for regrade, remedied in decided:
        if (state.pk, regrade.pk) not in done:
            state = after(state, remedied)
            marks.append(_mark(state, regrade, at))
    return state


def _mark(state: ItemState, regrade: Regrade, at: datetime) -> Mark:
    return Mark(
        item_id=state.pk,
        seq=state.marks - 1,
        fraction=state.fraction or Decimal(0),
        kind=MarkKind.VOID if state.is_void else MarkKind.REGRADE,
        regrade=regrade,
        reason=regrade.reason,
        at=at,
        by_id=regrade.by_id,
        by_name=regrade.by_name,
    )


def decided(versions: Collection[int]) -> dict[int, list[tuple[Regrade, Remedied]]]:
    """The decisions about versions, by version, the first first."""
    lines = RegradedVersion.objects.filter(version__in=versions).exclude(regrade__remedy=Remedy.NONE)
    found: dict[int, list[tuple[Regrade, Remedied]]] = defaultdict(list)
    for line in lines.select_related("regrade").order_by("regrade"):
        found[line.version_id].append((line.regrade, of(line.regrade, line.version_id)))
    return found


def of(regrade: Regrade, version: int) -> Remedied:
    """What a decision does about the items of a version."""
    key = answer_keys.get(regrade.key_version_id) if regrade.key_version_id else None
    return Remedied(frozenset([version]), Remedy(regrade.remedy), key)


def _asked(versions: Iterable[int]) -> models.QuerySet[Attempt]:
    """The attempts handed in that asked a version."""
    asked = Item.objects.filter(version__in=list(versions), attempt=models.OuterRef("pk"))
    return Attempt.objects.exclude(handed_in_at=None).filter(models.Exists(asked))


def _batches(attempts: models.QuerySet[Attempt]) -> Iterator[list[Attempt]]:
    last = 0
    while batch := list(attempts.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk
