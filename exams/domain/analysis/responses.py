"""The response matrix of attempts, read in as many queries for five hundred people as for one.

A row is an attempt that was handed in and is wholly marked; by default each person's first. A column is a
question, its versions pooled. Practice counts nowhere; a void item counts as not asked.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Case, Exists, FloatField, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast, Coalesce

from exams import kinds
from exams.domain.analysis.analyses import Chosen, Options, Responses
from exams.domain.taking import sheets
from exams.domain.taking.shelves import answer_keys, faces
from exams.enums import MarkKind, SittingKind
from exams.models import Attempt, CountedAnswer, Item, Mark, Response, Sitting

# An item with what stands of it: attempt, question, version, points, fraction, kind of mark, answer.
Row = tuple[int, int, int, float, float | None, str | None, str | None]


@dataclass
class Column:
    """A question as it was asked: in these versions, the newest last, and in so many attempts."""

    question: int
    versions: list[int]
    most: float = 0.0
    asked: int = 0

    @property
    def newest(self) -> int:
        return self.versions[-1]


@dataclass
class Loaded:
    """The matrix, its columns, and what was left out."""

    responses: Responses
    columns: list[Column]
    attempts: list[int] = field(default_factory=list)
    unmarked: int = 0


def sittings_of(sittings: QuerySet[Sitting]) -> QuerySet[Sitting]:
    """Those that count: practice tells nothing of a question."""
    return sittings.exclude(kind=SittingKind.PRACTICE)


def counted(sittings: QuerySet[Sitting], *, every: bool = False) -> QuerySet[Attempt]:
    """The attempts of some sittings that count: each person's first, or every one."""
    scope = sittings_of(sittings).values("pk")
    found = Attempt.objects.filter(sitting__in=scope).exclude(handed_in_at=None).order_by("pk")
    earlier = Attempt.objects.filter(
        sitting__in=scope, employee=OuterRef("employee"), started_at__lt=OuterRef("started_at")
    )
    return found if every else found.filter(~Exists(earlier))


def load(attempts: QuerySet[Attempt], *, of_question: int | None = None) -> Loaded:
    """The matrix of attempts, a column a question; with `of_question` only that one has its options told."""
    rows = _rows(attempts)
    waiting = {attempt for attempt, *_item, fraction, _kind, _answer in rows if fraction is None}
    rows = [row for row in rows if row[0] not in waiting] if waiting else rows
    columns = _columns(rows)
    marks, chosen, people = _matrix(rows, columns)
    return Loaded(
        Responses(
            names=[column.question for column in columns],
            marks=marks,
            most=[column.most or 1.0 for column in columns],
            chosen=chosen,
            options=_options(columns, of_question),
            drawn=[column.asked < len(people) for column in columns],
        ),
        columns,
        people,
        len(waiting),
    )


def of_version(loaded: Loaded, attempts: QuerySet[Attempt], version: int) -> Loaded:
    """The same matrix, of one question that version alone: who was asked another has no mark there."""
    at = next(at for at, column in enumerate(loaded.columns) if version in column.versions)
    asked = set(Item.objects.filter(attempt__in=attempts, version=version).values_list("attempt", flat=True))
    for person, marks in zip(loaded.attempts, loaded.responses.marks, strict=True):
        if person not in asked:
            marks[at] = None
    loaded.columns[at] = Column(loaded.columns[at].question, [version], loaded.columns[at].most, len(asked))
    loaded.responses.options = _options(loaded.columns, loaded.columns[at].question)
    return loaded


def _rows(attempts: QuerySet[Attempt]) -> list[Row]:
    """What stands, as `exams.domain.taking.items` reads it: no mark that was withdrawn, and before an answer
    saved earlier a late one that counts."""
    marks = Mark.objects.filter(item=OuterRef("pk")).order_by("-seq")
    stands = Case(When(kind=MarkKind.WITHDRAWN, then=None), default="fraction")
    answers = Response.objects.filter(item=OuterRef("pk")).order_by("-seq")[:1]
    newer = Response.objects.filter(item=OuterRef("item"), saved_at__gte=OuterRef("refused__at"))
    late = CountedAnswer.objects.filter(~Exists(newer), item=OuterRef("pk")).order_by("-pk")[:1]
    items = Item.objects.filter(attempt__in=attempts.order_by().values("pk")).order_by(
        "attempt_id", "position"
    )
    return list(
        items.values_list(
            "attempt_id",
            "version__question_id",
            "version_id",
            Cast("points", FloatField()),
            Cast(Subquery(marks.annotate(stands=stands).values("stands")[:1]), FloatField()),
            Subquery(marks.values("kind")[:1]),
            Coalesce(
                Cast(Subquery(late.values("refused__answer")), TextField()),
                Cast(Subquery(answers.values("answer")), TextField()),
            ),
        )
    )


def _columns(rows: Iterable[Row]) -> list[Column]:
    """By question, as they were first asked. Where points differ, the greatest stand for all."""
    columns: dict[int, Column] = {}
    versions: dict[int, set[int]] = defaultdict(set)
    for _attempt, question, version, points, *_judged in rows:
        column = columns.get(question) or columns.setdefault(question, Column(question, []))
        column.most = max(column.most, points)
        column.asked += 1
        versions[question].add(version)
    for question, column in columns.items():
        column.versions = sorted(versions[question])
    return list(columns.values())


def _matrix(
    rows: Sequence[Row], columns: Sequence[Column]
) -> tuple[list[list[float | None]], list[list[Chosen | None]], list[int]]:
    places = {column.question: (at, column.most) for at, column in enumerate(columns)}
    marks: dict[int, list[float | None]] = {}
    chosen: dict[int, list[Chosen | None]] = {}
    for attempt, question, _version, _points, fraction, kind, answer in rows:
        at, most = places[question]
        if attempt not in marks:
            marks[attempt], chosen[attempt] = [None] * len(columns), [None] * len(columns)
        if kind != MarkKind.VOID:
            marks[attempt][at] = (fraction or 0.0) * most
            chosen[attempt][at] = _given(answer)
    return list(marks.values()), list(chosen.values()), list(marks)


@lru_cache(maxsize=4_096)
def _given(answer: str | None) -> Chosen:
    """An answer as it is stored; nothing given is no option."""
    return tuple(json.loads(answer)) if answer else ()


def _options(columns: Sequence[Column], of_question: int | None) -> list[Options | None]:
    """The options of the newest version of each choice; other kinds have none."""
    wanted = [column.newest for column in columns if of_question in (None, column.question)]
    faced, keys = faces.many(wanted), answer_keys.many(wanted)
    return [
        _choice(faced[column.newest], keys[column.newest]) if column.newest in faced else None
        for column in columns
    ]


def _choice(face: Any, key: dict[str, Any]) -> Options | None:
    kind = kinds.get(face.kind)
    if kind.by_places:
        return None
    return Options(sheets.labels(face), frozenset(kind.right(key)[0]))
