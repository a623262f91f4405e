"""A file of questions: each row checked as a whole, then added, changed by a new version, or left."""

import hashlib
import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext_lazy as _

from core.imports import Outcome, Row, TableImport
from core.imports.tables import Table
from core.text import fold, narrow
from exams.domain import bank
from exams.domain.bank import Wording
from exams.enums import Difficulty, QuestionKind
from exams.imports.answers import LETTERS, letters, truth
from exams.imports.columns import COLUMNS
from exams.models import Question, QuestionVersion, Topic
from people.models import User

SHOWN = 60
BLANKS = re.compile(r"\s+")
OPTIONS = [f"option_{letter}" for letter in LETTERS]


class QuestionImport(TableImport):
    """A question is known again by its number in the file, else by its stem; both within the topic.

    A column that the file does not have leaves as it is what a question says; a blank cell empties it.
    """

    kind = "exams.questions"
    columns = COLUMNS

    def __init__(
        self, *, topic: str, by: User | None = None, language: str = "", at: datetime | None = None
    ) -> None:
        super().__init__(by=by)
        self.topic_name = topic
        self.language = language or settings.LANGUAGE_CODE
        self.at = at or timezone.now()

    def run(self, file: BinaryIO, *, dry_run: bool = False) -> Outcome:
        self.by_kind: Counter[str] = Counter()
        self.taken: list[int] = []
        self._codes: dict[str, int] = {}
        self._stems: dict[int, int] = {}
        outcome = super().run(file, dry_run=dry_run)
        if not outcome.written:
            self.taken = []
        return outcome

    def as_json(self) -> dict[str, Any]:
        by_kind = dict(self.by_kind) if self.outcome.ok else {}
        report = {"topic": self.topic_name, "questions": sum(by_kind.values()), "by_kind": by_kind}
        return report | self.outcome.as_json() | {"left": self.outcome.unchanged}

    def _take(self, table: Table) -> None:
        found = bank.find_topic(self.topic_name, by=self.by)
        topic = found or bank.make_topic(name=self.topic_name, by=self.by)
        self.topic = Topic.objects.select_for_update().get(pk=topic.pk)  # one import of a topic at a time
        super()._take(table)
        for kind, number in self.by_kind.items():
            self.outcome.count(kind, number, label=QuestionKind(kind).label)
        if not found:
            self.outcome.count("topics", label=_("Topics made"))

    # What is right or wrong about a row

    def check(self, row: Row) -> None:
        kind = row["kind"]
        if kind == QuestionKind.TRUE_FALSE:
            _check_truth(row)
        else:
            _check_options(row)
            _check_letters(row)
        self._check_twice(row)
        if row.ok:
            self.by_kind[str(kind)] += 1

    def _check_twice(self, row: Row) -> None:
        """The number, or else the stem, stands once in a file; the stem twice is worth a look."""
        first = self._codes.setdefault(self._code(row), row.number)
        if first != row.number:
            row.error(
                "code" if row["code"] else "stem",
                _("a value that no other row has"),
                format_lazy(_("Row {row} has it too."), row=first),
            )
            return
        first = self._stems.setdefault(hash(fold(row["stem"])), row.number)
        if first != row.number:
            row.warn(
                "stem", _("a stem of its own"), format_lazy(_("Row {row} asks the same words."), row=first)
            )

    # What is written

    def write(self, rows: list[Row]) -> None:
        known = bank.newest(self._code(row) for row in rows)
        wanted: dict[str, Wording] = {}
        changes: list[tuple[QuestionVersion, Wording]] = []
        for row in rows:
            newest = known.get(self._code(row))
            wording = self._wording(row, newest)
            if newest is None:
                wanted[self._code(row)] = wording
                self.outcome.add(row.number, self._line(row))
            elif self._may_change(row, newest.question, is_same=wording == Wording.of(newest)):
                changes.append((newest, wording))
                self.outcome.change(row.number, self._line(row, newest.number + 1))
        if self.outcome.ok:
            self._write(wanted, changes)

    def _write(self, wanted: dict[str, Wording], changes: list[tuple[QuestionVersion, Wording]]) -> None:
        added = bank.add_all(topic=self.topic, wordings=wanted, by=self.by, at=self.at)
        bank.revise_all(changes, by=self.by, at=self.at)
        self.taken += [question.pk for question in added]
        self.taken += [newest.question_id for newest, _wording in changes]

    def _may_change(self, row: Row, question: Question, *, is_same: bool) -> bool:
        """Whether the row makes a new version of a question that is known."""
        if question.topic_id != self.topic.pk:
            row.error(
                "code" if row["code"] else "stem",
                _("a question of this topic"),
                format_lazy(_("{code} stands in another topic."), code=question.code),
            )
            return False
        if question.retired_at:
            row.warn("code", _("a question in use"), _("It is retired and was left so; bring it back first."))
        elif not is_same:
            return True
        else:
            self.taken.append(question.pk)
        self.outcome.leave()
        return False

    def _code(self, row: Row) -> str:
        stem = hashlib.sha256(fold(row["stem"]).encode()).hexdigest()[:12]
        return f"{self.topic.code}-{row['code'] or stem}"

    def _line(self, row: Row, version: int | None = None) -> str:
        stem = Truncator(row["stem"]).chars(SHOWN)
        return f"{self._code(row)} v{version}: {stem}" if version else f"{self._code(row)}: {stem}"

    def _wording(self, row: Row, newest: QuestionVersion | None) -> Wording:
        was = Wording.of(newest) if newest else None
        return Wording(
            kind=str(row["kind"]),
            language=self.language,
            texts=self._texts(row, was),
            key={"correct": _correct(row)},
            difficulty=str(_kept(row, "difficulty", was) or Difficulty.MEDIUM),
            level=_kept(row, "level", was),
            points=_kept(row, "points", was) or Decimal(1),
            cites_page=was.cites_page if was else None,
            cites_block=was.cites_block if was else "",
            cites_fingerprint=was.cites_fingerprint if was else "",
        )

    def _texts(self, row: Row, was: Wording | None) -> dict[str, dict[str, Any]]:
        """The file's words in its language, beside those in other languages that still fit the options."""
        before = was.texts if was else {}
        options = _options(row) if row["kind"] != QuestionKind.TRUE_FALSE else {}
        explanation = row["explanation"] or ""
        if not row.has("explanation"):
            explanation = before.get(self.language, {}).get("explanation", "")
        fitting = {
            code: text for code, text in before.items() if text.get("options", {}).keys() == options.keys()
        }
        return fitting | {
            self.language: {"stem": row["stem"], "options": options, "explanation": explanation}
        }


