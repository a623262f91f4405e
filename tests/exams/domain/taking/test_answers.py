from datetime import timedelta

import pytest
from django.utils import timezone

from exams.domain.delivery.deadlines import GRACE
from exams.domain.taking import answers, attempts, items, tickets
from exams.domain.taking.tokens import token
from exams.errors import AnswerLate, AnswerStale, NotActive
from exams.kinds import BadAnswer
from exams.models import Attempt, Flag, Item, RefusedResponse, Response
from people.models import Employee, User
from tests.factories.exams import AttemptFactory, answer, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt() -> Attempt:
    return AttemptFactory()


def stored() -> list[tuple[int, list[str]]]:
    return list(Response.objects.order_by("item__position", "seq").values_list("seq", "answer"))


def refused() -> list[tuple[int, list[str], str]]:
    return list(RefusedResponse.objects.order_by("pk").values_list("seq", "answer", "reason"))


def test_every_answer_is_kept_and_the_last_one_counts(attempt: Attempt) -> None:
    answer(attempt, 1, "a", seq=1)
    answer(attempt, 1, "b", seq=2)
    answer(attempt, 1, seq=3)
    assert stored() == [(1, ["a"]), (2, ["b"]), (3, [])]
    assert [(state.position, state.seq, state.answer) for state in items.of(attempt)] == [
        (1, 3, []),
        (2, 0, None),
        (3, 0, None),
    ]


def test_a_lost_acknowledgement_is_given_again(attempt: Attempt) -> None:
    first = answer(attempt, 1, "a", seq=1)
    answer(attempt, 1, "b", seq=2)
    assert answer(attempt, 1, "a", seq=1) == first
    assert stored() == [(1, ["a"]), (2, ["b"])]
    assert refused() == []


def test_a_stale_window_loses_and_is_kept_in_the_journal(attempt: Attempt) -> None:
    answer(attempt, 1, "a", seq=1)
    answer(attempt, 1, "b", seq=2)
    with pytest.raises(AnswerStale) as stale:
        answer(attempt, 1, seq=1)
    assert stale.value.seq == 2
    assert stale.value.answer == [token(attempt.nonce, attempt.items.get(position=1).pk, "b")]
    assert stored() == [(1, ["a"]), (2, ["b"])]
    assert refused() == [(1, [], "stale")]


def test_a_number_cannot_be_skipped(attempt: Attempt) -> None:
    with pytest.raises(AnswerStale) as stale:
        answer(attempt, 1, "a", seq=2)
    assert (stale.value.seq, stale.value.answer, stale.value.saved_at) == (0, [], None)


def test_delivery_has_a_minute_of_grace(attempt: Attempt) -> None:
    over = attempt.deadline_at + GRACE
    answer(attempt, 1, "a", at=over - timedelta(seconds=1))
    with pytest.raises(AnswerLate):
        answer(attempt, 2, "a", at=over)
    assert stored() == [(1, ["a"])]
    assert refused() == [(1, ["a"], "late")]


def test_what_comes_after_the_hand_in_is_kept_as_late(attempt: Attempt) -> None:
    attempts.hand_in(attempt, at=timezone.now())
    with pytest.raises(AnswerLate):
        answer(attempt, 1, "a")
    assert stored() == []
    assert refused() == [(1, ["a"], "late")]


def test_an_answer_acknowledged_before_the_hand_in_is_acknowledged_after_it(attempt: Attempt) -> None:
    first = answer(attempt, 1, "a")
    attempts.hand_in(attempt, at=timezone.now())
    assert answer(attempt, 1, "a") == first


def test_a_ticket_opens_its_own_attempt_only(attempt: Attempt) -> None:
    item = attempt.items.get(position=1).pk
    other = AttemptFactory(sitting=attempt.sitting, employee=attempt.sitting.audience.members.get().employee)
    stranger = AttemptFactory()
    own = tickets.ticket_of(attempt)
    assert other == attempt
    assert tickets.place(attempt=attempt.pk, item=item, given=own).item == item
    for whose, which, given in (
        (attempt.pk, item, tickets.ticket_of(stranger)),
        (attempt.pk, item, ""),
        (stranger.pk, item, own),
        (stranger.pk, item, tickets.ticket_of(stranger)),
        (attempt.pk, 987_654, own),
    ):
        with pytest.raises(Item.DoesNotExist):
            tickets.place(attempt=whose, item=which, given=given)
    with pytest.raises(Attempt.DoesNotExist):
        tickets.attempt(pk=attempt.pk, given=tickets.ticket_of(stranger))
    assert tickets.attempt(pk=attempt.pk, given=own) == attempt


@pytest.mark.parametrize("ended", ["deactivated", "left"])
def test_who_may_no_longer_sign_in_saves_no_more(attempt: Attempt, ended: str) -> None:
    answer(attempt, 1, "a")
    if ended == "left":
        Employee.objects.update(left_on=timezone.localdate() - timedelta(days=1))
    else:
        User.objects.update(is_active=False)
    with pytest.raises(NotActive):
        answer(attempt, 2, "a")
    assert (stored(), refused()) == ([(1, ["a"])], [])


@pytest.mark.parametrize("sent", [None, "a", ["a"], [1], [["x"]], {"a": 1}])
def test_what_is_no_answer_is_refused(attempt: Attempt, sent: object) -> None:
    with pytest.raises(BadAnswer):
        answers.save(place=place_of(attempt, 1), seq=1, answer=sent, at=timezone.now())


def test_two_options_are_no_answer_to_a_single_choice(attempt: Attempt) -> None:
    with pytest.raises(BadAnswer):
        answer(attempt, 1, "a", "b")


def test_tokens_of_another_item_mean_nothing(attempt: Attempt) -> None:
    foreign = token(attempt.nonce, place_of(attempt, 2).item, "a")
    with pytest.raises(BadAnswer):
        answers.save(place=place_of(attempt, 1), seq=1, answer=[foreign], at=timezone.now())


def test_a_flag_goes_up_and_down_once(attempt: Attempt) -> None:
    place = place_of(attempt, 1)
    for raised, count in ((True, 1), (True, 1), (False, 0), (False, 0)):
        answers.flag(place=place, raised=raised, at=timezone.now())
        assert Flag.objects.count() == count
