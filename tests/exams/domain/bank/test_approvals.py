"""A draft becomes ready by a second person, or at once where its topic asks for none."""

import pytest
from django.utils import timezone

from exams.domain import queries
from exams.domain.bank import approvals, bank
from exams.domain.bank.bank import Wording
from exams.enums import State
from exams.errors import ReviewIsAsked, ReviewOutOfTurn, ReviewsHerself
from exams.models import Question, QuestionVersion, Topic, VersionReview
from people.models import User
from tests.cast import Cast
from tests.factories.exams import TopicFactory, texts_of

pytestmark = pytest.mark.django_db
AT = timezone.now()


@pytest.fixture
def reviewed(db: None) -> Topic:
    return TopicFactory(needs_review=True)


def wording(stem: str = "几声之内接起？") -> Wording:
    options = {"a": "三声", "b": "八声"}
    return Wording(
        kind="single", language="zh-hans", texts=texts_of(stem, options, ""), key={"correct": ["a"]}
    )


def written(topic: Topic, by: User) -> QuestionVersion:
    return bank.add(topic=topic, wording=wording(), by=by).versions.get()


def state(question: Question) -> str:
    return queries.with_state(Question.objects.filter(pk=question.pk)).get().state


def test_what_is_saved_is_ready_unless_the_topic_asks_for_a_second_person(
    cast: Cast, reviewed: Topic
) -> None:
    assert state(written(TopicFactory(), cast.trainer).question) == State.READY
    assert state(written(reviewed, cast.trainer).question) == State.DRAFT


def test_the_way_of_a_draft(cast: Cast, reviewed: Topic) -> None:
    version = written(reviewed, cast.trainer)
    approvals.submit(version, by=cast.trainer, at=AT)
    assert state(version.question) == State.IN_REVIEW
    approvals.send_back(version, by=cast.assessor, at=AT, note="第二个选项也对")
    assert state(version.question) == State.DRAFT
    approvals.submit(version, by=cast.trainer, at=AT)
    assert not QuestionVersion.objects.asked().exists()
    approvals.approve(version, by=cast.assessor, at=AT)
    assert state(version.question) == State.READY
    assert list(QuestionVersion.objects.asked()) == [version]
    said = VersionReview.objects.values_list("verdict", "by_id", "note")
    trainer, other = cast.trainer.pk, cast.assessor.pk
    assert list(said) == [
        ("submitted", trainer, ""),
        ("sent_back", other, "第二个选项也对"),
        ("submitted", trainer, ""),
        ("approved", other, ""),
    ]


def test_nobody_reviews_herself(cast: Cast, reviewed: Topic) -> None:
    version = written(reviewed, cast.trainer)
    approvals.submit(version, by=cast.trainer, at=AT)
    for verb in (approvals.approve, approvals.send_back):
        with pytest.raises(ReviewsHerself):
            verb(version, by=cast.trainer, at=AT, note="")


def test_verdicts_come_in_turn(cast: Cast, reviewed: Topic) -> None:
    version = written(reviewed, cast.trainer)
    with pytest.raises(ReviewOutOfTurn):
        approvals.approve(version, by=cast.assessor, at=AT)
    approvals.submit(version, by=cast.trainer, at=AT)
    with pytest.raises(ReviewOutOfTurn):
        approvals.submit(version, by=cast.trainer, at=AT)
    approvals.approve(version, by=cast.assessor, at=AT)
    with pytest.raises(ReviewOutOfTurn):
        approvals.send_back(version, by=cast.assessor, at=AT, note="")


def test_a_topic_that_asks_for_review_lets_nobody_pass_it_by(cast: Cast, reviewed: Topic) -> None:
    version = written(reviewed, cast.trainer)
    with pytest.raises(ReviewIsAsked):
        approvals.release(version, by=cast.trainer, at=AT)


def test_a_draft_by_choice_is_made_ready_by_whoever_wrote_it(cast: Cast) -> None:
    question = bank.add(topic=TopicFactory(), wording=wording(), by=cast.trainer, is_draft=True)
    approvals.release(question.versions.get(), by=cast.trainer, at=AT)
    assert state(question) == State.READY


def test_what_was_ready_is_asked_until_its_successor_is(cast: Cast, reviewed: Topic) -> None:
    first = written(reviewed, cast.trainer)
    approvals.submit(first, by=cast.trainer, at=AT)
    approvals.approve(first, by=cast.assessor, at=AT)
    second = bank.revise(
        question=first.question, based_on=1, wording=wording("三声是几秒？"), by=cast.assessor
    )
    assert (second.is_draft, list(QuestionVersion.objects.asked())) == (True, [first])
    approvals.submit(second, by=cast.assessor, at=AT)
    approvals.approve(second, by=cast.trainer, at=AT)
    assert list(QuestionVersion.objects.asked()) == [second]


def test_many_are_submitted_at_once(cast: Cast, reviewed: Topic) -> None:
    drafts = [written(reviewed, cast.trainer) for _ in range(3)]
    free = bank.add(topic=TopicFactory(), wording=wording(), by=cast.trainer, is_draft=True)
    ready = written(TopicFactory(), cast.trainer)
    approvals.submit(drafts[0], by=cast.trainer, at=AT)
    assert approvals.submit_all(Question.objects.all(), by=cast.trainer, at=AT) == 3
    states = [state(one) for one in (*(draft.question for draft in drafts), free, ready.question)]
    assert states == [State.IN_REVIEW] * 3 + [State.READY] * 2