def _kept(row: Row, name: str, was: Wording | None) -> Any:
    return getattr(was, name) if was and not row.has(name) else row[name]


def _options(row: Row) -> dict[str, str]:
    """The options that are filled in, by letter."""
    return {letter: row[key] for letter, key in zip(LETTERS, OPTIONS, strict=True) if row[key]}


def _correct(row: Row) -> list[str]:
    if row["kind"] == QuestionKind.TRUE_FALSE:
        return [str(truth(row["answer"], _options(row))).lower()]
    return letters(row["answer"]) or []


def _check_truth(row: Row) -> None:
    if set(_options(row)) - {"a", "b"}:
        row.error(
            "option_c", _("no third option for true or false"), _("Leave it empty, or name another kind.")
        )
    elif truth(row["answer"], _options(row)) is None:
        row.error(
            "answer",
            _("对 or 错, √ or ×, T or F"),
            _("A and B count where the options A and B say 对 and 错, or are empty."),
        )


def _check_options(row: Row) -> None:
    """At least two, from A on without a gap, no two alike."""
    given = _options(row)
    missing = [letter for letter in LETTERS[: max(_last(given), 2)] if letter not in given]
    if missing:
        row.error(
            f"option_{missing[0]}",
            _("an option") if _last(given) < 2 else _("an option before the next one"),
            _("Fill it in, or move the later options up and mend the answer."),
        )
    seen: dict[str, str] = {}
    for letter, text in given.items():
        first = seen.setdefault(BLANKS.sub("", narrow(text)), letter)
        if first != letter:
            row.error(
                f"option_{letter}",
                _("options that differ"),
                format_lazy(_("Option {letter} says the same."), letter=first.upper()),
            )


def _last(options: dict[str, str]) -> int:
    return LETTERS.index(max(options)) + 1 if options else 0


def _check_letters(row: Row) -> None:
    given, correct = _options(row), letters(row["answer"])
    known = ", ".join(given).upper()
    if correct is None or not set(correct) <= set(given):
        row.error(
            "answer",
            format_lazy(_("letters of options that are there: {letters}"), letters=known),
            _("Write letters only, such as A or ACD."),
        )
    elif row["kind"] == QuestionKind.SINGLE and len(correct) > 1:
        row.error("answer", _("one letter for a single choice"), _("Name one, or make it a multiple choice."))
    elif row["kind"] == QuestionKind.MULTIPLE and len(correct) == 1:
        row.warn("answer", _("two letters or more for a multiple choice"), _("It was taken as it is."))
