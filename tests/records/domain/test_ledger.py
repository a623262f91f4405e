from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from records import evidence
from records.domain import ledger
from records.errors import AlreadyReversed, UnknownFact
from records.models import Entry
from records.signals import entry_booked
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 2)
JUNE = date(2026, 6, 30)


@pytest.fixture
def heard():
    booked: list[Entry] = []

    def listen(entries: list[Entry], **kwargs: object) -> None:
        booked.extend(entries)

    entry_booked.connect(listen)
    yield booked
    entry_booked.disconnect(listen)


def in_force(on: date, known_at: datetime | None = None) -> list[Entry]:
    return list(Entry.objects.in_force(on, known_at).order_by("pk"))


def test_a_source_is_booked_once(heard):
    first = EntryFactory(source="exams.attempt:117")
    again = EntryFactory(source="exams.attempt:117", title="另一个标题", employee=first.employee)
    assert (again, again.title) == (first, first.title)
    assert heard == [first]


def test_facts_are_those_of_the_kind():
    line = EntryFactory(exam=True, facts={"points": 9, "points_max": 10})
    assert (line.typed_facts.points, line.typed_facts.sitting) == (9, "")
    with pytest.raises(UnknownFact):
        EntryFactory(facts={"stars": 5})


def test_a_score_is_a_fraction_to_the_millionth():
    assert str(EntryFactory(exam=True, score=2 / 3).score) == "0.666667"
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryFactory(exam=True, score="1.2")


def test_a_line_is_in_force_from_its_day_through_its_last():
    line = EntryFactory(on=MARCH, valid_until=JUNE)
    day = timedelta(days=1)
    found = [in_force(on) for on in (MARCH - day, MARCH, JUNE, JUNE + day)]
    assert found == [[], [line], [line], []]


def test_a_reversed_line_was_never_so(hr, heard):
    line = EntryFactory(on=MARCH)
    reversal = ledger.reverse(line, reason="记错了人", by=hr)
    assert in_force(JUNE) == []
    assert (reversal.seq, reversal.source, reversal.by_name) == (1, line.source, str(hr))
    assert heard == [line, reversal]
    with pytest.raises(AlreadyReversed):
        ledger.reverse(line, reason="再来一次", by=hr)


def test_the_correction_follows_with_the_next_number(hr):
    line = EntryFactory(source="exams.attempt:1", exam=True, score="0.5", result="failed")
    ledger.reverse(line, reason="阅卷更正", by=hr)
    corrected = EntryFactory(employee=line.employee, source="exams.attempt:1", seq=2, exam=True, score="0.9")
    assert in_force(JUNE) == [corrected]


def test_the_latest_word_about_an_end_counts(hr):
    line = EntryFactory(on=MARCH, valid_until=JUNE)
    ledger.end(line, on=date(2026, 4, 30), reason="暂停", by=hr)
    assert in_force(date(2026, 5, 1)) == []
    ledger.extend(line, until=date(2026, 12, 31), reason="恢复", by=hr)
    assert in_force(date(2026, 12, 31)) == [line]


def test_an_ending_that_was_reversed_ends_nothing(hr):
    line = EntryFactory(on=MARCH)
    ending = ledger.end(line, on=JUNE, reason="误操作", by=hr)
    assert in_force(date(2026, 7, 1)) == []
    ledger.reverse(ending, reason="撤回", by=hr)
    assert in_force(date(2026, 7, 1)) == [line]


def test_what_was_known_at_a_moment_stays_the_answer(hr):
    booked, reversed_at = datetime(2026, 4, 5, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
    line = EntryFactory(on=date(2026, 3, 20), at=booked)
    ledger.reverse(line, reason="记错了人", by=hr, at=reversed_at)
    second = timedelta(seconds=1)
    asked = (booked - second, booked, reversed_at - second, reversed_at)
    assert [in_force(JUNE, known_at) for known_at in asked] == [[], [line], [line], []]


def test_nothing_is_booked_when_the_caller_rolls_back():
    with transaction.atomic():
        EntryFactory()
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


def test_evidence_is_opened_by_who_registered_its_source(hr):
    line = EntryFactory(employee=EmployeeFactory(), source="certification.award:7")
    assert evidence.address(line, hr) == "/certification/awards/7/"
    assert evidence.address(EntryFactory(source="import:7"), hr) is None
    with pytest.raises(ValueError, match="Two openers"):
        evidence.register("certification.award", lambda key, user: None)
