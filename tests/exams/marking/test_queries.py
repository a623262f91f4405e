"""A candidate asks about a question; a trainer answers, or regrades with one click."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.domain import jobs
from exams.domain.marking import objections, regrades
from exams.enums import Preset, Remedy
from exams.errors import AlreadyAnswered, NothingToQuery, QueryOpen
from exams.models import Attempt, Item, Objection, Regrade, Reply
from exams.models.disclosure import preset
from notices.models import Notice
from people.models import User
from records.models import Entry
from tests.cast import Cast
from tests.exams.bank.conftest import Enter
from tests.exams.marking.papers import handed_in
from tests.factories.exams import ObjectionFactory, QuestionVersionFactory, TopicFactory, paper_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(cast: Cast) -> Attempt:
    """One question of the trainer's topic, answered wrong."""
    version = QuestionVersionFactory(question__topic=TopicFactory(trainers=[cast.trainer]))
    return handed_in(paper_of(version, employees=[]), cast.employee.employee, "b")


def item_of(paper: Attempt) -> Item:
    return Item.objects.select_related("attempt__sitting__exam", "attempt__employee").get(attempt=paper)


def asked(paper: Attempt, user: User) -> Objection:
    return objections.ask(item=item_of(paper), text="乙也对", by=user.employee, at=timezone.now())


def test_one_query_is_open_at_a_time(paper: Attempt, cast: Cast) -> None:
    first = asked(paper, cast.employee)
    with pytest.raises(QueryOpen):
        asked(paper, cast.employee)
    objections.reply(objection=first, text="看过了", by=cast.trainer, at=timezone.now())
    assert asked(paper, cast.employee).seq == 2
    with pytest.raises(AlreadyAnswered, match="欧阳慧"):
        objections.reply(objection=first, text="再答", by=cast.trainer, at=timezone.now())
    assert (Reply.objects.count(), Notice.objects.get(kind="query_answered").user) == (1, cast.employee)


def test_what_is_not_shown_is_not_queried(paper: Attempt, cast: Cast) -> None:
    with pytest.raises(NothingToQuery):
        asked(paper, cast.stranger)
    exam = paper.sitting.exam
    exam.review = preset(Preset.NEVER)
    exam.save()
    with pytest.raises(NothingToQuery):
        asked(paper, cast.employee)


def test_who_sees_a_query(paper: Attempt, cast: Cast) -> None:
    asked(paper, cast.employee)
    seen = {name for name, user in cast.users().items() if Objection.objects.visible_to(user).exists()}
    assert seen == {"trainer"}


def test_a_trainer_does_not_answer_her_own(cast: Cast) -> None:
    version = QuestionVersionFactory(question__topic=TopicFactory(trainers=[cast.trainer]))
    asked(handed_in(paper_of(version, employees=[]), cast.trainer.employee, "b"), cast.trainer)
    assert not Objection.objects.visible_to(cast.trainer).exists()


def test_from_the_result_to_the_answer(paper: Attempt, cast: Cast, enter: Enter) -> None:
    candidate, trainer = enter(cast.employee), enter(cast.trainer)
    address = reverse("exams:query_ask", args=[paper.pk, 1])
    assert address in candidate.get(paper.get_absolute_url()).content.decode()
    candidate.post(address, {"text": "乙也对"})
    shown = candidate.get(paper.get_absolute_url()).content.decode()
    assert ("乙也对" in shown, address in shown) == (True, False)
    assert "乙也对" in trainer.get(reverse("exams:queries")).content.decode()
    page = reverse("exams:query", args=[Objection.objects.get().pk])
    trainer.post(page, {"text": "规定第三条"})
    assert "规定第三条" in candidate.get(paper.get_absolute_url()).content.decode()
    assert enter(cast.stranger).post(address, {"text": "别人的"}).status_code == 404


def test_a_query_leads_to_a_regrade(paper: Attempt, cast: Cast, enter: Enter) -> None:
    """The form is sent twice: to see what would change, and to have it done."""
    objection = asked(paper, cast.employee)
    trainer = enter(cast.trainer)
    version = item_of(paper).version
    address = reverse("exams:regrade_start", args=[version.question_id])
    fields = {"versions": [version.pk], "remedy": "full", "reason": "乙也对", "query": objection.pk}
    shown = trainer.post(address, fields)
    assert [number for _label, number in shown.context["figures"]] == [1, 1, 0, 1, 0]
    assert not Regrade.objects.exists()
    done = trainer.post(address, fields | {"confirm": "1", "seen": shown.context["preview"].digest})
    regrade = Regrade.objects.get()
    assert done.url == reverse("exams:regrade", args=[regrade.pk])
    assert Reply.objects.get().regrade == regrade
    jobs.run_due()
    assert Entry.objects.bookings().get().score == Decimal(1)
    assert trainer.get(done.url).status_code == 200


def test_a_regrade_stands_though_a_colleague_answered_meanwhile(
    paper: Attempt, cast: Cast, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    objection, version = asked(paper, cast.employee), item_of(paper).version
    trainer, deciding = enter(cast.trainer), regrades.decide

    def meanwhile(**decided: Any) -> Regrade:
        objections.reply(objection=objection, text="规定第三条", by=cast.hr, at=timezone.now())
        return deciding(**decided)

    monkeypatch.setattr(regrades, "decide", meanwhile)
    seen = regrades.preview(regrades.remedied(versions=[version], remedy=Remedy.FULL, key_version=None))
    fields = {"versions": [version.pk], "remedy": "full", "reason": "乙也对", "query": objection.pk}
    address = reverse("exams:regrade_start", args=[version.question_id])
    done = trainer.post(address, fields | {"confirm": "1", "seen": seen.digest}, follow=True)
    assert Regrade.objects.get().reason == "乙也对"
    assert f"{cast.hr} has answered this query already." in done.content.decode()


def test_a_preview_that_is_out_of_date_is_shown_again(paper: Attempt, cast: Cast, enter: Enter) -> None:
    version = item_of(paper).version
    fields = {"versions": [version.pk], "remedy": "void", "reason": "无效", "confirm": "1", "seen": "old"}
    address = reverse("exams:regrade_start", args=[version.question_id])
    shown = enter(cast.trainer).post(address, fields)
    assert (shown.status_code, Regrade.objects.exists()) == (200, False)
    assert "preview" in shown.context


@pytest.mark.parametrize("answered", ["0", "1"])
def test_the_list_asks_as_often_for_one_as_for_three(
    paper: Attempt, cast: Cast, enter: Enter, answered: str, django_assert_num_queries: object
) -> None:
    client = enter(cast.trainer)
    address = f"{reverse('exams:queries')}?answered={answered}"
    for number in (1, 2):
        for _query in range(number):
            objection = ObjectionFactory(item=item_of(paper), seq=Objection.objects.count() + 1)
            if answered == "1":
                Reply.objects.create(objection=objection, text="好", at=timezone.now())
        client.get(address)
        with django_assert_num_queries(6):  # type: ignore[operator]
            client.get(address)
