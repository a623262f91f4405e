"""The questions of a topic and those below it, as a file for other programs, or to come back here."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from core import exports
from core.domain import audit
from core.imports import Dropped
from core.imports.outcome import Lines
from exams.domain.bank import topics
from exams.enums import ExportFormat
from exams.formats import gift, moodle, qti, sheet
from exams.formats.draft import Draft, Left, Place
from exams.formats.markup import words_of
from exams.models import QuestionVersion, Topic
from people.models import User

Writer = Callable[[Iterable[Draft], BinaryIO], Iterator[Left]]
ENDINGS = {
    ExportFormat.SPREADSHEET: "xlsx",
    ExportFormat.CSV: "csv",
    ExportFormat.GIFT: "gift",
    ExportFormat.MOODLE_XML: "xml",
    ExportFormat.QTI: "zip",
}


@dataclass
class Export:
    """What was written: how many questions of which kind, and what the format could not hold."""

    topic: str
    form: str
    by_kind: Counter[str] = field(default_factory=Counter)
    dropped: Lines = field(default_factory=Lines)

    @property
    def questions(self) -> int:
        return self.by_kind.total()

    def as_json(self) -> dict[str, Any]:
        return {
            "topic": self.topic,
            "format": self.form,
            "questions": self.questions,
            "by_kind": dict(self.by_kind),
            "dropped_total": len(self.dropped),
            "dropped": self.dropped.as_json(),
        }


def write(*, topic: Topic, form: str, file: BinaryIO, by: User | None) -> Export:
    """Write the newest versions of the questions in use. Topics below that `by` does not see stay out."""
    export = Export(topic.name, form)
    kinds: dict[str, str] = {}
    for left in WRITERS[form](_counted(_drafts(topic, by, form), kinds), file):
        export.dropped.append(Dropped(left.place.text, left.place.question, left.feature, left.why))
        if left.is_question:
            kinds.pop(str(left.place.text), None)
    export.by_kind.update(kinds.values())
    return export


def record(export: Export, *, topic: Topic, by: User | None) -> None:
    """Keys have left the house."""
    audit.record(by=by, verb="exported questions", obj=topic, format=export.form, questions=export.questions)


def file_name(topic: Topic, form: str) -> str:
    return f"{topic.name}.{ENDINGS[ExportFormat(form)]}"


def _counted(drafts: Iterable[Draft], kinds: dict[str, str]) -> Iterator[Draft]:
    for draft in drafts:
        kinds[draft.code] = draft.kind
        yield draft


def _drafts(root: Topic, by: User | None, form: str) -> Iterator[Draft]:
    for topic, category in _tree(root, by):
        versions = QuestionVersion.objects.latest().filter(question__topic=topic, question__retired_at=None)
        versions = versions.select_related("question").prefetch_related("question__tags")
        for version in versions.order_by("question__code").iterator(chunk_size=500):
            draft = _draft(version, category)
            if form not in (ExportFormat.SPREADSHEET, ExportFormat.CSV):
                _leave_languages(draft)
            yield draft


def _tree(root: Topic, by: User | None) -> Iterator[tuple[Topic, tuple[str, ...]]]:
    """The topic and those below it, each with the names that lead to it."""
    seen = Topic.objects.all() if by is None else Topic.objects.visible_to(by)
    paths: dict[int, tuple[str, ...]] = {root.pk: ()}
    for topic, _depth in topics.ordered(seen):
        if topic.pk == root.pk:
            yield topic, ()
        elif topic.parent_id in paths:
            paths[topic.pk] = (*paths[topic.parent_id], topic.name)
            yield topic, paths[topic.pk]


def _draft(version: QuestionVersion, category: tuple[str, ...]) -> Draft:
    question = version.question
    stem = words_of(version.texts[version.language])
    draft = Draft(
        Place(question.code, None, stem[:60]),
        kind=version.kind,
        key=version.key,
        code=question.code,
        category=category,
        language=version.language,
        says={
            "points": version.points,
            "difficulty": version.difficulty,
            "level": version.level,
            "tags": [tag.name for tag in question.tags.all()],
            "reserved": question.reserved,
        },
    )
    _say(draft, version)
    if version.rubric_id:
        draft.leave(_("rubric"), _("It stays in the bank."))
    for mention in _mentioned(version):
        draft.leave(mention["alt"], _("Pictures and sounds stay in the bank."))
    if version.cites_page:
        draft.leave(_("citation"), _("It stays in the bank."))
    return draft


def _mentioned(version: QuestionVersion) -> Iterator[dict[str, Any]]:
    for mentions in version.texts[version.language].get("media", {}).values():
        yield from mentions


def _say(draft: Draft, version: QuestionVersion) -> None:
    """The words in the source language and in the others, without signs that no file can hold."""
    texts = {code: _printable(text) for code, text in version.texts.items()}
    if texts != version.texts:
        draft.leave(_("control characters"), _("No file can hold them."))
    draft.text = texts[version.language]
    draft.others = {code: text for code, text in texts.items() if code != version.language}


def _printable(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return exports.FORBIDDEN.sub("", value) if isinstance(value, str) else value


def _leave_languages(draft: Draft) -> None:
    for code in draft.others:
        draft.leave(code, _("This format holds one language of a question; a table holds all."))


def _as_xlsx(drafts: Iterable[Draft], file: BinaryIO) -> Iterator[Left]:
    titles, rows, left = sheet.write(drafts)
    file.write(exports.as_xlsx(titles, rows))
    yield from left


def _as_csv(drafts: Iterable[Draft], file: BinaryIO) -> Iterator[Left]:
    titles, rows, left = sheet.write(drafts)
    file.write(exports.as_csv(titles, rows))
    yield from left


WRITERS: dict[str, Writer] = {
    ExportFormat.SPREADSHEET: _as_xlsx,
    ExportFormat.CSV: _as_csv,
    ExportFormat.GIFT: gift.write,
    ExportFormat.MOODLE_XML: moodle.write,
    ExportFormat.QTI: qti.write,
}
