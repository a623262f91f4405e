"""Answer sheets keyed in: an attempt from a printed booklet, marked and booked once."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from core.models import AuditEvent
from exams.domain.papers import paper_entries
from exams.domain.taking import attempts
from exams.errors import EnteredAlready, NoAttemptsLeft, NotInvited, TakesItOnScreen
from exams.models import Attempt, Booklet, Response
from people.models import Employee, User
from records.models import Entry
from tests.factories.exams import (
    BookletFactory,
    BookletLineFactory,
    QuestionVersionFactory,
    paper_of,
)
from tests.factories.people import EmployeeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Employee:
    return EmployeeFactory()


def printed(*people: Employee, lines: int = 3, **exam: Any) -> Booklet:
    """Booklet A of a sitting; its options stand in the order d, c, b, a, and a is right."""
    versions = QuestionVersionFactory.create_batch(lines)
    sitting = paper_of(*versions, employees=people, **exam)
    booklet = BookletFactory(sitting=sitting)
    for position, version in enumerate(versions, start=1):
        BookletLineFactory(booklet=booklet, position=position, version=version, order=["d", "c", "b", "a"])
    return booklet


def enter(booklet: Booklet, person: Employee, by: User, *letters: str, on: date | None = None) -> Attempt:
    typed = {f"q{number}": letter for number, letter in enumerate(letters, start=1)}
    answers, wrong = paper_entries.read(booklet, typed)
    assert wrong == {}
    return paper_entries.enter(
        booklet=booklet,
        employee=person,
        answers=answers,
        on=on or timezone.localdate(),
        by=by,
        at=timezone.now(),
    )


def test_a_sheet_is_an_attempt_marked_and_booked(person: Employee, trainer: User) -> None:
    """D is the option a, which is right: two of three."""
    booklet = printed(person)
    attempt = enter(booklet, person, trainer, "d", "Ａ", "D")
    assert (attempt.ended_by, attempt.booklet, attempt.number) == ("paper", booklet, 1)
    assert list(Response.objects.order_by("item").values_list("answer", flat=True)) == [["a"], ["d"], ["a"]]
    entry = Entry.objects.get()
    assert (entry.employee, entry.score, entry.result, entry.source) == (
        person,
        Decimal("0.666667"),
        "passed",
        attempt.source,
    )
    assert AuditEvent.objects.get(verb="entered paper").by_id == trainer.pk


def test_what_is_empty_is_no_answer(person: Employee, trainer: User) -> None:
    attempt = enter(printed(person), person, trainer, "", "D", " ")
    assert Response.objects.count() == 1
    assert [mark.fraction for item in attempt.items.all() for mark in item.marks.all()] == [0, 1, 0]


def test_the_day_of_the_file_is_the_day_it_was_written(person: Employee, trainer: User) -> None:
    opened = timezone.now() - timedelta(days=5)
    booklet = printed(person, opens_at=opened, closes_at=timezone.now() - timedelta(days=1))
    day = timezone.localdate() - timedelta(days=3)
    attempt = enter(booklet, person, trainer, "D", on=day)
    assert (Entry.objects.get().on, timezone.localdate(attempt.handed_in_at)) == (day, day)
    assert timezone.localdate(Attempt.objects.get().processed_at) == timezone.localdate()


def test_a_sheet_of_the_morning_is_not_of_noon(person: Employee) -> None:
    sitting = printed(person, opens_at=datetime(2026, 3, 20, 0, tzinfo=UTC)).sitting
    early = datetime(2026, 3, 20, 2, tzinfo=UTC)  # ten in the morning in Shanghai
    assert paper_entries.written_at(sitting, date(2026, 3, 20), at=early) == early
    evening = early + timedelta(hours=9)
    assert paper_entries.written_at(sitting, date(2026, 3, 20), at=evening) == early + timedelta(hours=2)


def test_a_person_is_entered_once(person: Employee, trainer: User) -> None:
    booklet = printed(person, attempts=None)
    enter(booklet, person, trainer, "D")
    with pytest.raises(EnteredAlready):
        enter(booklet, person, trainer, "D", "D", "D")
    assert (Attempt.objects.count(), Entry.objects.count()) == (1, 1)


def test_who_has_used_her_attempts_on_the_screen(person: Employee, trainer: User) -> None:
    booklet = printed(person, attempts=1)
    running = attempts.start(sitting=booklet.sitting, employee=person, at=timezone.now())
    with pytest.raises(TakesItOnScreen):
        enter(booklet, person, trainer, "D")
    attempts.hand_in(running, at=timezone.now())
    with pytest.raises(NoAttemptsLeft):
        enter(booklet, person, trainer, "D")


def test_strangers_and_oneself_are_not_entered(person: Employee, trainer: User) -> None:
    booklet = printed(person, trainer.employee)
    for whom in (EmployeeFactory(), trainer.employee):
        with pytest.raises(NotInvited):
            enter(booklet, whom, trainer, "D")
    assert Attempt.objects.count() == 0


def one(kind: str, order: list[str], **texts: Any) -> Booklet:
    stem = "[[1]]手，[[2]]" if kind == "cloze" else "题干"
    version = QuestionVersionFactory(
        kind=kind, key={}, texts={"zh-hans": {"stem": stem, "explanation": "", **texts}}
    )
    return BookletLineFactory(version=version, order=order, position=1).booklet


ABC = {"a": "甲", "b": "乙", "c": "丙"}
MATCHING = {"options": ABC, "prompts": {"1": "一", "2": "二"}}
GAPS = {"gaps": {"1": {"a": "左", "b": "右"}}}


@pytest.mark.parametrize(
    ("kind", "order", "texts", "typed", "answer"),
    [
        ("multiple", ["c", "a", "b"], {"options": ABC}, {"q1": "a、c"}, ["b", "c"]),
        ("multiple", ["c", "a", "b"], {"options": ABC}, {"q1": "AC"}, ["b", "c"]),
        ("single", ["c", "a", "b"], {"options": ABC}, {"q1": ""}, []),
        ("true_false", ["true", "false"], {}, {"q1": "B"}, ["false"]),
        ("true_false", ["true", "false"], {}, {"q1": "对"}, ["true"]),
        ("true_false", ["true", "false"], {}, {"q1": "×"}, ["false"]),
        ("matching", ["c", "a", "b"], MATCHING, {"q1": "BC"}, ["a", "b"]),
        ("matching", ["c", "a", "b"], MATCHING, {"q1": "-C"}, ["", "b"]),
        ("ordering", ["c", "a", "b"], {"options": ABC}, {"q1": "A C B"}, ["c", "b", "a"]),
        ("cloze", ["1.b", "1.a"], GAPS, {"q1-1": "a", "q1-2": " 您好 "}, ["b", "您好"]),
        ("cloze", ["1.b", "1.a"], GAPS, {"q1-2": "您好"}, ["", "您好"]),
        ("short_text", [], {}, {"q1": "五步倾听"}, ["五步倾听"]),
        ("numeric", [], {}, {"q1": "30 s"}, ["30 s"]),
        ("essay", [], {}, {"q1": "一段文字"}, ["一段文字"]),
    ],
)
def test_letters_of_the_page_become_the_answer(
    kind: str, order: list[str], texts: dict[str, Any], typed: dict[str, str], answer: list[str]
) -> None:
    assert paper_entries.read(one(kind, order, **texts), typed) == ({1: answer}, {})


@pytest.mark.parametrize(
    ("kind", "order", "texts", "typed"),
    [
        ("single", ["c", "a", "b"], {"options": ABC}, {"q1": "AB"}),
        ("single", ["c", "a", "b"], {"options": ABC}, {"q1": "D"}),
        ("multiple", ["c", "a", "b"], {"options": ABC}, {"q1": "AA"}),
        ("multiple", ["c", "a", "b"], {"options": ABC}, {"q1": "A-"}),
        ("matching", ["c", "a", "b"], MATCHING, {"q1": "B"}),
        ("ordering", ["c", "a", "b"], {"options": ABC}, {"q1": "AAB"}),
        ("ordering", ["c", "a", "b"], {"options": ABC}, {"q1": "A-B"}),
        ("cloze", ["1.b", "1.a"], GAPS, {"q1-1": "AB"}),
        ("short_text", [], {}, {"q1": "长" * 400}),
    ],
)
def test_what_cannot_stand_on_a_sheet_is_refused(
    kind: str, order: list[str], texts: dict[str, Any], typed: dict[str, str]
) -> None:
    answers, wrong = paper_entries.read(one(kind, order, **texts), typed)
    assert (answers, list(wrong)) == ({}, [next(iter(typed))])
