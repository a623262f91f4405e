"""Answer sheets keyed in: each becomes an attempt, handed in and marked as any other."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from string import ascii_uppercase

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain import audit
from exams import kinds
from exams.domain.delivery import terms
from exams.domain.papers import booklets
from exams.domain.papers.filling import Asked, flat
from exams.domain.taking import attempts
from exams.domain.taking.shelves import Face, faces
from exams.enums import EndedBy, Medium
from exams.errors import EnteredAlready, NoAttemptsLeft, NotInvited, TakesItOnScreen
from exams.kinds import BadAnswer
from exams.kinds.choice import Choice
from exams.models import Attempt, Booklet, Item, Response, Sitting
from people.models import Employee, User

SEPARATORS = re.compile(r"[\s,;/|、，；.]+")
OPEN = "-"
LETTERS = ascii_uppercase
WORDS = {"T": "true", "F": "false", "√": "true", "×": "false", "对": "true", "错": "false", "X": "false",
         "對": "true", "錯": "false", "✓": "true", "✗": "false"}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """Where one answer, or one gap of it, is typed. `letters` of a typed text are empty."""

    name: str
    number: int
    gap: int | None
    letters: str
    most: int | None
    long: bool = False


@dataclass(frozen=True)
class Row:
    """A question of a booklet with its boxes."""

    number: int
    version: int
    boxes: list[Box]


def rows(booklet: Booklet) -> list[Row]:
    """The answer sheet of a booklet, without a word of its questions."""
    asked = flat(booklets.groups_of(booklet))
    shown = faces.many(line.version for line in asked)
    return [
        Row(number, line.version, _boxes(number, line, shown[line.version]))
        for number, line in enumerate(asked, start=1)
    ]


def read(booklet: Booklet, typed: Mapping[str, str]) -> tuple[dict[int, list[str]], dict[str, str]]:
    """Answers by the numbers of their questions, and by the boxes' names what cannot be an answer."""
    asked = flat(booklets.groups_of(booklet))
    shown = faces.many(line.version for line in asked)
    answers: dict[int, list[str]] = {}
    wrong: dict[str, str] = {}
    for row, line in zip(rows(booklet), asked, strict=True):
        face = shown[line.version]
        try:
            given = _given(row, line, face, typed)
            answers[row.number] = kinds.get(face.kind).clean(given, face.shape)
        except BadAnswer:
            wrong[row.boxes[0].name] = _expected(row)
    return answers, wrong


def candidates(sitting: Sitting, *, by: User) -> QuerySet[Employee]:
    """Whose papers somebody may enter: everybody's who is invited, but her own."""
    return Employee.objects.filter(audience_memberships__snapshot=sitting.audience_id).exclude(user=by)


def enter(
    *,
    booklet: Booklet,
    employee: Employee,
    answers: Mapping[int, list[str]],
    on: date,
    by: User,
    at: datetime,
) -> Attempt:
    """An attempt from a sheet that was written on a day: handed in, marked and booked, once for a person.

    `answers` are in their stored form, by the numbers of the questions. Raises NotInvited, EnteredAlready,
    TakesItOnScreen or NoAttemptsLeft.
    """
    sitting = booklet.sitting
    if not candidates(sitting, by=by).filter(pk=employee.pk).exists():
        raise NotInvited
    try:
        with transaction.atomic():
            attempt = _attempt(booklet, employee, written_at(sitting, on, at=at), at)
            _answer(attempt, booklet, answers, at)
            attempts.end(attempt, at=at, by=EndedBy.PAPER, finished=attempt.started_at)
            audit.record(by=by, verb="entered paper", obj=attempt, at=at, booklet=booklet.letter, on=str(on))
    except IntegrityError:
        raise EnteredAlready from None
    return attempt


def written_at(sitting: Sitting, on: date, *, at: datetime) -> datetime:
    """The moment that stands for a day on which a paper was written: noon within the sitting's window, and
    never after it is entered, `at`."""
    noon = timezone.make_aware(datetime.combine(on, time(12)))
    return min(max(noon, sitting.opens_at), sitting.closes_at, at)


def entered(sitting: Sitting) -> QuerySet[Attempt]:
    """What was keyed in, the last first."""
    found = Attempt.objects.filter(sitting=sitting, ended_by=EndedBy.PAPER)
    return found.select_related("employee", "booklet").order_by("-processed_at", "-pk")


