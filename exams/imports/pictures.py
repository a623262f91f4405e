"""Pictures and sounds that come with questions: kept with their topic, and named by the words."""

import hashlib
import io
from typing import Any

from core.imports import Outcome
from core.imports.errors import FileError
from exams.domain.bank import media
from exams.errors import MediaRefused
from exams.formats.draft import Draft, Medium
from exams.models import QuestionMedia, Topic
from people.models import User

Mentions = dict[str, list[dict[str, Any]]]


class Pictures:
    """Keeps files once the import is meant; what a rollback leaves in the storage is taken away again."""

    def __init__(self, *, by: User | None, outcome: Outcome) -> None:
        self.by, self.outcome = by, outcome
        self._stored: list[QuestionMedia] = []

    def of(self, draft: Draft, topic: Topic) -> Mentions:
        """What the words mention, by place; a file that cannot be shown is told."""
        found: Mentions = {}
        for medium in draft.media:
            try:
                kept = self._kept(medium, topic)
            except (MediaRefused, FileError) as refusal:
                why = str(refusal) if isinstance(refusal, MediaRefused) else refusal.expected
                self.outcome.drop(draft.place.text, draft.place.question, medium.name, why)
            else:
                found.setdefault(medium.place, []).append(media.mention(kept, medium.alt))
        return found

    def _kept(self, medium: Medium, topic: Topic) -> QuestionMedia:
        content = medium.read()
        if self.outcome.dry_run:
            return _looked_at(content, topic)
        kept = media.keep(topic=topic, file=io.BytesIO(content), name=medium.name, by=self.by)
        self._stored.append(kept)
        return kept

    def forget(self) -> None:
        """Nothing was written: the files of this import have no rows."""
        for kept in self._stored:
            if not QuestionMedia.objects.filter(sha256=kept.sha256, topic=kept.topic_id).exists():
                kept.file.storage.delete(str(kept.file.name))


def _looked_at(content: bytes, topic: Topic) -> QuestionMedia:
    """The one that is kept already, or one that nobody has saved."""
    checked = media.check(io.BytesIO(content))
    digest = hashlib.sha256(checked.content).hexdigest()
    known = QuestionMedia.objects.filter(topic=topic, sha256=digest).first()
    return known or QuestionMedia(kind=checked.kind, width=checked.width, height=checked.height)
