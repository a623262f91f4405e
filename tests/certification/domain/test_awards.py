from datetime import date, timedelta

import pytest
from django.utils import timezone

from certification.domain import awards, standing
from certification.errors import AlreadyRevoked
from certification.models import Award, Certificate, Level
from core.models import Job
from notices.models import Notice
from records.models import Entry
from tests.factories.certification import assessment, awarded, course, exam, rule, tenure
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 2)
APRIL = date(2026, 4, 1)


@pytest.fixture
def person():
    return EmployeeFactory(name="欧阳娜娜", language="zh-hans")


def test_an_award_is_dated_by_the_last_finding_and_ends_so_many_months_later(person):
    level = rule(course(), exam(min_percent=80)).level
    EntryFactory(employee=person, on=MARCH)
    EntryFactory(employee=person, exam=True, on=date(2026, 3, 31))
    (award,) = awards.evaluate(person, on=APRIL)
    assert (award.level, award.on, award.valid_until, award.sequence) == (
        level,
        date(2026, 3, 31),
        date(2027, 3, 31),
        0,
    )


def test_an_award_stands_in_the_ledger_and_keeps_what_it_stood_on(person):
    level = rule(course()).level
    award = awarded(person, level.rule_versions.get())
    line = Entry.objects.get(kind="level")
    assert (line.subject, line.title, line.on, line.valid_until, line.source) == (
        "level:service:1",
        "服务能力等级 · 入门",
        MARCH,
        date(2027, 3, 2),
        f"certification.award:{award.pk}",
    )
    assert line.facts == {
        "scheme": "service",
        "level": 1,
        "rule_version": 1,
        "certificate": award.certificate.number,
        "reason": "",
    }
    assert [finding.text for finding in award.findings.all()] == ["课程“电话礼仪”已于2026年3月2日完成。"]
    assert standing.level_held(person, level.scheme, on=APRIL) == level


def test_numbers_count_on_within_the_year(person):
    first = rule(course())
    at = awarded(person, first).awarded_at
    awarded(EmployeeFactory(), first, at=at)
    assert list(Certificate.objects.order_by("pk").values_list("number", flat=True)) == [
        f"GR-{at.year}-00001",
        f"GR-{at.year}-00002",
    ]


def test_one_finding_short_is_no_award(person):
    rule(course(), exam(min_percent=80), assessment())
    EntryFactory(employee=person)
    EntryFactory(employee=person, exam=True, score="0.79")
    EntryFactory(employee=person, assessment=True)
    assert awards.evaluate(person, on=APRIL) == []


def test_awarding_again_awards_nothing(person):
    rule(course())
    EntryFactory(employee=person, on=MARCH)
    assert len(awards.evaluate(person, on=APRIL)) == 1
    EntryFactory(employee=person, on=APRIL)
    assert awards.evaluate(person, on=APRIL) == []
    assert Award.objects.count() == 1


def test_a_leaver_is_awarded_nothing(person):
    rule(course())
    EntryFactory(employee=person, on=MARCH)
    person.left_on = date(2026, 3, 31)
    person.save()
    assert awards.evaluate(person, on=APRIL) == []


def test_a_rule_counts_from_its_day_for_facts_that_are_older(person):
    rule(course(), from_day=date(2026, 3, 20))
    EntryFactory(employee=person, on=MARCH)
    (award,) = awards.evaluate(person, on=APRIL)
    assert award.on == date(2026, 3, 20)


def test_what_would_have_ended_already_is_not_awarded(person):
    rule(course(), active_months=1)
    EntryFactory(employee=person, on=date(2026, 1, 31))
    assert awards.evaluate(person, on=date(2026, 3, 1)) == []
    assert [award.valid_until for award in awards.evaluate(person, on=date(2026, 2, 28))] == [
        date(2026, 2, 28)
    ]


def test_the_next_level_comes_by_itself_when_its_months_are_over(person):
    rule(course(), active_months=24)
    rule(course("course:complaint"), tenure(6), rank=2)
    EntryFactory(employee=person, on=MARCH)
    EntryFactory(employee=person, subject="course:complaint", on=MARCH)
    assert [award.level.rank for award in awards.evaluate(person, on=MARCH)] == [1]
    assert awards.evaluate(person, on=MARCH) == []
    job = Job.objects.get(name="certification.evaluate", key__endswith=":2026-09-02")
    assert job.payload == {"employee": person.pk}
    assert [(award.level.rank, award.on) for award in awards.evaluate(person, on=date(2026, 12, 1))] == [
        (2, date(2026, 9, 2))
    ]


def test_a_renewal_asks_for_new_evidence_once_its_window_is_open(person):
    rule(course())
    EntryFactory(employee=person, on=MARCH)
    awards.evaluate(person, on=MARCH)  # until 2 March 2027; the window opens on 2 January
    EntryFactory(employee=person, on=date(2027, 1, 1))
    assert awards.evaluate(person, on=date(2027, 1, 20)) == []
    EntryFactory(employee=person, on=date(2027, 1, 20))
    (renewed,) = awards.evaluate(person, on=date(2027, 1, 20))
    assert (renewed.sequence, renewed.on, renewed.valid_until) == (1, date(2027, 1, 20), date(2028, 1, 20))


