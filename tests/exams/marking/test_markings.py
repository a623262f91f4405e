"""Answers that people mark: who, how often, what it comes to, and that nothing is lost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from exams.domain.delivery import interventions
from exams.domain.marking import claims, markings, verification
from exams.domain.marking.markings import Given
from exams.domain.taking import answers, attempts
from exams.errors import AnswerChanged, BadMark, MarkedAlready, MarksHerself, NotAllCriteria
from exams.models import Attempt, Item, Mark, Marking, RefusedMarking
from notices.models import Notice
from people.enums import Role
from people.models import User
from records.models import Entry
from tests.cast import Cast
from tests.exams.marking.papers import essay, handed_in, stamp_of, written
from tests.factories.courses import RubricVersionFactory
from tests.factories.exams import QuestionVersionFactory, SittingFactory, TopicFactory, paper_of, place_of
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db

ALL = {"second_share": Decimal(1), "second_gap": Decimal("0.4")}


def trainer() -> User:
    return UserFactory(roles=[Role.TRAINER])


def item_of(attempt: Attempt, position: int = 1) -> Item:
    return attempt.items.select_related("version__rubric").get(position=position)


def give(item: Item, points: str, marker: User, place: int = 1, seen: str = "") -> Marking:
    given, seen = Given(points=Decimal(points)), seen or stamp_of(item)
    return markings.mark(item=item, place=place, given=given, seen=seen, marker=marker, at=timezone.now())


def test_the_last_mark_books_the_result_once_and_the_candidate_is_told() -> None:
    candidate = EmployeeFactory()
    paper = written(paper_of(essay(5), essay(5), QuestionVersionFactory()), candidate, "道歉", "补救")
    marker = trainer()
    give(item_of(paper, 1), "5", marker)
    assert (Entry.objects.count(), Notice.objects.count()) == (0, 0)
    give(item_of(paper, 2), "2.5", marker)
    entry = Entry.objects.get()
    assert (entry.score, entry.result, entry.by_id) == (Decimal("0.681818"), "passed", marker.pk)
    assert Notice.objects.get(kind="exam_result").user == candidate.user
    assert verification.verify() == (1, [])


def test_points_do_not_land_on_an_answer_that_nobody_read(cast: Cast) -> None:
    """Not while the paper is open again, and not on what was written then."""
    paper = written(paper_of(essay(5)), EmployeeFactory(), "旧的")
    item, marker = item_of(paper), trainer()
    seen = stamp_of(item)
    interventions.reopen(paper, minutes=5, reason="停电", by=cast.hr, at=timezone.now())
    with pytest.raises(AnswerChanged):
        give(item, "5", marker, seen=seen)
    answers.save(place=place_of(paper, 1), seq=2, answer=["新的"], at=timezone.now())
    attempts.hand_in(Attempt.objects.get(), at=timezone.now())
    with pytest.raises(AnswerChanged):
        give(item, "5", marker, seen=seen)
    assert [one.refused for one in RefusedMarking.objects.all()] == ["stale", "stale"]
    assert (Mark.objects.count(), Entry.objects.count()) == (0, 0)
    give(item, "5", marker)
    assert (Mark.objects.get().fraction, Entry.objects.get().score) == (1, 1)


def test_an_empty_answer_waits_for_nobody() -> None:
    written(paper_of(essay(), QuestionVersionFactory()), EmployeeFactory(), "")
    assert Entry.objects.get().score == 0
    assert claims.next_task(trainer(), at=timezone.now()) is None


def test_a_second_marker_is_another_and_the_mean_counts() -> None:
    item = item_of(written(paper_of(essay(5), **ALL), EmployeeFactory(), "道歉"))
    first, second = trainer(), trainer()
    give(item, "3", first)
    assert claims.next_task(first, at=timezone.now()) is None
    task = claims.next_task(second, at=timezone.now())
    assert task is not None
    assert (task.item, task.place) == (item, 2)
    with pytest.raises(MarkedAlready):
        give(item, "5", first, place=2)
    give(item, "4", second, place=2)
    assert Mark.objects.get().fraction == Decimal("0.7")
    assert verification.verify() == (1, [])


def test_a_gap_brings_a_third_marker_who_has_the_last_word() -> None:
    item = item_of(written(paper_of(essay(5), **ALL), EmployeeFactory(), "道歉"))
    give(item, "1", trainer())
    give(item, "3", trainer(), place=2)
    assert (Mark.objects.count(), Entry.objects.count()) == (0, 0)
    give(item, "2", trainer(), place=3)
    assert (Mark.objects.get().fraction, Entry.objects.get().score) == (Decimal("0.4"), Decimal("0.4"))
    assert verification.verify() == (1, [])


def test_a_rubric_weighs_its_criteria() -> None:
    rubric = RubricVersionFactory()
    item = item_of(written(paper_of(essay(10, rubric=rubric)), EmployeeFactory(), "道歉"))
    rows = rubric.rows()
    best = {row.code: row.best for row in rows}
    marker = trainer()
    with pytest.raises(NotAllCriteria):
        markings.fraction(item, Given(criteria=dict(list(best.items())[:1])))
    given, seen, now = Given(criteria=best), stamp_of(item), timezone.now()
    made = markings.mark(item=item, place=1, given=given, seen=seen, marker=marker, at=now)
    assert (made.fraction, made.criteria) == (1, best)


@pytest.mark.parametrize("points", ["-1", "5.5"])
def test_points_are_those_of_the_question(points: str) -> None:
    item = item_of(written(paper_of(essay(5)), EmployeeFactory(), "道歉"))
    with pytest.raises(BadMark, match="5"):
        give(item, points, trainer())


def test_the_same_judgement_again_is_acknowledged_and_another_is_kept_beside() -> None:
    item = item_of(written(paper_of(essay(5)), EmployeeFactory(), "道歉"))
    first = UserFactory(name="欧阳慧", roles=[Role.TRAINER])
    made = give(item, "3", first)
    assert give(item, "3", first) == made
    with pytest.raises(MarkedAlready, match=r"欧阳慧.*3"):
        give(item, "5", trainer())
    kept = RefusedMarking.objects.get()
    assert (kept.fraction, kept.refused, Marking.objects.count()) == (1, "taken", 1)


def test_a_correction_keeps_what_stood_and_puts_the_result_right() -> None:
    paper = written(paper_of(essay(5)), EmployeeFactory(), "道歉")
    marker = trainer()
    made = give(item_of(paper), "0", marker)
    now = timezone.now()
    given = Given(points=Decimal(5))
    later = markings.correct(marking=made, given=given, reason="按错键", marker=marker, at=now)
    assert (later.seq, Marking.objects.count()) == (2, 2)
    assert list(Mark.objects.order_by("seq").values_list("fraction", "reason")) == [(0, ""), (1, "按错键")]
    assert list(Entry.objects.bookings().values_list("score", "seq")) == [(1, 2)]
    with pytest.raises(MarkedAlready):
        markings.correct(marking=made, given=given, reason="再改", marker=marker, at=now)
    with pytest.raises(MarkedAlready):
        markings.correct(marking=later, given=given, reason="别人", marker=trainer(), at=now)
    assert verification.verify() == (1, [])


def test_nobody_marks_her_own_paper(cast: Cast) -> None:
    paper = written(paper_of(essay()), cast.trainer.employee, "道歉")
    assert claims.next_task(cast.trainer, at=timezone.now()) is None
    with pytest.raises(MarksHerself):
        give(item_of(paper), "5", cast.trainer)


def test_who_may_mark(cast: Cast) -> None:
    hers = essay(question__topic=TopicFactory(trainers=[cast.trainer]))
    written(paper_of(hers, employees=[]), EmployeeFactory(), "道歉")
    seen = {
        name
        for name, user in cast.users().items()
        if user.has_perm("exams.mark") and claims.waiting(user, at=timezone.now()).exists()
    }
    assert seen == {"trainer", "assessor"}
    item, now = Item.objects.get(), timezone.now()
    assert {name for name, user in cast.users().items() if claims.may_mark(user, item, at=now)} == seen


def test_who_is_still_to_take_the_test_marks_none_of_it(cast: Cast) -> None:
    sitting = paper_of(essay(), employees=[cast.trainer.employee])
    written(sitting, EmployeeFactory(), "道歉")
    assert claims.next_task(cast.trainer, at=timezone.now()) is None
    handed_in(sitting, cast.trainer.employee)
    assert claims.next_task(cast.trainer, at=timezone.now()) is not None


def test_who_is_invited_for_tomorrow_or_has_an_attempt_left_marks_none_of_it(cast: Cast) -> None:
    first, now = paper_of(essay(), attempts=2, employees=[]), timezone.now()
    written(first, EmployeeFactory(), "道歉")
    assert claims.next_task(cast.trainer, at=now) is not None
    tomorrow = now + timedelta(days=1)
    later = SittingFactory(
        exam=first.exam,
        employees=[cast.trainer.employee],
        opens_at=tomorrow,
        closes_at=tomorrow + timedelta(hours=1),
    )
    assert claims.next_task(cast.trainer, at=now) is None
    for seen in (None, first.exam_id):
        handed_in(later, cast.trainer.employee, at=tomorrow)
        assert (claims.next_task(cast.trainer, at=tomorrow) is None) is (seen is None)


def test_two_markers_have_different_answers_before_them_until_a_claim_ends() -> None:
    sitting = paper_of(essay())
    for _person in range(2):
        written(sitting, EmployeeFactory(), "道歉")
    one, two, three = trainer(), trainer(), trainer()
    now = timezone.now()
    tasks = [claims.next_task(who, at=now) for who in (one, two, three, one)]
    assert tasks[0] is not None
    assert tasks[1] is not None
    assert (tasks[2], tasks[3]) == (None, tasks[0])
    assert tasks[0].item != tasks[1].item
    assert claims.next_task(three, at=now + claims.LEASE) == tasks[0]
    claims.release(marker=two)
    assert claims.next_task(one, at=now + timedelta(minutes=1), skip=[tasks[0].item.pk]) == tasks[1]


def test_piles_by_question_and_by_paper() -> None:
    sitting = paper_of(essay(), essay())
    papers = [written(sitting, EmployeeFactory(), "道歉", "补救") for _person in range(3)]
    marker = trainer()
    give(item_of(papers[0]), "5", marker)
    by_question = claims.piles(marker, at=timezone.now())
    by_paper = claims.piles(marker, at=timezone.now(), by="attempt")
    assert [pile.waiting for pile in by_question] == [3, 2]
    assert [(pile.attempt, pile.waiting) for pile in by_paper] == [
        (paper.pk, number) for paper, number in zip(papers, (1, 2, 2), strict=True)
    ]
