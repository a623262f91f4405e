"""A file of questions that a trainer uploads: kept as it came, looked at, applied once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.crypto import get_random_string

from exams.models import QuestionUpload
from people.models import User

# As many questions as a test made of a file may choose from.
KEPT = 1_000


def keep(*, file: UploadedFile, topic: str, language: str, by: User, at: datetime) -> QuestionUpload:
    """Store the very file that will be applied; the ones that its sender did not apply are forgotten."""
    for old in QuestionUpload.objects.visible_to(by).filter(applied_at=None):
        _forget(old)
    upload = QuestionUpload(
        file_name=(file.name or "")[:255],
        topic=topic,
        language=language,
        uploaded_at=at,
        by_id=by.pk,
        by_name=str(by),
    )
    file.seek(0)
    upload.file.save(get_random_string(32), file, save=True)
    return upload


def claim(upload: QuestionUpload, *, at: datetime) -> bool:
    """Take the right to apply it, in the caller's transaction: True for one caller only."""
    return bool(QuestionUpload.objects.filter(pk=upload.pk, applied_at=None).update(applied_at=at))


def done(upload: QuestionUpload, *, result: dict[str, Any], questions: Sequence[int]) -> None:
    """Keep what it did; the file itself has served."""
    QuestionUpload.objects.filter(pk=upload.pk).update(result=result, question_ids=list(questions[:KEPT]))
    _remove_file(upload)


def _forget(upload: QuestionUpload) -> None:
    upload.delete()
    _remove_file(upload)


def _remove_file(upload: QuestionUpload) -> None:
    storage, name = upload.file.storage, str(upload.file.name)
    transaction.on_commit(lambda: storage.delete(name))
