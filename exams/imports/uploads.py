"""Uploaded files of questions: looked at as often as wanted, imported once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import BinaryIO, cast

from django.core.files import File
from django.db import transaction

from exams.domain.bank import uploads
from exams.imports.questions import QuestionImport
from exams.models import QuestionUpload
from people.models import User


def check(upload: QuestionUpload, *, by: User) -> QuestionImport:
    """What the uploaded file would do now."""
    questions = QuestionImport(topic=upload.topic, by=by, language=upload.language)
    with _opened(upload) as file:
        questions.run(file, dry_run=True)
    return questions


def apply(upload: QuestionUpload, *, by: User, at: datetime) -> QuestionImport | None:
    """Import the uploaded file, once: None for who comes second. One refused by now may come again."""
    questions = QuestionImport(topic=upload.topic, by=by, language=upload.language, at=at)
    with transaction.atomic():
        if not uploads.claim(upload, at=at):
            return None
        with _opened(upload) as file:
            questions.run(file)
        if questions.outcome.ok:
            uploads.done(upload, result=questions.as_json(), questions=questions.taken)
        else:
            transaction.set_rollback(True)
    return questions


@contextmanager
def _opened(upload: QuestionUpload) -> Iterator[BinaryIO]:
    """The stored file under the name it came with."""
    with upload.file.open("rb") as stored:
        yield cast(BinaryIO, File(stored.file, name=upload.file_name))
