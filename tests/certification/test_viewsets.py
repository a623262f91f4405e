from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certification.domain.findings import findings
from certification.models import Level, RuleVersion, Scheme
from core.domain import jobs
from tests.cast import Cast
from tests.factories.certification import LevelFactory, SchemeFactory, awarded, course, rule
from tests.factories.courses import CoursePageFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

LEVELS = "/cms/snippets/certification/level/"
SCHEMES = "/cms/snippets/certification/scheme/"


@pytest.fixture
def rule_maker(cast: Cast) -> Client:
    from portal.domain import roles

    roles.sync()
    client = Client()
    client.force_login(cast.hr)
    return client


def draft(scheme: Scheme, *requirements: tuple[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
    typed = {
        "scheme": scheme.pk,
        "rank": 1,
        "titles_zh_hans": "入门",
        "titles_zh_hant": "",
        "titles_en": "Foundation",
        "summaries_zh_hans": "能接电话",
        "summaries_zh_hant": "",
        "summaries_en": "",
        "active_months": 12,
        "window_months": 2,
        "from_day": "2026-01-01",
        "rule": streamfield(list(requirements)),
    }
    return nested_form_data(typed | more)


def asked_course(code: str, **more: Any) -> tuple[str, dict[str, Any]]:
    value = {"subject": f"course:{code}", "title": "", "title_en": "", "due_days": ""}
    return "course", value | more


def test_hr_sets_up_a_scheme(rule_maker: Client):
    typed = {
        "titles_zh_hans": "服务能力等级",
        "titles_zh_hant": "",
        "titles_en": "Service levels",
        "code": "service",
        "kind": "levels",
    }
    assert rule_maker.post(f"{SCHEMES}add/", typed).status_code == 302
    scheme = Scheme.objects.get()
    assert (scheme.code, scheme.titles) == ("service", {"zh-hans": "服务能力等级", "en": "Service levels"})


def test_publishing_writes_the_rule_that_counts(rule_maker: Client, cast: Cast):
    page = CoursePageFactory(title="电话礼仪")
    typed = draft(SchemeFactory(), asked_course(page.code)) | {"action-publish": "1"}
    assert rule_maker.post(f"{LEVELS}add/", typed).status_code == 302
    version = RuleVersion.objects.get()
    asked = version.requirements.get()
    assert (version.number, version.by_name, asked.subject, asked.titles, asked.course.code) == (
        1,
        str(cast.hr),
        f"course:{page.code}",
        {"zh-hans": "电话礼仪"},
        page.code,
    )
    EntryFactory(employee=cast.employee.employee, subject=f"course:{page.code}")
    jobs.run_due()
    assert [award.employee for award in version.awards.all()] == [cast.employee.employee]


@pytest.mark.parametrize("path", ["add/", "edit/{}/"])
def test_hr_is_offered_to_publish(rule_maker: Client, path: str):
    shown = rule_maker.get(LEVELS + path.format(LevelFactory().pk)).content.decode()
    assert 'name="action-publish"' in shown


def test_who_has_no_scheme_is_told_that_it_comes_first(rule_maker: Client):
    shown = rule_maker.get(LEVELS, headers={"accept-language": "en"}).content.decode()
    assert ("A scheme comes first" in shown, f'href="{SCHEMES}add/"' in shown) == (True, True)
    SchemeFactory()
    shown = rule_maker.get(LEVELS, headers={"accept-language": "en"}).content.decode()
    assert ("A scheme comes first" in shown, f'href="{LEVELS}add/"' in shown) == (False, True)


def test_a_draft_counts_for_nothing(rule_maker: Client, cast: Cast):
    typed = draft(SchemeFactory(), asked_course(CoursePageFactory().code))
    assert rule_maker.post(f"{LEVELS}add/", typed).status_code == 302
    level = Level.objects.get()
    assert RuleVersion.objects.count() == 0
    assert findings(cast.employee.employee, level, on=level.from_day) == []


def test_a_change_is_the_next_version_and_awards_keep_theirs(rule_maker: Client, cast: Cast):
    first = rule(course())
    award = awarded(cast.employee.employee, first)
    page = CoursePageFactory()
    typed = draft(first.level.scheme, asked_course(page.code)) | {"action-publish": "1"}
    assert rule_maker.post(f"{LEVELS}edit/{first.level.pk}/", typed).status_code == 302
    assert list(first.level.rule_versions.values_list("number", flat=True)) == [2, 1]
    award.refresh_from_db()
    assert award.rule == first


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"rank": 2}, "This level has been published"),
        (
            {"rule": streamfield([("tenure", {"months": 6})])},
            "There is no level below this one",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(rule_maker: Client, more: dict[str, Any], said: str):
    level = rule(course()).level
    typed = draft(level.scheme, **more) | {"action-publish": "1"}
    response = rule_maker.post(f"{LEVELS}edit/{level.pk}/", typed, headers={"accept-language": "en"})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert level.rule_versions.count() == 1


def test_the_same_thing_is_not_asked_twice(rule_maker: Client):
    page = CoursePageFactory()
    twice = draft(SchemeFactory(), asked_course(page.code), asked_course(page.code))
    response = rule_maker.post(f"{LEVELS}add/", twice, headers={"accept-language": "en"})
    assert "The same requirement stands here twice" in response.content.decode()


def test_a_published_code_stays(rule_maker: Client):
    scheme = rule(course()).level.scheme
    typed = {
        "titles_zh_hans": "等级",
        "titles_zh_hant": "",
        "titles_en": "",
        "code": "another",
        "kind": "levels",
    }
    response = rule_maker.post(f"{SCHEMES}edit/{scheme.pk}/", typed, headers={"accept-language": "en"})
    assert "its code and kind stay as they are" in response.content.decode()


def test_nothing_is_deleted(rule_maker: Client):
    level = LevelFactory()
    rule_maker.post(f"{LEVELS}delete/{level.pk}/")
    assert Level.objects.count() == 1


@pytest.mark.parametrize("name", ["trainer", "employee", "auditor"])
def test_rules_are_for_hr(cast: Cast, name: str):
    from portal.domain import roles

    roles.sync()
    client = Client()
    client.force_login(getattr(cast, name))
    level = rule(course()).level
    answers = [client.get(f"{LEVELS}{path}").status_code for path in ("", "add/", f"edit/{level.pk}/")]
    assert 200 not in answers
    assert not getattr(cast, name).has_perm("certification.publish_level")
    typed = draft(level.scheme) | {"action-publish": "1"}
    client.post(f"{LEVELS}edit/{level.pk}/", typed)
    assert level.rule_versions.count() == 1
