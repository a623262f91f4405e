from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from certification.domain import awards, documents
from certification.models import Award, Certificate, CertificateFile
from core.models import Job
from core.periods import add_months
from people.models import User
from records.domain import ledger
from tests.cast import Cast
from tests.factories.certification import awarded, course, rule
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db


def names(response) -> list[str]:
    return [award.employee.name for award, _status in response.context["rows"]]


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_each_sees_the_awards_of_those_below(client: Client, cast: Cast):
    level = rule(course(), active_months=None)
    awarded(cast.employee.employee, level)
    awarded(cast.stranger.employee, level)
    seen = {
        name: sorted(names(signed_in(Client(), getattr(cast, name)).get("/certification/awards/")))
        for name in ("manager", "hr", "auditor")
    }
    both = sorted([cast.employee.employee.name, cast.stranger.employee.name])
    assert seen == {"manager": [cast.employee.employee.name], "hr": both, "auditor": both}


def test_the_states_narrow_the_list(client: Client, cast: Cast):
    today = timezone.localdate()
    level = rule(course(), active_months=12, from_day=add_months(today, -24))
    started = {
        "张有效": today - timedelta(days=30),
        "李将尽": add_months(today, -12) + timedelta(days=10),
        "王过期": None,
        "赵撤销": today - timedelta(days=20),
        "孙复核": today - timedelta(days=30),
    }
    made: dict[str, Award] = {}
    for name, on in started.items():
        person = EmployeeFactory(name=name)
        made[name] = awarded(person, level, on=on or today - timedelta(days=30))
    awards.revoke(made["赵撤销"], reason="代考", by=cast.hr)
    ledger.end(made["王过期"].entry, on=today - timedelta(days=1), reason="到期", by=cast.hr)
    ledger.reverse(made["孙复核"].findings.get().entry, reason="判错", by=cast.hr)
    signed_in(client, cast.hr)
    found = {
        state: sorted(names(client.get("/certification/awards/", {"state": state})))
        for state in ("valid", "ending", "expired", "revoked", "review")
    }
    assert found == {
        "valid": sorted(["张有效", "李将尽", "孙复核"]),
        "ending": ["李将尽"],
        "expired": ["王过期"],
        "revoked": ["赵撤销"],
        "review": ["孙复核"],
    }


def test_a_name_or_a_number_finds_one(client: Client, cast: Cast):
    level = rule(course())
    award = awarded(cast.employee.employee, level)
    awarded(cast.stranger.employee, level)
    signed_in(client, cast.hr)
    for words in (cast.employee.employee.name, cast.employee.employee.number, award.certificate.number):
        assert names(client.get("/certification/awards/", {"q": words})) == [cast.employee.employee.name]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    client: Client, cast: Cast, django_assert_num_queries, number
):
    level = rule(course())
    for _ in range(number):
        awarded(EmployeeFactory(), level)
    signed_in(client, cast.hr)
    with django_assert_num_queries(11):
        client.get("/certification/awards/")


def test_hr_revokes_with_a_reason_and_once(client: Client, cast: Cast):
    award = awarded(cast.employee.employee, rule(course(), active_months=None))
    signed_in(client, cast.hr)
    page = f"/certification/awards/{award.pk}/revoke/"
    assert client.post(page, {"reason": ""}).status_code == 200
    assert not hasattr(Award.objects.get(pk=award.pk), "revocation")
    assert client.post(page, {"reason": "代考"}).url == f"/certification/awards/{award.pk}/"
    assert client.post(page, {"reason": "再点一次"}).url == f"/certification/awards/{award.pk}/"
    revocation = Award.objects.get(pk=award.pk).revocation
    assert (revocation.reason, revocation.by_name) == ("代考", str(cast.hr))


def test_a_waiting_certificate_is_tried_again_by_hr_only(client: Client, cast: Cast):
    award = awarded(cast.employee.employee, rule(course()))
    address = f"/certification/certificates/{award.certificate.number}/retry/"
    assert signed_in(client, cast.employee).post(address).status_code == 404
    assert signed_in(client, cast.hr).post(address).status_code == 302
    owed = Job.objects.filter(name="certification.render")
    assert list(owed.values_list("payload", flat=True)) == [{"certificate": award.certificate.pk}] * 2


def test_the_document_is_sent_to_its_holder(client: Client, cast: Cast):
    award = awarded(cast.employee.employee, rule(course()))
    kept = documents.make(Certificate.objects.with_award().get(award=award))
    response = signed_in(client, cast.employee).get(award.certificate.get_absolute_url())
    sent = b"".join(response.streaming_content)
    assert (response.headers["Content-Type"], len(sent), sent[:5]) == ("application/pdf", kept.size, b"%PDF-")
    assert response.headers["Content-Disposition"] == f'inline; filename="{award.certificate.number}.pdf"'
    assert CertificateFile.objects.count() == 1


def test_until_it_is_made_the_page_says_so(client: Client, cast: Cast):
    award = awarded(cast.employee.employee, rule(course()))
    response = signed_in(client, cast.employee).get(award.certificate.get_absolute_url())
    assert response.templates[0].name == "certification/not_made.html"


@pytest.mark.parametrize("lines", [1, 3])
def test_my_certification_costs_the_same_for_any_number_of_lines(
    client: Client, cast: Cast, django_assert_num_queries, lines
):
    level = rule(course())
    awarded(cast.employee.employee, level)
    for _ in range(lines):
        EntryFactory(employee=cast.employee.employee)
    signed_in(client, cast.employee)
    with django_assert_num_queries(12):
        client.get("/certification/")
