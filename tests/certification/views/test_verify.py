import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from certification.domain import awards
from certification.models import Certificate
from certification.views.verify import checked_at
from core.periods import add_months
from tests.factories.certification import awarded, course, rule
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_asked_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def certificate():
    award = awarded(EmployeeFactory(name="欧阳娜娜"), rule(course(), active_months=None))
    return Certificate.objects.with_award().get(award=award)


def verdict(response) -> str:
    return re.search(r'verdict-(\w+)"', response.content.decode())[1]


def body(response) -> str:
    return response.content.decode()


def test_a_valid_certificate_says_so_and_hides_the_name(client: Client, certificate):
    response = client.get(f"/verify/{certificate.token}/")
    assert (response.status_code, verdict(response)) == (200, "valid")
    assert "欧***" in body(response)
    assert "欧阳" not in body(response)
    assert "<script" not in body(response)


def test_search_engines_and_caches_are_told_to_stay_away(client: Client, certificate):
    response = client.get(f"/verify/{certificate.token}/")
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response.headers["Cache-Control"]


def test_the_full_name_is_shown_to_whoever_types_it_in_any_width_or_script(client: Client, certificate):
    response = client.post(f"/verify/{certificate.token}/", {"name": " 歐陽娜娜　"})
    assert "欧阳娜娜" in body(response)


def test_a_wrong_name_shows_nothing(client: Client, certificate):
    response = client.post(f"/verify/{certificate.token}/", {"name": "欧阳"})
    assert (response.status_code, verdict(response)) == (200, "valid")
    assert "欧阳娜娜" not in body(response)


def test_a_revoked_certificate_keeps_its_reason_to_those_who_know_the_name(client: Client, certificate, hr):
    awards.revoke(certificate.award, reason="他人代考", by=hr)
    response = client.get(f"/verify/{certificate.token}/")
    assert verdict(response) == "revoked"
    assert "他人代考" not in body(response)
    response = client.post(f"/verify/{certificate.token}/", {"name": "欧阳娜娜"})
    assert "他人代考" in body(response)


def test_an_expired_certificate(client: Client):
    award = awarded(EmployeeFactory(), rule(course(), active_months=1))
    assert verdict(client.get(f"/verify/{award.certificate.token}/")) == "expired"


def test_a_renewed_certificate_leads_to_the_newer_one(client: Client):
    person = EmployeeFactory()
    first = awarded(person, rule(course(), active_months=12))
    renewal = add_months(first.valid_until, -1)
    EntryFactory(employee=person, on=renewal)
    (second,) = awards.evaluate(person, on=renewal)
    response = client.get(f"/verify/{first.certificate.token}/")
    assert verdict(response) == "superseded"
    assert f"/verify/{second.certificate.token}/" in body(response)


def test_a_revoked_renewal_leaves_the_first_one_in_place(client: Client, hr):
    person = EmployeeFactory()
    first = awarded(person, rule(course(), active_months=600, window_months=599), on=date(2026, 3, 2))
    EntryFactory(employee=person, on=date(2026, 5, 1))
    (second,) = awards.evaluate(person, on=date(2026, 5, 1))
    awards.revoke(second, reason="他人代考", by=hr)
    assert verdict(client.get(f"/verify/{first.certificate.token}/")) == "valid"


def test_an_unknown_token_is_a_missing_page_that_says_whom_to_ask(client: Client, db, settings):
    settings.GRADUS_COMPANY = "晨光服务"
    response = client.get("/verify/AAAAAAAAAAAAAAAAAAAAAA/")
    assert (response.status_code, verdict(response)) == (404, "unknown")
    assert "晨光服务" in body(response)


def test_a_number_with_its_name_is_found(client: Client, certificate):
    typed = f" {certificate.number.lower()} "
    response = client.post("/verify/", {"number": typed, "name": "欧阳娜娜"})
    assert (response.status_code, verdict(response)) == (200, "valid")


def test_a_wrong_name_and_a_wrong_number_are_answered_alike(client: Client, certificate):
    wrong_name = client.post("/verify/", {"number": certificate.number, "name": "王明"})
    wrong_number = client.post("/verify/", {"number": "GR-1999-00001", "name": "欧阳娜娜"})
    noise = r'\d\d:\d\d|value="\w{64}"'
    plain = [re.sub(noise, "", body(response)) for response in (wrong_name, wrong_number)]
    assert (wrong_name.status_code, wrong_number.status_code) == (404, 404)
    assert plain[0] == plain[1]


def test_the_twenty_first_look_in_a_minute_is_refused(client: Client, certificate):
    answers = [client.get(f"/verify/guess-{number}/").status_code for number in range(20)]
    assert answers == [404] * 20
    refused = client.get(f"/verify/{certificate.token}/")
    assert (refused.status_code, refused.headers["X-Robots-Tag"]) == (429, "noindex, nofollow")


@pytest.mark.parametrize(("language", "lang"), [("zh-hans", "zh-Hans"), ("zh-hant", "zh-Hant"), ("en", "en")])
def test_it_speaks_three_languages(client: Client, certificate, language, lang):
    response = client.get(f"/verify/{certificate.token}/", headers={"accept-language": language})
    assert f'<html lang="{lang}">' in body(response)


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Asia/Shanghai", "2026-11-21 10:42 UTC+8"),
        ("Asia/Kolkata", "2026-11-21 08:12 UTC+5:30"),
        ("America/New_York", "2026-11-20 21:42 UTC-5"),
    ],
)
def test_the_moment_of_the_check_is_told_to_strangers(zone, said):
    with timezone.override(ZoneInfo(zone)):
        assert checked_at(datetime(2026, 11, 21, 2, 42, tzinfo=UTC)) == said
