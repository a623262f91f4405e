"""Markers at the same moment, on a database with real commits: nothing is lost, each learns who was first."""

from decimal import Decimal
from random import Random

import pytest
from django.utils import timezone

from exams.domain.marking import claims, markings, verification
from exams.domain.marking.markings import Given
from exams.errors import MarkedAlready
from exams.models import Item, Mark, Marking, RefusedMarking
from people.enums import Role
from people.models import User
from records.models import Entry
from tests.exams.marking.papers import essay, stamp_of, written
from tests.exams.races import together
from tests.factories.exams import paper_of
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.usefixtures("own_database")

INTERLEAVINGS = 200


def judge(item: Item, marker: User, points: int, place: int = 1) -> Marking:
    given = Given(points=Decimal(points))
    seen, now = stamp_of(item), timezone.now()
    return markings.mark(item=item, place=place, given=given, seen=seen, marker=marker, at=now)


def test_two_markers_of_one_answer_two_hundred_times() -> None:
    """Both judgements stand in the file, one counts, and whoever was second is told by whom and how many."""
    one, two = (UserFactory(name=name, roles=[Role.TRAINER]) for name in ("欧阳慧", "赵磊"))
    sitting = paper_of(essay(5), minutes=None)
    chance = Random(35)
    for round_number in range(1, INTERLEAVINGS + 1):
        item = written(sitting, EmployeeFactory(), "道歉").items.select_related("version__rubric").get()
        given = {one: chance.randint(0, 2), two: chance.randint(3, 5)}
        results = together(
            *[lambda who=who, item=item, given=given: judge(item, who, given[who]) for who in (one, two)]
        )
        refused = [found for found in results if isinstance(found, MarkedAlready)]
        made = next(found for found in results if isinstance(found, Marking))
        assert len(refused) == 1
        assert str(made.marker) in str(refused[0])
        assert Marking.objects.count() == RefusedMarking.objects.count() == round_number
        kept = RefusedMarking.objects.get(item=item)
        assert {made.marker: made.fraction, kept.marker: kept.fraction} == {
            who: Decimal(points) / 5 for who, points in given.items()
        }
        assert Mark.objects.get(item=item).fraction == made.fraction
    assert Entry.objects.count() == INTERLEAVINGS
    assert verification.verify() == (INTERLEAVINGS, [])


def test_the_last_two_answers_of_a_paper_book_one_result() -> None:
    one, two = (UserFactory(roles=[Role.TRAINER]) for _marker in range(2))
    sitting = paper_of(essay(5), essay(5))
    for round_number in range(1, 21):
        first, second = written(sitting, EmployeeFactory(), "道歉", "补救").items.select_related(
            "version__rubric"
        )
        together(lambda first=first: judge(first, one, 5), lambda second=second: judge(second, two, 3))
        assert Entry.objects.count() == round_number
    assert set(Entry.objects.values_list("score", flat=True)) == {Decimal("0.8")}


def test_four_markers_at_once_get_four_answers() -> None:
    sitting = paper_of(essay())
    for _person in range(4):
        written(sitting, EmployeeFactory(), "道歉")
    markers = [UserFactory(roles=[Role.TRAINER]) for _marker in range(4)]
    now = timezone.now()
    tasks = together(*[lambda who=who: claims.next_task(who, at=now) for who in markers])
    assert len({task.item.pk for task in tasks}) == 4
