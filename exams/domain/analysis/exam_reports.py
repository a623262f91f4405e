"""What a test tells about its questions and topics, for a reader: keys only to the trainers of the topic."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from exams.domain.analysis import responses
from exams.domain.analysis.advice import EASY, Advice
from exams.domain.analysis.analyses import Analysis, QuestionReport, analyse
from exams.domain.analysis.responses import Loaded
from exams.domain.delivery import ahead
from exams.domain.taking import sheets
from exams.domain.taking.shelves import faces
from exams.kinds.cloze import GAP
from exams.models import Attempt, Exam, Question, Sitting, Topic
from people.enums import Role
from people.models import User

BANDS = 10


@dataclass(frozen=True)
class QuestionLine:
    """A question for a reader, `open` for the trainers of its topic."""

    pk: int
    code: str
    topic: str
    stem: str
    open: bool
    report: QuestionReport

    @property
    def badness(self) -> tuple[bool, float]:
        """Sorts what is to be looked at first, then the hardest."""
        facility = self.report.figures.facility
        return (not self.report.is_problem, math.inf if facility is None else facility)


@dataclass(frozen=True)
class TopicLine:
    """The share of its points that were earned, over all questions and people [0, 1]."""

    name: str
    questions: int
    share: float


@dataclass(frozen=True)
class Band:
    """How many people scored from `low` up to below `high` per cent; the last holds 100 too."""

    low: int
    high: int
    people: int


@dataclass(frozen=True)
class ExamReport:
    analysis: Analysis
    questions: list[QuestionLine]
    topics: list[TopicLine]
    bands: list[Band]
    unmarked: int

    @property
    def problems(self) -> list[QuestionLine]:
        return [line for line in self.questions if line.report.is_problem]

    @property
    def most_in_a_band(self) -> int:
        return max((band.people for band in self.bands), default=0)


def of_sittings(sittings: QuerySet[Sitting], reader: User, *, every: bool = False) -> ExamReport:
    """The report over some sittings of an exam, the worst questions first."""
    loaded = responses.load(responses.counted(sittings, every=every))
    found = analyse(loaded.responses)
    lines = _lines(loaded, found, reader)
    return ExamReport(
        analysis=found,
        questions=sorted(lines, key=lambda line: line.badness),
        topics=_topics(lines),
        bands=bands(found),
        unmarked=loaded.unmarked,
    )


def of_question(
    sittings: QuerySet[Sitting], question: Question, *, version: int | None = None, every: bool = False
) -> QuestionReport | None:
    """One question among the others of an exam: its versions pooled, or one of them. None if not asked."""
    attempts = responses.counted(sittings, every=every)
    loaded = responses.load(attempts, of_question=question.pk)
    if question.pk not in loaded.responses.names:
        return None
    if version is not None:
        loaded = responses.of_version(loaded, attempts, version)
    found = analyse(loaded.responses)
    return next(report for report in found.questions if report.name == question.pk)


def versions_asked(sittings: QuerySet[Sitting], question: Question) -> list[tuple[int, int]]:
    """Key and number of the versions of a question that the attempts asked, the newest first."""
    asked = Attempt.objects.filter(sitting__in=responses.sittings_of(sittings).values("pk"))
    found = question.versions.filter(items__attempt__in=asked).distinct().order_by("-number")
    return list(found.values_list("pk", "number"))


def bands(found: Analysis) -> list[Band]:
    """People by tenths of what each could have scored."""
    counts = [0] * BANDS
    for total, possible in zip(found.totals, found.possible, strict=True):
        if possible:
            counts[min(int(total / possible * BANDS + 1e-9), BANDS - 1)] += 1
    step = 100 // BANDS
    return [Band(at * step, (at + 1) * step, people) for at, people in enumerate(counts)]


def weak(topics: Iterable[TopicLine], most: int = 3) -> list[TopicLine]:
    """The topics in which most was lost, of those that are not sound anyway."""
    lost = sorted((topic for topic in topics if topic.share < EASY), key=lambda topic: topic.share)
    return lost[:most]


def awaits(reader: User, exam: Exam, *, at: Any) -> bool:
    """Whether the reader is still to take the exam: its questions are then not for her."""
    own = reader.as_employee
    return own is not None and exam.pk in ahead.exams(own, at=at, exam=exam.pk)


def _lines(loaded: Loaded, found: Analysis, reader: User) -> list[QuestionLine]:
    rows = Question.objects.filter(pk__in=loaded.responses.names).select_related("topic")
    questions = {row.pk: row for row in rows}
    hers = set(Topic.objects.visible_to(reader).values_list("pk", flat=True))
    sees_stems = reader.is_superuser or reader.has_role(Role.HR, Role.AUDITOR)
    asked = faces.many(column.newest for column in loaded.columns)
    return [
        _line(
            questions[column.question],
            asked[column.newest],
            report,
            is_hers=questions[column.question].topic_id in hers,
            sees_stems=sees_stems,
        )
        for column, report in zip(loaded.columns, found.questions, strict=True)
    ]


def _line(
    question: Question, face: Any, report: QuestionReport, *, is_hers: bool, sees_stems: bool
) -> QuestionLine:
    if not is_hers:
        report = replace(report, options=[], advice=_without_key(report.advice))
    return QuestionLine(
        pk=question.pk,
        code=question.code,
        topic=question.topic.name,
        stem=GAP.sub("____", sheets.stem(face)) if is_hers or sees_stems else "",
        open=is_hers,
        report=report,
    )


def _without_key(advice: Sequence[Advice]) -> list[Advice]:
    return [one for one in advice if not one.tells_key]


def _topics(lines: Iterable[QuestionLine]) -> list[TopicLine]:
    """The weakest first."""
    earned: dict[str, list[float]] = {}
    for line in lines:
        figures = line.report.figures
        if figures.facility is not None:
            topic = earned.setdefault(line.topic, [0.0, 0.0, 0])
            topic[0] += figures.facility * figures.people * line.report.most
            topic[1] += figures.people * line.report.most
            topic[2] += 1
    found = [TopicLine(name, int(count), got / most) for name, (got, most, count) in earned.items() if most]
    return sorted(found, key=lambda topic: topic.share)
