from datetime import date

import pytest

from certification.models import Requirement
from certification.requirements.tenure import TenureKind
from records.models import Entry

KIND = TenureKind()
ASKED = Requirement(kind="tenure", subject="level:service:2", months=6, titles={"en": "Proficient"})


def held(subject: str, on: date, until: date | None, pk: int = 1) -> Entry:
    entry = Entry(pk=pk, kind="level", subject=subject, on=on)
    entry.ends_on = until
    return entry


def spans(*entries: Entry) -> list[tuple[date, date | None]]:
    return [(span.met_from, span.met_until) for span in KIND.spans(ASKED, entries)]


def test_the_months_end_where_the_calendar_says() -> None:
    assert spans(held("level:service:2", date(2026, 8, 31), None)) == [(date(2027, 2, 28), None)]


def test_a_hold_that_is_too_short_is_none() -> None:
    assert spans(held("level:service:2", date(2026, 1, 1), date(2026, 6, 30))) == []
    assert spans(held("level:service:2", date(2026, 1, 1), date(2026, 7, 1))) == [
        (date(2026, 7, 1), date(2026, 7, 1))
    ]


def test_a_renewal_on_the_day_after_continues_and_one_a_day_later_does_not() -> None:
    first = held("level:service:2", date(2026, 1, 1), date(2026, 4, 30), pk=1)
    assert spans(first, held("level:service:2", date(2026, 5, 1), date(2026, 12, 31), pk=2)) == [
        (date(2026, 7, 1), date(2026, 12, 31))
    ]
    assert spans(first, held("level:service:2", date(2026, 5, 2), date(2026, 12, 31), pk=2)) == [
        (date(2026, 11, 2), date(2026, 12, 31))
    ]


@pytest.mark.parametrize(
    ("subject", "counts"),
    [("level:service:3", True), ("level:service:1", False), ("level:other:3", False)],
)
def test_a_higher_level_of_the_scheme_counts_too(subject: str, counts: bool) -> None:
    assert bool(spans(held(subject, date(2026, 1, 1), None))) is counts
