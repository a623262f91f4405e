"""Levels, certificates and training files on screen: two languages, two lights, a phone and a desk."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from certification.domain import awards, documents
from certification.enums import SchemeKind
from certification.models import Award, Certificate, RuleVersion
from core.periods import add_months
from people.models import User
from records.domain import ledger
from tests.cast import Cast, cast_people
from tests.factories.certification import SchemeFactory, assessment, awarded, course, exam, rule, tenure
from tests.factories.courses import CoursePageFactory
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory
from tests.journeys.conftest import Browse
from tests.journeys.screens import assert_accessible, shoot

LONG = "阿卜杜热合曼·买买提艾力江·吐尔逊尼亚孜"
TITLES = {
    1: (
        "入门",
        "Foundation",
        "电话礼仪合格，会核对身份，能处理咨询类来电。",
        "Handles enquiries.",
    ),
    2: ("熟练", "Proficient", "能独立处理一般投诉，售后规则用得准。", "Handles ordinary complaints alone."),
    3: (
        "骨干",
        "Senior",
        "能处理复杂投诉，并带教新同事。",
        "Coaches newcomers.",
    ),
    4: ("专家", "Expert", "能处理升级投诉，并提出改进规则的建议。", "Takes escalated complaints."),
    5: ("示范", "Master", "是全中心的示范，能主持考核。", "Sets the example for the whole centre."),
}


def level(rank: int, *blocks: tuple) -> object:
    zh, en, can_zh, can_en = TITLES[rank]
    return rule(
        *blocks,
        rank=rank,
        titles={"zh-hans": zh, "en": en},
        summaries={"zh-hans": can_zh, "en": can_en},
        from_day=add_months(timezone.localdate(), -36),
    )


def ladder() -> list[object]:
    return [
        level(1, course()),
        level(
            2,
            course("course:complaint", title="投诉处理", title_en="Handling complaints"),
            exam(min_percent=80),
            assessment(),
            tenure(6),
        ),
        level(3, exam("exam:quarter", title="季度产品测试", title_en="Quarterly product test"), tenure(12)),
        level(4),
    ]


def kept(award: Award) -> Certificate:
    certificate = Certificate.objects.with_award().get(award=award)
    documents.make(certificate)
    return Certificate.objects.with_award().get(award=award)


def screens(cast: Cast) -> dict[str, str]:
    """Every screen, with the longest names and with none."""
    today = timezone.localdate()
    first, *_ = ladder()
    onboarding = SchemeFactory(
        code="onboarding", kind=SchemeKind.ONBOARDING, titles={"zh-hans": "新员工入职", "en": "Onboarding"}
    )
    rule(course(due_days=10), exam(due_days=30), scheme=onboarding, active_months=None)
    hr = cast.hr.employee
    valid = kept(awarded(hr, first, on=today - timedelta(days=200)))
    EntryFactory(employee=hr, exam=True, result="failed", score="0.72", on=today - timedelta(days=9))
    wrong = EntryFactory(
        employee=hr, subject="course:wrong", title="产品知识", hours=2, on=today - timedelta(days=20)
    )
    ledger.reverse(wrong, reason="登记到了别人名下", by=cast.trainer)
    long = EmployeeFactory(number="HZ-2026-000123", name=LONG, department=cast.hotline, user=None)
    revoked = kept(awarded(long, first, on=today - timedelta(days=90)))
    awards.revoke(revoked.award, reason="经查由他人代考", by=cast.hr)
    waiting = awarded(EmployeeFactory(name="王\U0002fa1e\ue000"), first, on=today - timedelta(days=3))
    expired = awarded(EmployeeFactory(name="Ann Lee"), first, on=today - timedelta(days=300))
    ledger.end(expired.entry, on=today - timedelta(days=1), reason="到期", by=cast.hr)
    return {
        "mine": "/certification/",
        "person": f"/certification/people/{long.number}/",
        "awards": "/certification/awards/",
        "awards-none": "/certification/awards/?q=nobody",
        "award": f"/certification/awards/{valid.award.pk}/",
        "award-revoked": f"/certification/awards/{revoked.award.pk}/",
        "award-waiting": f"/certification/awards/{waiting.pk}/",
        "revoke": f"/certification/awards/{valid.award.pk}/revoke/",
        "file": f"/records/{hr.number}/",
        "file-long": f"/records/{long.number}/",
        "file-none": f"/records/{cast.newcomer.employee.number}/",
        "verify": "/verify/",
        "verify-valid": valid.get_verify_url(),
        "verify-revoked": revoked.get_verify_url(),
        "verify-expired": expired.certificate.get_verify_url(),
        "verify-unknown": "/verify/AAAAAAAAAAAAAAAAAAAAAA/",
    }


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("zh-hans", "light", 360), ("zh-hans", "dark", 1280), ("en", "light", 1280), ("en", "dark", 360)],
)
def test_the_screens_are_readable_by_all(browse: Browse, language: str, scheme: str, width: int) -> None:
    cache.clear()
    cast = cast_people()
    User.objects.filter(pk=cast.hr.pk).update(language=language)
    shown = screens(cast)
    page = browse(cast.hr, color_scheme=scheme, viewport={"width": width, "height": 800})
    for name, address in shown.items():
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        assert_accessible(page)
        shoot(page, f"certification-{name}-{language}-{scheme}")


def test_hr_revokes_and_the_verifier_reads_it(browse: Browse, context) -> None:
    cache.clear()
    cast = cast_people()
    award = awarded(cast.employee.employee, rule(course(), active_months=None))
    certificate = kept(award)
    stranger = context.new_page()
    stranger.goto(certificate.get_verify_url())
    expect(stranger.locator(".verdict-valid")).to_be_visible()
    expect(stranger.get_by_text("李***")).to_be_visible()

    page = browse(cast.hr, award.get_absolute_url(), locale="en-US")
    page.get_by_role("link", name="Revoke…").click()
    page.get_by_label("Reason").fill("Somebody else took the exam")
    page.get_by_role("button", name="Revoke the award").click()
    expect(page.get_by_text("The award is revoked.")).to_be_visible()

    stranger.reload()
    expect(stranger.locator(".verdict-revoked")).to_be_visible()
    expect(stranger.get_by_text("Somebody else took the exam")).to_have_count(0)
    stranger.locator("#id_name").fill("李静")
    stranger.locator("#id_name").press("Enter")
    expect(stranger.get_by_text("Somebody else took the exam")).to_be_visible()


def test_hr_sets_up_a_scheme_and_publishes_its_first_level(site: str, browse: Browse):
    call_command("sync_roles")
    cast = cast_people()
    taught = CoursePageFactory(title="电话礼仪")
    page = browse(cast.hr, "/cms/snippets/certification/level/")
    shoot(page, "certification no scheme yet")
    page.click("a[href='/cms/snippets/certification/scheme/add/']")
    page.fill("[name=titles_zh_hans]", "服务能力等级")
    page.fill("[name=code]", "service")
    page.locator("#w-editor-form footer button[type=submit]").first.click()
    page.wait_for_url("**/certification/scheme/")
    page.goto("/cms/snippets/certification/level/add/")
    page.click("#id_scheme-chooser [data-chooser-action-choose] >> visible=true")
    page.click(".modal a:has-text('服务能力等级')")
    page.fill("[name=titles_zh_hans]", "入门")
    page.locator(".c-sf-add-button").first.click()
    page.locator("[role=option]").first.click()
    page.select_option("[name=rule-0-value-subject]", f"course:{taught.code}")
    page.wait_for_timeout(1000)
    shoot(page, "certification first level")
    page.locator("footer [data-controller~=w-dropdown] [data-w-dropdown-target=toggle]").click()
    shoot(page, "certification publish")
    page.click("[name=action-publish]")
    page.wait_for_url("**/certification/level/")
    asked = RuleVersion.objects.get().requirements.get()
    assert asked.subject == f"course:{taught.code}"
