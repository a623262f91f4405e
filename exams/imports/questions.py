"""A file of questions: each checked as a whole, then added, changed by a new version, or left."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports import FileImport, Outcome
from core.imports.errors import Text, TooManyRows
from core.text import fold
from exams.domain.bank import bank
from exams.domain.bank.bank import Wording
from exams.enums import Difficulty, ExchangeFormat, QuestionKind
from exams.formats.draft import Draft, Fault, Item, Left, Place
from exams.formats.markup import words_of
from exams.formats.same import canonical
from exams.imports.labels import Labels
from exams.imports.pictures import Mentions, Pictures
from exams.imports.sources import items_of
from exams.imports.topics import Topics
from exams.models import Question, QuestionVersion
from people.models import User

SHOWN = 60
HEAVY = 32 * 2**20
LONGEST = 60  # of a code
AS_CODE = 32  # of a title that becomes the number in the file


@dataclass(slots=True)
class Taken:
    """A draft that will be written, under the code by which it is known again."""

    draft: Draft
    code: str


class QuestionImport(FileImport):
    """A question is known again by its number in the file, else by its title, else by its words; all within
    the topic and those below it.

    What the file does not say leaves as it is what a question says; a blank cell empties it.
    """

    kind = "exams.questions"

    def __init__(
        self,
        *,
        topic: str,
        by: User | None = None,
        language: str = "",
        at: datetime | None = None,
        form: str = ExchangeFormat.AUTO,
    ) -> None:
        super().__init__(by=by)
        self.topic_name = topic
        self.language = language or settings.LANGUAGE_CODE
        self.at = at or timezone.now()
        self.form = form

    def run(self, file: BinaryIO, *, dry_run: bool = False) -> Outcome:
        self.pictures: Pictures | None = None
        self.by_kind: Counter[str] = Counter()
        self.taken: list[int] = []
        self._codes: dict[int, int] = {}
        self._stems: dict[int, int] = {}
        outcome = super().run(file, dry_run=dry_run)
        if not outcome.written:
            self.taken = []
            if self.pictures:
                self.pictures.forget()
        return outcome

    def as_json(self) -> dict[str, Any]:
        by_kind = dict(self.by_kind) if self.outcome.ok else {}
        report = {"topic": self.topic_name, "questions": sum(by_kind.values()), "by_kind": by_kind}
        dropped = {"dropped_total": len(self.outcome.dropped), "dropped": self.outcome.dropped.as_json()}
        return report | self.outcome.as_json() | {"left": self.outcome.unchanged} | dropped

    def take(self, file: BinaryIO) -> None:
        drafts = self._drafts(file)
        first = self._next(drafts)  # a bad file is refused before a topic is made
        self.topics = Topics(self.topic_name, by=self.by)
        self.labels = Labels()
        self.pictures = Pictures(by=self.by, outcome=self.outcome)
        batch = self._named(first)
        while first:
            if batch and self.outcome.ok:
                self.write(batch)
            first = self._next(drafts)
            batch = self._named(first)
        if not self.outcome.rows:
            self.outcome.warn(None, "", "", _("at least one question"), _("Check that it is the right file."))
        self._count()

    def _next(self, drafts: Iterator[Draft]) -> list[Draft]:
        """As many as are written at once: fewer where they bring large files."""
        found: list[Draft] = []
        weight = 0
        for draft in islice(drafts, self.batch):
            found.append(draft)
            weight += draft.weight
            if weight > HEAVY:
                break
        return found

    def _count(self) -> None:
        for kind, number in self.by_kind.items():
            self.outcome.count(kind, number, label=QuestionKind(kind).label)
        if self.topics.made:
            self.outcome.count("topics", self.topics.made, label=_("Topics made"))

    # What is right or wrong

    def _drafts(self, file: BinaryIO) -> Iterator[Draft]:
        """The drafts of the file; what else it holds goes to the report."""
        is_table = False
        for item in items_of(file, self.form, outcome=self.outcome, limit=self.limit):
            if isinstance(item, Draft):
                is_table = item.row is not None
                self.outcome.rows += not is_table
                for left in item.left:
                    self._tell(left)
                yield item
            else:
                self._tell(item)
            if not is_table and self.outcome.rows > self.limit:
                raise TooManyRows(self.limit)

    def _tell(self, item: Item) -> None:
        place = item.place
        if isinstance(item, Left):
            self.outcome.rows += item.is_question
            what = place.question if item.is_question else ""
            self.outcome.drop(place.text, what or place.question, item.feature, item.why)
        elif isinstance(item, Fault):
            self.outcome.rows += 1
            self.outcome.error(
                place.row, place.question, item.found, item.expected, item.remedy, at=_named_place(place)
            )

    def _named(self, drafts: list[Draft]) -> list[Taken]:
        """Each with its code; what stands in the file twice is told."""
        found = []
        for draft in drafts:
            code = self._code(draft)
            if code and (draft.row is None or draft.row.ok):
                self._leave_title(draft, code)
                self._mention_twin(draft)
                self.by_kind[draft.kind] += 1
                found.append(Taken(draft, code))
        return found

    def _code(self, draft: Draft) -> str:
        """The code by which the question is known again; none where the same stands in the file already."""
        for number in self._numbers(draft):
            code = self._whole(number)
            if hash(code) not in self._codes:
                self._codes[hash(code)] = draft.place.row or 0
                return code
            if draft.code or draft.row:
                break
        self._refuse_twice(draft, self._codes[hash(code)])
        return ""

    def _refuse_twice(self, draft: Draft, first: int) -> None:
        expected, remedy = (
            _("a value that no other row has"),
            format_lazy(_("Row {row} has it too."), row=first),
        )
        if draft.row:
            draft.row.error("code" if draft.code else "stem", expected, remedy)
        elif draft.code:
            at = format_lazy("{place} ({code})", place=draft.place.text, code=draft.code)
            expected = _("a number that no other question has")
            self.outcome.error(draft.place.row, draft.place.question, draft.code, expected, at=at)
        else:
            self.outcome.drop(
                draft.place.text,
                draft.place.question,
                _("the whole question"),
                _("The file has the very same twice."),
            )

    def _numbers(self, draft: Draft) -> Iterator[str]:
        """What may tell a question from others, the surest first."""
        if draft.code:
            yield draft.code
            return
        if draft.name:
            yield draft.name if len(draft.name) <= AS_CODE else _digest(fold(draft.name))
        yield _digest(fold(draft.text["stem"]))
        yield _digest(repr((draft.kind, draft.text, draft.key)))

    def _whole(self, number: str) -> str:
        """With the topic's code before it, unless it has that already."""
        prefix = f"{self.topics.root.code}-"
        code = number if number.startswith(prefix) else prefix + number
        return code if len(code) <= LONGEST else prefix[: LONGEST - 13] + _digest(code)

    def _leave_title(self, draft: Draft, code: str) -> None:
        """A title that is neither the code nor the beginning of the words would be lost in silence."""
        title = fold(draft.name)
        if title and not code.endswith(draft.name) and title.rstrip(".… ") not in fold(draft.text["stem"]):
            self.outcome.drop(
                draft.place.text,
                draft.place.question,
                draft.name,
                _("The bank's questions have codes, and no titles."),
            )

    def _mention_twin(self, draft: Draft) -> None:
        first = self._stems.setdefault(hash(fold(draft.text["stem"])), draft.place.row or 0)
        if draft.row and first != draft.place.row:
            remedy = format_lazy(_("Row {row} asks the same words."), row=first)
            draft.row.warn("stem", _("a stem of its own"), remedy)

    # What is written

    def write(self, batch: list[Taken]) -> None:
        known = bank.newest(taken.code for taken in batch)
        wanted: dict[tuple[str, ...], dict[str, Wording]] = {}
        changes: list[tuple[QuestionVersion, Wording]] = []
        for taken in batch:
            newest = known.get(taken.code)
            wording = self._wording(taken.draft, newest, self._media(taken.draft, newest))
            if newest is None:
                wanted.setdefault(taken.draft.category, {})[taken.code] = wording
                self.outcome.add(_row(taken.draft), self._line(taken))
            elif self._may_change(taken, newest, wording):
                changes.append((newest, wording))
                self.outcome.change(_row(taken.draft), self._line(taken, newest.number + 1))
        if self.outcome.ok:
            self._write(batch, wanted, changes)

    def _write(
        self,
        batch: list[Taken],
        wanted: dict[tuple[str, ...], dict[str, Wording]],
        changes: list[tuple[QuestionVersion, Wording]],
    ) -> None:
        added: dict[str, Question] = {}
        for category, wordings in wanted.items():
            questions = bank.add_all(
                topic=self.topics.below(category), wordings=wordings, by=self.by, at=self.at
            )
            added |= {question.code: question for question in questions}
        bank.revise_all(changes, by=self.by, at=self.at)
        changed = {newest.question.code: newest.question for newest, _wording in changes}
        self.labels.put([(taken.draft, question) for taken in batch if (question := added.get(taken.code))])
        self.taken += [
            question.pk for taken in batch if (question := added.get(taken.code) or changed.get(taken.code))
        ]

    def _may_change(self, taken: Taken, newest: QuestionVersion, wording: Wording) -> bool:
        """Whether the draft makes a new version of a question that is known."""
        question, draft = newest.question, taken.draft
        if not self.topics.holds(question.topic_id):
            self._refuse_stranger(draft, question)
            return False
        if question.retired_at:
            self._leave_retired(draft)
        elif not is_same(Wording.of(newest), wording):
            self.labels.compare(draft, question)
            return True
        elif self.labels.compare(draft, question):
            self.taken.append(question.pk)
            self.outcome.change(_row(draft), self._line(taken))
            return False
        else:
            self.taken.append(question.pk)
        self.outcome.leave()
        return False

    def _refuse_stranger(self, draft: Draft, question: Question) -> None:
        expected = _("a question of this topic")
        remedy = format_lazy(_("{code} stands in another topic."), code=question.code)
        if draft.row:
            draft.row.error("code" if draft.code else "stem", expected, remedy)
        else:
            self.outcome.error(
                draft.place.row, draft.place.question, question.code, expected, remedy, at=draft.place.text
            )

    def _leave_retired(self, draft: Draft) -> None:
        expected, remedy = _("a question in use"), _("It is retired and was left so; bring it back first.")
        if draft.row:
            draft.row.warn("code", expected, remedy)
        else:
            place = draft.place
            self.outcome.warn(place.row, place.question, draft.code, expected, remedy, at=place.text)

    def _line(self, taken: Taken, version: int | None = None) -> Text:
        stem = Truncator(words_of(taken.draft.text)).chars(SHOWN)
        return f"{taken.code} v{version}: {stem}" if version else f"{taken.code}: {stem}"

    def _media(self, draft: Draft, newest: QuestionVersion | None) -> Mentions:
        """The files that come with a question are kept where it stands."""
        if not draft.media or self.pictures is None:
            return {}
        topic = newest.question.topic if newest else self.topics.below(draft.category)
        return self.pictures.of(draft, topic)

    def _wording(self, draft: Draft, newest: QuestionVersion | None, mentions: Mentions) -> Wording:
        was = Wording.of(newest) if newest else None
        language = draft.language or self.language
        said: dict[str, Any] = {
            "kind": draft.kind,
            "language": language,
            "texts": self._texts(draft, was, language, mentions),
            "key": draft.key,
            "difficulty": str(_kept(draft, "difficulty", was) or Difficulty.MEDIUM),
            "level": _kept(draft, "level", was),
            "points": _kept(draft, "points", was) or Decimal(1),
        }
        return replace(was, **said) if was else Wording(**said)

    def _texts(
        self, draft: Draft, was: Wording | None, language: str, mentions: Mentions
    ) -> dict[str, dict[str, Any]]:
        """The file's words in its languages, beside those in other ones that still fit the options. Pictures
        and sounds stay where a file brings none."""
        before = was.texts if was and was.kind == draft.kind else {}
        own = dict(draft.text) | ({"media": mentions} if mentions else {})
        kept = draft.keeps if mentions else draft.keeps | {"media"}
        for part in kept & before.get(language, {}).keys():
            own[part] = before[language][part]
        if units := list(draft.key.get("units") or ()):
            own["units"] = units
        fitting = {
            code: text
            for code, text in before.items()
            if code not in draft.languages and _parts(text) == _parts(own)
        }
        beside = {"units": units} if units else {}
        others = {code: text | beside | _media_of(before.get(code)) for code, text in draft.others.items()}
        return fitting | others | {language: own}


def _row(draft: Draft) -> int:
    """The row of a table; of anything else none."""
    return draft.row.number if draft.row else 0


def _named_place(place: Place) -> Text:
    """Where, and of which question."""
    if not place.question or place.question == str(place.text):
        return place.text
    return format_lazy("{place} ({question})", place=place.text, question=place.question)


def is_same(was: Wording, wording: Wording) -> bool:
    """Whether two wordings say the same, however a format wrote them."""
    fields = ("kind", "language", "difficulty", "level", "points")
    if any(getattr(was, name) != getattr(wording, name) for name in fields):
        return False
    return canonical(was.kind, was.language, was.texts, was.key) == canonical(
        wording.kind, wording.language, wording.texts, wording.key
    )


def _media_of(text: dict[str, Any] | None) -> dict[str, Any]:
    return {"media": text["media"]} if text and text.get("media") else {}


def _parts(text: dict[str, Any]) -> tuple[Any, ...]:
    """What another language must have too."""
    return tuple(frozenset(text.get(part) or ()) for part in ("options", "prompts", "gaps"))


def _kept(draft: Draft, name: str, was: Wording | None) -> Any:
    return getattr(was, name) if was and name not in draft.says else draft.says.get(name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
