import pytest
from django.db import IntegrityError, connection, transaction

from core.domain import audit, erasure
from core.models import AuditEvent, Warrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def fact() -> AuditEvent:
    return AuditEvent.objects.create(
        verb="opened", object="exams.attempt:1", by_name="Li Na", reason="a look"
    )


def test_blanking_needs_a_ground_and_leaves_a_warrant_and_an_audit_event(fact):
    warrant = erasure.blank(
        rows=AuditEvent.objects.filter(pk=fact.pk),
        columns={"by_name": ""},
        ground="Her request of 3 May",
        by=None,
    )
    fact.refresh_from_db()
    assert (fact.by_name, fact.verb) == ("", "opened")
    assert Warrant.objects.get() == warrant
    assert warrant.covers == {"model": "core.auditevent", "keys": [fact.pk], "columns": ["by_name"]}
    assert AuditEvent.objects.get(verb="blanked").object == audit.label(warrant)


def test_a_column_that_is_not_personal_stays(fact):
    with pytest.raises(ValueError, match="verb"):
        erasure.blank(rows=AuditEvent.objects.all(), columns={"verb": ""}, ground="x", by=None)
    assert Warrant.objects.count() == 0


def test_retention_deletes_the_rows_named_and_no_other(fact):
    other = AuditEvent.objects.create(verb="closed", object="exams.attempt:2")
    erasure.delete(rows=AuditEvent.objects.filter(pk=fact.pk), ground="Two years are over", by=None)
    assert list(AuditEvent.objects.exclude(verb="deleted")) == [other]


def test_the_permit_ends_with_the_transaction(fact):
    erasure.blank(rows=AuditEvent.objects.filter(pk=fact.pk), columns={"reason": ""}, ground="x", by=None)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET verb = 'x'")


def test_a_failure_in_the_middle_leaves_neither_warrant_nor_permit(fact):
    with pytest.raises(IntegrityError, match="by_name"):
        erasure.blank(rows=AuditEvent.objects.all(), columns={"by_name": None}, ground="x", by=None)
    assert Warrant.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET verb = 'x'")
