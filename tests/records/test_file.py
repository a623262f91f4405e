import io
from datetime import date

import pypdf
import pytest
from django.test import Client
from django.utils import timezone

from core.pdf import UnprintableText
from records.domain import ledger, paper
from records.domain.file import lines, total_hours
from tests.cast import Cast
from tests.factories.certification import awarded, course, rule
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 2)


@pytest.fixture
def person(cast: Cast):
    return cast.employee.employee


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_newest_stands_first_and_what_was_said_later_with_its_line(person, cast: Cast):
    first = EntryFactory(employee=person, on=date(2026, 1, 5), title="电话礼仪")
    second = EntryFactory(employee=person, on=MARCH, title="投诉处理")
    ending = ledger.end(first, on=date(2026, 6, 30), reason="改版", by=cast.hr)
    reversal = ledger.reverse(second, reason="记错了人", by=cast.hr)
    shown = lines(person, reader=cast.hr)
    assert [(line.entry, line.later, line.is_reversed, line.last_day) for line in shown] == [
        (second, [reversal], True, None),
        (first, [ending], False, date(2026, 6, 30)),
    ]


def test_hours_leave_out_what_was_reversed(person, cast: Cast):
    EntryFactory(employee=person, hours=1.5)
    EntryFactory(employee=person)
    ledger.reverse(EntryFactory(employee=person, hours=8), reason="记错了人", by=cast.hr)
    assert str(total_hours(lines(person, reader=cast.hr))) == "1.50"


def test_each_line_leads_to_its_evidence_in_one_click(person, cast: Cast):
    award = awarded(person, rule(course()))
    assert [line.address for line in lines(person, reader=cast.employee)] == [
        f"/certification/awards/{award.pk}/",
        None,
    ]


def test_the_page_shows_what_happened_in_words(person, cast: Cast):
    line = EntryFactory(employee=person, hours=2, score="0.855", title="电话礼仪", by=cast.trainer)
    ledger.reverse(line, reason="记错了人", by=cast.hr)
    page = signed_in(cast.employee).get("/records/0003/").content.decode()
    shown = ("电话礼仪", "85.5%", "记错了人", str(cast.trainer), str(cast.hr), "2026-03-02")
    assert [word in page for word in shown] == [True] * 6


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_the_same_for_any_number_of_lines(person, cast: Cast, django_assert_num_queries, number):
    for _ in range(number):
        awarded(person, rule(course(f"course:c{number}{_}"), rank=_ + 1))
    client = signed_in(cast.manager)
    with django_assert_num_queries(6):
        client.get("/records/0003/")


def test_who_has_no_employee_has_no_file(cast: Cast):
    assert signed_in(cast.auditor).get("/records/").templates[0].name == "records/none.html"
    assert signed_in(cast.employee).get("/records/").url == "/records/0003/"


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_on_paper_every_page_has_the_head_of_the_table_and_its_number(person, cast: Cast):
    for number in range(100):
        EntryFactory(employee=person, title=f"第{number}课", on=MARCH)
    response = signed_in(cast.manager).get("/records/0003.pdf", headers={"accept-language": "en"})
    assert response.headers["Content-Type"] == "application/pdf"
    assert len(response.content) < 90_000
    texts = pages(response.content)
    assert [f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1)] == [True] * len(texts)
    assert ["Booked by" in text for text in texts] == [True] * len(texts)
    assert sum(text.count("课") for text in texts) == 100


def test_what_cannot_be_printed_is_said_on_the_page(person, cast: Cast):
    EntryFactory(employee=person, title="\ue000")
    with pytest.raises(UnprintableText):
        paper.draw(person, lines(person, reader=cast.hr), at=timezone.now(), language="en")
    response = signed_in(cast.employee).get("/records/0003.pdf", follow=True)
    assert response.redirect_chain == [("/records/0003/", 302)]
    assert "U+E000" in response.content.decode()