@pytest.mark.parametrize(
    ("completed", "months", "until", "opens"),
    [
        (date(2026, 2, 28), 12, date(2027, 2, 28), date(2026, 12, 28)),
        (date(2027, 1, 20), 12, date(2028, 1, 20), date(2027, 11, 20)),
        (date(2028, 2, 29), 12, date(2029, 2, 28), date(2028, 12, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28), date(2026, 12, 28)),
        (date(2026, 8, 31), 18, date(2028, 2, 29), date(2027, 12, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28), date(2026, 12, 28)),
    ],
)
def test_months_are_those_of_the_calendar(person, completed, months, until, opens):
    version = rule(course(), active_months=months)
    EntryFactory(employee=person, on=completed)
    (award,) = awards.evaluate(person, on=completed)
    assert (award.on, award.valid_until) == (completed, until)
    assert version.renewal_opens(award.valid_until) == opens


def test_what_never_expires_is_never_renewed(person):
    rule(course(), active_months=None)
    EntryFactory(employee=person, on=MARCH)
    (award,) = awards.evaluate(person, on=MARCH)
    assert award.valid_until is None
    EntryFactory(employee=person, on=date(2040, 1, 1))
    assert awards.evaluate(person, on=date(2040, 1, 1)) == []


def test_a_revoked_award_ends_in_the_ledger_and_its_holder_is_told(person, hr):
    level = rule(course()).level
    award = awarded(person, level.rule_versions.get())
    awards.revoke(award, reason="替考", by=hr, at=award.awarded_at)
    assert standing.level_held(person, level.scheme, on=MARCH) == level
    today = award.revocation.on
    assert standing.level_held(person, level.scheme, on=today) is None
    notice = Notice.objects.get(user=person.user, kind="award_revoked")
    assert notice.facts == {
        "title": "服务能力等级 · 入门",
        "number": award.certificate.number,
        "reason": "替考",
    }


def test_revoking_twice_is_refused(person, hr):
    award = awarded(person, rule(course()))
    awards.revoke(award, reason="替考", by=hr)
    with pytest.raises(AlreadyRevoked):
        awards.revoke(award, reason="再来一次", by=hr)


def test_after_a_revocation_only_later_evidence_counts(person, hr):
    first = rule(course())
    award = awarded(person, first)
    revoked = awards.revoke(award, reason="替考", by=hr).on
    assert awards.evaluate(person, on=revoked) == []
    EntryFactory(employee=person, on=revoked)
    assert awards.evaluate(person, on=revoked) == []
    later = revoked.replace(year=revoked.year + 1)
    EntryFactory(employee=person, on=later)
    assert [award.sequence for award in awards.evaluate(person, on=later)] == [1]


def test_revoking_what_has_expired_does_not_make_it_longer(person, hr):
    award = awarded(person, rule(course(), active_months=1))
    awards.revoke(award, reason="替考", by=hr)
    (line,) = Entry.objects.bookings().with_end().filter(kind="level")
    assert line.ends_on == date(2026, 4, 2)


def test_a_level_without_a_rule_is_never_awarded(person):
    EntryFactory(employee=person)
    rule()
    assert awards.evaluate(person, on=APRIL) == []
    assert Level.objects.count() == 1


def test_a_level_held_on_paper_is_awarded_at_its_renewal(person):
    rule(course())
    EntryFactory(
        employee=person, kind="level", subject="level:service:1", on=MARCH, valid_until=date(2027, 3, 2)
    )
    EntryFactory(employee=person, on=date(2026, 5, 1))
    assert awards.evaluate(person, on=date(2026, 5, 1)) == []
    EntryFactory(employee=person, on=date(2027, 1, 2))
    (award,) = awards.evaluate(person, on=date(2027, 1, 2))
    assert (award.sequence, award.on) == (0, date(2027, 1, 2))


def test_a_rule_for_later_is_looked_at_on_its_day(person):
    EntryFactory(employee=person, on=MARCH)
    tomorrow = timezone.localdate() + timedelta(days=1)
    version = rule(course(), from_day=tomorrow)
    owed = Job.objects.get(name="certification.rule_published")
    assert (owed.key, timezone.localtime(owed.due_at).strftime("%Y-%m-%d %H:%M")) == (
        str(version.pk),
        f"{tomorrow} 00:00",
    )


def test_what_was_published_last_counts_from_its_day():
    first = rule(course(), from_day=date(2026, 6, 1))
    second = rule(course(), exam(), from_day=date(2026, 1, 1))
    level = first.level
    assert [level.rule_on(on) for on in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1))] == [
        None,
        second,
        second,
    ]
    assert level.rule_on(date(2026, 6, 1), known_at=first.published_at) == first


def test_an_unchanged_rule_is_not_written_again():
    first = rule(course())
    assert rule(course()) == first
    assert rule(course(), exam()).number == 2
