import pytest
from django.db import IntegrityError, connection, transaction

from core.domain import triggers
from core.errors import AppendOnlyViolation
from core.models import AppendOnly, AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact() -> AuditEvent:
    return AuditEvent.objects.create(verb="opened", object="exams.attempt:1", by_name="Li Na")


def test_a_fact_is_not_saved_twice(fact):
    fact.verb = "closed"
    with pytest.raises(AppendOnlyViolation):
        fact.save()
    assert AuditEvent.objects.get().verb == "opened"


def test_a_fact_is_not_deleted(fact):
    with pytest.raises(AppendOnlyViolation):
        fact.delete()
    with pytest.raises(AppendOnlyViolation):
        AuditEvent.objects.all().delete()
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("change", ["update", "bulk_update", "update_or_create"])
def test_a_queryset_of_facts_has_no_way_to_change_them(fact, change):
    with pytest.raises(AppendOnlyViolation):
        getattr(AuditEvent.objects.all(), change)()


COMMON = ["UPDATE core_auditevent SET verb = 'closed'", "DELETE FROM core_auditevent"]
OWN = {
    "sqlite": ["INSERT OR REPLACE INTO core_auditevent SELECT * FROM core_auditevent"],
    "postgresql": ["TRUNCATE core_auditevent"],
}


def test_the_database_refuses_raw_changes(fact):
    for sql in COMMON + OWN[connection.vendor]:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["opened"]


def test_facts_are_added_in_every_way_as_before():
    events = [AuditEvent(verb="opened", object=str(number)) for number in range(1000)]
    AuditEvent.objects.bulk_create(events)
    AuditEvent.objects.bulk_create([AuditEvent(pk=events[0].pk, verb="closed")], ignore_conflicts=True)
    found, created = AuditEvent.objects.get_or_create(verb="opened", object="7")
    assert (found, created) == (events[7], False)
    assert AuditEvent.objects.get_or_create(verb="closed", object="7")[1]
    assert AuditEvent.objects.count() == 1001


def test_every_fact_table_bears_its_triggers():
    assert AuditEvent in AppendOnly.facts()
    assert triggers.missing(connection) == set()


def test_a_dropped_trigger_is_named_and_put_back():
    drop = "DROP TRIGGER core_auditevent_no_update" + (
        " ON core_auditevent" if connection.vendor == "postgresql" else ""
    )
    with connection.cursor() as cursor:
        cursor.execute(drop)
    assert triggers.missing(connection) == {"core_auditevent_no_update"}
    triggers.install(connection)
    assert triggers.missing(connection) == set()