def printed(sitting: Sitting) -> list[Booklet]:
    return list(Booklet.objects.filter(sitting=sitting, medium=Medium.PAPER).order_by("letter"))


def _attempt(booklet: Booklet, employee: Employee, moment: datetime, at: datetime) -> Attempt:
    sitting, exam = booklet.sitting, booklet.sitting.exam
    gone = list(Attempt.objects.filter(sitting=sitting, employee=employee))
    if any(one.ended_by == EndedBy.PAPER for one in gone):
        raise EnteredAlready
    if any(one.handed_in_at is None for one in gone):
        raise TakesItOnScreen
    allowed = terms.one(employee, sitting, at=at).window.attempts
    if allowed is not None and len(gone) >= allowed:
        raise NoAttemptsLeft
    return Attempt.objects.create(
        sitting=sitting,
        employee=employee,
        number=len(gone) + 1,
        started_at=moment,
        deadline_at=moment,
        pass_mark=exam.pass_mark,
        marking={"share": str(exam.second_share), "gap": str(exam.second_gap)},
        sections=booklet.sections,
        booklet=booklet,
    )


def _answer(attempt: Attempt, booklet: Booklet, answers: Mapping[int, list[str]], at: datetime) -> None:
    made = Item.objects.bulk_create(
        Item(
            attempt=attempt,
            position=position,
            version_id=line.version,
            section=line.section,
            points=line.points,
            order=line.order,
            stimulus_id=line.stimulus,
        )
        for position, line in enumerate(flat(booklets.groups_of(booklet)), start=1)
    )
    Response.objects.bulk_create(
        Response(item=item, seq=1, answer=answers[item.position], saved_at=at)
        for item in made
        if answers.get(item.position)
    )


def _boxes(number: int, line: Asked, face: Face) -> list[Box]:
    slots = face.shape.slots
    if face.kind == "cloze":
        return [
            Box(f"q{number}-{gap}", number, gap, LETTERS[: len(slot)], 1 if slot else None)
            for gap, slot in enumerate(slots or (), start=1)
        ]
    most = _most(face) if slots is None else len(slots) if line.order else None
    return [Box(f"q{number}", number, None, LETTERS[: len(line.order)], most, face.kind == "essay")]


def _most(face: Face) -> int | None:
    kind = kinds.get(face.kind)
    return kind.most if isinstance(kind, Choice) else None


def _given(row: Row, line: Asked, face: Face, typed: Mapping[str, str]) -> list[str]:
    values = [typed.get(box.name, "").strip() for box in row.boxes]
    if face.kind == "cloze":
        return [
            _one(_chosen(value, _names(line, slot), None)) if value and slot else value
            for value, slot in zip(values, face.shape.slots or (), strict=True)
        ]
    value = values[0]
    if not value or not row.boxes[0].letters:
        return [value] if value else []
    return _chosen(value, _names(line, face.shape.options), len(value) if face.shape.slots else None)


def _one(letters: list[str]) -> str:
    if len(letters) != 1:
        raise BadAnswer(letters)
    return letters[0]


def _names(line: Asked, slot: Sequence[str]) -> dict[str, str]:
    """Options by the letters of the page; of a gap, by their letters within it."""
    shown = [name for name in line.order if name in slot]
    return {letter: name.rpartition(".")[2] for letter, name in zip(LETTERS, shown, strict=False)}


def _chosen(value: str, names: Mapping[str, str], places: int | None) -> list[str]:
    """The options of typed letters. A dash is a place left open, where the answer has places."""
    plain = unicodedata.normalize("NFKC", value).upper()
    if plain in WORDS and WORDS[plain] in names.values():
        return [WORDS[plain]]
    signs = list(SEPARATORS.sub("", plain))
    if not set(signs) <= {*names, *((OPEN,) if places else ())}:
        raise BadAnswer(value)
    return [names.get(sign, "") for sign in signs]


def _expected(row: Row) -> str:
    box = row.boxes[0]
    if not box.letters:
        return _("This is too long, or not an answer to this question.")
    if box.gap is None and box.most and box.most > 1:
        return _("%(n)d letters of %(letters)s, one for each place; - for one left open.") % {
            "n": box.most, "letters": box.letters
        }  # fmt: skip
    return _("Letters of %(letters)s.") % {"letters": box.letters}
