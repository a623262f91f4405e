"""The short way from an imported file to an open test: paper, exam and sitting in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.domain import audit
from exams.domain.audience import everybody
from exams.domain.bank import codes
from exams.domain.delivery import sittings
from exams.enums import QuestionKind, SittingKind
from exams.models import (
    Exam,
    Paper,
    PaperDraw,
    PaperQuestion,
    PaperSection,
    QuestionUpload,
    QuestionVersion,
    Sitting,
    Topic,
)
from people.models import User
from records.models import Audience


def make(
    *,
    upload: QuestionUpload,
    title: str,
    count: int,
    minutes: int | None,
    pass_mark: Decimal,
    audience: Audience | None,
    opens_at: datetime,
    closes_at: datetime,
    by: User,
) -> Sitting:
    """A test of the questions of a file: all of them, or `count` drawn from their topic for each person.

    Without an audience it is for all staff. A second call finds the first one's. Raises PaperCannotBeFilled.
    """
    with transaction.atomic():
        locked = QuestionUpload.objects.select_for_update().get(pk=upload.pk)
        if locked.exam:
            return locked.exam.sittings.order_by("pk")[0]
        exam = _exam(title, _paper(locked, title, count), locked.language, minutes, pass_mark, by)
        locked.exam = exam
        locked.save(update_fields=["exam"])
        return sittings.offer(
            exam=exam,
            audience=audience or everybody(),
            opens_at=opens_at,
            closes_at=closes_at,
            kind=SittingKind.QUARTERLY,
            by=by,
        )


def _exam(title: str, paper: Paper, language: str, minutes: int | None, pass_mark: Decimal, by: User) -> Exam:
    exam = Exam.objects.create(
        code=codes.free(Exam, title),
        titles={language: title},
        paper=paper,
        minutes=minutes,
        pass_mark=pass_mark,
    )
    audit.record(by=by, verb="made exam", obj=exam, paper=paper.code)
    return exam


def _paper(upload: QuestionUpload, title: str, count: int) -> Paper:
    paper = Paper.objects.create(code=codes.free(Paper, title), title=title)
    versions = list(_versions(upload))
    if count < len(versions):
        section = PaperSection.objects.create(paper=paper, position=1, title=_("Questions"))
        PaperDraw.objects.create(section=section, position=1, count=count, topic=_topic(versions))
    else:
        _fix(paper, versions)
    return paper


def _versions(upload: QuestionUpload) -> Iterable[QuestionVersion]:
    """The newest versions, as they stood in the file."""
    places = {pk: at for at, pk in enumerate(upload.question_ids)}
    versions = QuestionVersion.objects.latest().filter(question__in=upload.questions)
    return sorted(versions.select_related("question__topic"), key=lambda version: places[version.question_id])


def _topic(versions: list[QuestionVersion]) -> Topic:
    return versions[0].question.topic


def _fix(paper: Paper, versions: list[QuestionVersion]) -> None:
    """A section for each kind, in the order companies print them."""
    kinds = [kind for kind in QuestionKind if any(version.kind == kind for version in versions)]
    for position, kind in enumerate(kinds, start=1):
        section = PaperSection.objects.create(paper=paper, position=position, title=str(kind.label))
        asked = [version for version in versions if version.kind == kind]
        PaperQuestion.objects.bulk_create(
            PaperQuestion(section=section, question=version.question, position=place)
            for place, version in enumerate(asked, start=1)
        )
