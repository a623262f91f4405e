from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certification.domain import awards, standings
from certification.domain.findings import entries_of, judge
from certification.models import RuleVersion, Standing
from core.domain import jobs
from records.domain import ledger
from tests.factories.certification import awarded, course, exam, rule, tenure
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 2)


def intervals() -> list[tuple[str, date, date | None]]:
    rows = Standing.objects.order_by("requirement__position", "met_from")
    return list(rows.values_list("requirement__subject", "met_from", "met_until"))


def test_the_worker_keeps_it_when_a_line_is_booked_ended_and_reversed(hr):
    rule(course(), exam())
    person = EmployeeFactory()
    line = EntryFactory(employee=person, on=MARCH)
    jobs.run_due()
    assert intervals() == [("course:telephone", MARCH, None)]
    ledger.end(line, on=date(2026, 6, 30), reason="superseded", by=hr)
    jobs.run_due()
    assert intervals() == [("course:telephone", MARCH, date(2026, 6, 30))]
    ledger.reverse(line, reason="wrong person", by=hr)
    jobs.run_due()
    assert intervals() == []


def test_a_new_rule_is_projected_for_everybody_and_awards_who_meets_it():
    person = EmployeeFactory()
    EntryFactory(employee=person, on=MARCH)
    version = rule(course(), active_months=None)
    jobs.run_due()
    assert ("course:telephone", MARCH, None) in intervals()
    assert [award.employee for award in version.awards.all()] == [person]


def test_rebuild_drops_what_no_longer_holds():
    version = rule(course())
    person = EmployeeFactory()
    line = EntryFactory(employee=person, on=MARCH)
    call_command("rebuild_standings", verbosity=0)
    wrong = EmployeeFactory()
    Standing.objects.create(
        employee=wrong, requirement=version.requirements.get(), met_from=MARCH, entry=line
    )
    with pytest.raises(CommandError):
        call_command("verify_standings", verbosity=0)
    call_command("rebuild_standings", verbosity=0)
    assert list(Standing.objects.values_list("employee", flat=True)) == [person.pk]
    call_command("verify_standings", verbosity=0)


def test_months_in_a_level_run_on_through_a_renewal():
    first = rule(course(), active_months=12)
    rule(tenure(6), rank=2)
    person = EmployeeFactory()
    awarded(person, first, on=MARCH)  # until 2 March 2027
    EntryFactory(employee=person, on=date(2027, 2, 1))
    made = awards.evaluate(person, on=date(2027, 2, 1))
    assert [(award.level.rank, award.on, award.valid_until) for award in made] == [
        (1, date(2027, 2, 1), date(2028, 2, 1)),
        (2, date(2026, 9, 2), date(2027, 9, 2)),
    ]
    standings.rebuild([person.pk])
    assert ("level:service:1", date(2026, 9, 2), date(2028, 2, 1)) in intervals()


DAYS = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 31))
LINES = st.lists(
    st.tuples(
        DAYS,
        st.none() | st.integers(min_value=0, max_value=400),
        st.sampled_from(["course:telephone", "exam:hotline", "level:service:1", "level:service:2"]),
        st.sampled_from(["passed", "failed"]),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, on=DAYS)
def test_the_projection_and_the_findings_agree_on_every_day(lines, on):
    rule(course(), exam(min_percent=80))
    rule(tenure(3), rank=2)
    person = EmployeeFactory(user=None)
    for day, length, subject, result in lines:
        EntryFactory(
            employee=person,
            kind={"course": "course", "exam": "exam", "level": "level"}[subject.split(":")[0]],
            subject=subject,
            on=day,
            valid_until=None if length is None else day + timedelta(days=length),
            result=result,
            score="0.8",
        )
    standings.rebuild([person.pk])
    for version in RuleVersion.objects.all():
        asked = list(version.requirements.all())
        met = {finding.requirement.pk for finding in judge(asked, entries_of(person), on=on) if finding.met}
        covered = Standing.objects.covering(on).filter(employee=person, requirement__in=asked)
        assert set(covered.values_list("requirement", flat=True)) == met
