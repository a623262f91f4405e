"""A regrade takes no award away: HR keeps or revokes it, and is not asked where nothing is lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.domain import awards
from certification.errors import DecidesOnHerself, NothingToDecide
from certification.models import Award, Upholding
from people.models import User
from records.domain import ledger
from records.enums import Result
from records.models import Entry
from tests.cast import Cast
from tests.factories.certification import exam, rule
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

ON = date(2026, 3, 2)


@pytest.fixture
def award(cast: Cast) -> Award:
    """Of a level that asks for an exam, which was passed with 80 %."""
    rule(exam(), from_day=date(2020, 1, 1), active_months=None)
    EntryFactory(
        employee=cast.employee.employee,
        exam=True,
        subject="exam:hotline",
        on=ON,
        score=Decimal("0.8"),
        result=Result.PASSED,
        source="exams.attempt:1",
    )
    [made] = awards.evaluate(cast.employee.employee, on=timezone.localdate())
    return made


def regraded(score: str, result: Result, by: User) -> None:
    """As a regrade does it: the line is reversed, and another follows under the same source."""
    line = Entry.objects.bookings().get(source="exams.attempt:1")
    ledger.reverse(line, reason="答案录错", by=by)
    EntryFactory(
        employee=line.employee,
        exam=True,
        subject=line.subject,
        on=line.on,
        score=Decimal(score),
        result=result,
        source=line.source,
        seq=2,
    )


def waiting() -> list[Award]:
    return list(Award.objects.on_reversed_evidence())


@pytest.mark.parametrize(
    ("score", "result", "decided"),
    [
        ("0.9", Result.PASSED, False),
        ("0.8", Result.PASSED, False),
        ("0.7", Result.PASSED, True),
        ("0.5", Result.FAILED, True),
    ],
)
def test_only_what_got_worse_waits_for_a_decision(
    award: Award, hr: User, score: str, result: Result, decided: bool
) -> None:
    regraded(score, result, hr)
    assert waiting() == ([award] if decided else [])
    assert Award.objects.in_force(timezone.localdate()).filter(pk=award.pk).exists()


def test_before_and_after_stand_side_by_side(award: Award, hr: User) -> None:
    regraded("0.5", Result.FAILED, hr)
    [stood] = awards.stood_on(award, on=timezone.localdate())
    assert stood.before.text != str(stood.after.text)
    assert stood.after.met is False


def test_a_kept_award_waits_no_more_until_its_evidence_is_reversed_again(award: Award, hr: User) -> None:
    with pytest.raises(NothingToDecide):
        awards.uphold(award, reason="早了", by=hr)
    regraded("0.5", Result.FAILED, hr)
    awards.uphold(award, reason="面试已证明", by=hr)
    assert (waiting(), Upholding.objects.get().by_id) == ([], hr.pk)
    with pytest.raises(NothingToDecide):
        awards.uphold(award, reason="再来", by=hr)


def test_nobody_decides_on_her_own_award(award: Award, cast: Cast) -> None:
    regraded("0.5", Result.FAILED, cast.hr)
    with pytest.raises(DecidesOnHerself):
        awards.uphold(award, reason="我", by=cast.employee)


def test_hr_keeps_it_on_a_screen(award: Award, hr: User, client: Client) -> None:
    regraded("0.5", Result.FAILED, hr)
    client.force_login(hr)
    address = reverse("certification:uphold", args=[award.pk])
    assert address in client.get(award.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    client.post(address, {"reason": "面试已证明"})
    shown = client.get(award.get_absolute_url()).content.decode()
    assert ("面试已证明" in shown, address in shown) == (True, False)
