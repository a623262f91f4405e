"""Spoken answers: kept as they come in, each under a reference that the answer then names."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction

from exams.domain.taking import answers
from exams.domain.taking.shelves import Place, faces
from exams.enums import QuestionKind
from exams.errors import AnswerLate
from exams.kinds import BadAnswer
from exams.models import Attempt, Recording

MOST_BYTES = 10 * 2**20
# Of one item, so that nobody fills the disk: one speaks again a few times, not more.
MOST_RECORDINGS = 20
TYPES = {b"\x1a\x45\xdf\xa3": "audio/webm", b"OggS": "audio/ogg"}


def keep(*, place: Place, content: bytes, at: datetime) -> Recording:
    """Keep a recording for an item while its attempt is open.

    Raises AnswerLate, NotActive, or exams.kinds.BadAnswer: no recording, too long, or one too many.
    """
    mime, asked = _type(content), faces.many([place.version])[place.version]
    if not mime or len(content) > MOST_BYTES or asked.kind != QuestionKind.SPOKEN:
        raise BadAnswer("recording")
    with transaction.atomic():
        attempt = Attempt.objects.select_for_update().get(pk=place.attempt)
        answers.check_active(attempt.employee, at=at)
        if answers.is_late(attempt, at):
            raise AnswerLate
        if Recording.objects.filter(item=place.item).count() >= MOST_RECORDINGS:
            raise BadAnswer("recording")
        file = ContentFile(content, name=f"{place.item}.{mime.rpartition('/')[2]}")
        return Recording.objects.create(item_id=place.item, file=file, mime=mime, size=len(content), at=at)


def _type(content: bytes) -> str:
    """What browsers record, by its first bytes; empty for anything else."""
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    return next((mime for start, mime in TYPES.items() if content.startswith(start)), "")
