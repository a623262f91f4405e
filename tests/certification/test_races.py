"""Twenty at once: one award, one number, one document. Real commits, on an own copy of the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from certification.domain import awards
from certification.errors import AlreadyRevoked
from certification.models import Award, Certificate, Revocation
from core.domain import jobs
from core.models import Counter, Job
from people.models import Employee
from records.models import Entry
from records.signals import entry_booked
from tests.factories.certification import awarded, course, rule
from tests.factories.people import EmployeeFactory
from tests.factories.records import EntryFactory

THREADS = 20
MARCH = date(2026, 3, 2)


def at_once(work: Callable[[], object]) -> list[object]:
    barrier = Barrier(THREADS)

    def one(_number: int) -> object:
        try:
            barrier.wait()
            return work()
        except AlreadyRevoked as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


@pytest.mark.usefixtures("own_database")
def test_twenty_workers_make_one_award() -> None:
    rule(course())
    person = EmployeeFactory()
    EntryFactory(employee=person, on=MARCH)
    at_once(lambda: awards.evaluate(Employee.objects.get(pk=person.pk), on=MARCH))
    assert (Award.objects.count(), Certificate.objects.count()) == (1, 1)
    assert Entry.objects.filter(kind="level").count() == 1
    assert Counter.objects.get().last == 1
    assert Job.objects.filter(name="certification.render").count() == 1


@pytest.mark.usefixtures("own_database")
def test_numbers_of_awards_made_at_once_have_no_gap() -> None:
    rule(course())
    people = [EmployeeFactory(user=None) for _ in range(5)]
    for person in people:
        EntryFactory(employee=person, on=MARCH)
    at_once(lambda: [awards.evaluate(person, on=MARCH) for person in Employee.objects.order_by("?")])
    numbers = sorted(Certificate.objects.values_list("number", flat=True))
    assert [int(number[-5:]) for number in numbers] == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("own_database")
def test_twenty_clicks_revoke_once() -> None:
    award = awarded(EmployeeFactory(), rule(course()))
    at_once(lambda: awards.revoke(Award.objects.get(pk=award.pk), reason="代考", by=None))
    assert Revocation.objects.count() == 1
    assert Entry.objects.filter(about=award.entry).count() == 1


@pytest.mark.usefixtures("own_database")
def test_a_worker_that_died_in_the_middle_leaves_nothing_half() -> None:
    rule(course())
    person = EmployeeFactory()
    EntryFactory(employee=person, on=MARCH)

    def die(entries: list[Entry], **kwargs: object) -> None:
        raise SystemExit

    entry_booked.connect(die)
    with pytest.raises(SystemExit):
        awards.evaluate(person, on=MARCH)
    entry_booked.disconnect(die)
    assert (Award.objects.count(), Certificate.objects.count(), Counter.objects.count()) == (0, 0, 0)
    awards.evaluate(person, on=MARCH)
    assert Certificate.objects.get().number.endswith("-00001")


@pytest.mark.usefixtures("own_database")
def test_a_job_that_runs_again_makes_nothing_twice() -> None:
    rule(course())
    EntryFactory(employee=EmployeeFactory(), on=MARCH)
    jobs.run_due()
    Job.objects.update(done_at=None, lease_until=None, token="")
    jobs.run_due()
    assert (Award.objects.count(), Entry.objects.count()) == (1, 2)
