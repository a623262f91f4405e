"""A wrong key put right: what is shown before is what happens, once, and the training file follows."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain import jobs
from core.models import AuditEvent, Job
from exams.domain.delivery import interventions
from exams.domain.marking import markings, regrades, scores, verification
from exams.domain.marking.markings import Given
from exams.domain.marking.regrades import Preview
from exams.domain.taking import answers, attempts, items, shelves
from exams.enums import Counts, Remedy, Verdict
from exams.errors import KeyDoesNotFit, PreviewChanged, RegradeRunning, RegradesHerself
from exams.forms.regrade import RegradeForm
from exams.models import Attempt, Mark, Marking, QuestionVersion, Regrade
from notices.models import Notice
from people.models import User
from records.models import Entry
from tests.cast import Cast
from tests.exams.marking.papers import essay, handed_in, started, written
from tests.factories.exams import (
    QuestionVersionFactory,
    VersionReviewFactory,
    answer,
    paper_of,
    place_of,
)
from tests.factories.people import EmployeeFactory, UserFactory

pytestmark = pytest.mark.django_db

LETTERS = ["", "a", "b", "c"]


@dataclass
class Bank:
    """Two questions of one paper; the first one's key says a, and its next version says b."""

    wrong: QuestionVersion
    fixed: QuestionVersion
    other: QuestionVersion
    by: User

    def remedied(self, remedy: Remedy) -> regrades.Remedied:
        return regrades.remedied(versions=[self.wrong], remedy=remedy, key_version=self.fixed)

    def decide(self, remedy: Remedy, **columns: Any) -> Regrade:
        decided = {
            "versions": [self.wrong],
            "remedy": remedy,
            "key_version": self.fixed,
            "reason": "答案录错",
            "seen": regrades.preview(self.remedied(remedy)).digest,
            "by": self.by,
            "at": timezone.now(),
        }
        return regrades.decide(**decided | columns)


@pytest.fixture
def bank() -> Bank:
    return two_questions()


def two_questions() -> Bank:
    wrong, other = QuestionVersionFactory(), QuestionVersionFactory()
    fixed = QuestionVersionFactory(question=wrong.question, number=2, key={"correct": ["b"]}, is_draft=True)
    return Bank(wrong, fixed, other, UserFactory())


@pytest.fixture
def people(bank: Bank) -> list[Attempt]:
    """Handed in with: a right by the old key, b right by the new one, nothing; the other question right."""
    sitting = old_paper(bank)
    return [handed_in(sitting, EmployeeFactory(), letter, "a") for letter in ("a", "b", "")]


def old_paper(bank: Bank, **exam: Any) -> Any:
    """A sitting whose attempts are given the version with the wrong key: the next one is a draft."""
    return paper_of(bank.wrong, bank.other, **{"attempts": None, "pass_mark": Decimal("0.6")} | exam)


def files(attempts: list[Attempt]) -> list[tuple[Decimal | None, str]]:
    """Score and result in force of each attempt."""
    found = {entry.source: (entry.score, entry.result) for entry in Entry.objects.bookings()}
    return [found[attempt.source] for attempt in attempts]


def shown(preview: Preview) -> dict[int, tuple[Decimal, bool, bool]]:
    return {change.attempt: (change.gain, change.passes, change.fails) for change in preview.changes}


HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("remedy", "gains", "after"),
    [
        (Remedy.FULL, [None, HALF, HALF], ["1", "1", "1"]),
        (Remedy.BOTH, [None, HALF, None], ["1", "1", "0.5"]),
        (Remedy.NEW, [-HALF, HALF, None], ["0.5", "1", "0.5"]),
        (Remedy.VOID, [Decimal(0), HALF, HALF], ["1", "1", "1"]),
        (Remedy.NONE, [None, None, None], ["1", "0.5", "0.5"]),
    ],
)
def test_each_remedy_shows_before_what_it_does(
    bank: Bank, people: list[Attempt], remedy: Remedy, gains: list[Decimal | None], after: list[str]
) -> None:
    assert files(people) == [(1, "passed"), (HALF, "failed"), (HALF, "failed")]
    found = shown(regrades.preview(bank.remedied(remedy)))
    assert [found[one.pk][0] if one.pk in found else None for one in people] == gains
    bank.decide(remedy)
    jobs.run_due()
    assert [score for score, _result in files(people)] == [Decimal(score) for score in after]
    assert verification.verify() == (3, [])


def test_old_and_new_stand_with_the_reason_and_people_are_told(bank: Bank, people: list[Attempt]) -> None:
    regrade = bank.decide(Remedy.NEW)
    jobs.run_due()
    loser, winner, neither = people
    marks = Mark.objects.filter(item__attempt=loser, item__version=bank.wrong)
    assert list(marks.values_list("seq", "fraction", "kind", "reason", "regrade")) == [
        (0, 1, "machine", "", None),
        (1, 0, "regrade", "答案录错", regrade.pk),
    ]
    lines = Entry.objects.filter(source=winner.source).order_by("seq")
    assert list(lines.values_list("seq", "result", "reason", "reverses__seq", "by_id")) == [
        (0, "failed", "", None, None),
        (1, "none", "答案录错", 0, bank.by.pk),
        (2, "passed", "答案录错", None, bank.by.pk),
    ]
    told = Notice.objects.filter(kind="exam_regraded")
    assert set(told.values_list("user", flat=True)) == {one.employee.user_id for one in (loser, winner)}
    assert Entry.objects.filter(source=neither.source).count() == 1
    assert AuditEvent.objects.get(verb="regraded").details == {"remedy": "new"}


def test_the_job_may_run_again_and_again(bank: Bank, people: list[Attempt]) -> None:
    regrade = bank.decide(Remedy.BOTH)
    jobs.run_due()
    counted = [model.objects.count() for model in (Mark, Entry, Notice)]
    assert regrades.run(regrade, at=timezone.now()) == 0
    jobs.run_due(at=timezone.now() + timedelta(hours=1))
    assert [model.objects.count() for model in (Mark, Entry, Notice)] == counted
    assert not Job.objects.filter(name=regrades.JOB, done_at=None).exists()


def test_who_is_still_at_it_keeps_the_version_and_gets_what_was_decided(
    bank: Bank, people: list[Attempt]
) -> None:
    running = started(people[0].sitting, EmployeeFactory())
    answer(running, 1, "b")
    bank.decide(Remedy.NEW)
    jobs.run_due()
    assert running.items.get(position=1).version_id == bank.wrong.pk
    attempts.hand_in(running, at=timezone.now())
    assert list(
        Mark.objects.filter(item__attempt=running, item__position=1).values_list("fraction", "kind")
    ) == [
        (0, "machine"),
        (1, "regrade"),
    ]
    assert files([running]) == [(HALF, "failed")]
    assert verification.verify() == (4, [])


def test_what_changed_meanwhile_is_looked_at_again(bank: Bank, people: list[Attempt]) -> None:
    seen = regrades.preview(bank.remedied(Remedy.NEW)).digest
    handed_in(people[0].sitting, EmployeeFactory(), "b", "a")
    with pytest.raises(PreviewChanged):
        bank.decide(Remedy.NEW, seen=seen)
    bank.decide(Remedy.NEW)
    with pytest.raises(RegradeRunning):
        bank.decide(Remedy.FULL)


def test_nobody_regrades_her_own_paper(bank: Bank, people: list[Attempt]) -> None:
    for paper in people:
        with pytest.raises(RegradesHerself):
            bank.decide(Remedy.FULL, by=paper.employee.user)
    bank.decide(Remedy.NONE, by=people[0].employee.user)


@pytest.mark.parametrize("is_open", [True, False])
def test_nobody_regrades_a_paper_of_hers_that_has_no_score_yet(bank: Bank, is_open: bool) -> None:
    own = started(paper_of(bank.wrong, essay()), EmployeeFactory())
    answers.save(place=place_of(own, 2), seq=1, answer=["道歉"], at=timezone.now())
    if not is_open:
        attempts.hand_in(own, at=timezone.now())
    with pytest.raises(RegradesHerself):
        bank.decide(Remedy.FULL, by=own.employee.user)


def test_a_paper_reopened_meanwhile_is_left_open(
    bank: Bank, people: list[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reopened after the run looked for it, and before it holds it."""
    regrade, locking = bank.decide(Remedy.FULL), regrades._run

    def late(*args: Any) -> int:
        interventions.reopen(people[1], minutes=5, reason="停电", by=bank.by, at=timezone.now())
        monkeypatch.setattr(regrades, "_run", locking)
        return locking(*args)

    monkeypatch.setattr(regrades, "_run", late)
    regrades.run(regrade, at=timezone.now())
    assert not Mark.objects.filter(item__attempt=people[1], regrade=regrade).exists()
    again = Attempt.objects.get(pk=people[1].pk)
    assert again.handed_in_at is None
    attempts.hand_in(again, at=timezone.now())
    assert files(people) == [(Decimal(1), "passed"), (Decimal(1), "passed"), (Decimal(1), "passed")]


def test_a_key_of_other_options_is_no_key(bank: Bank) -> None:
    longer = QuestionVersionFactory(
        question=bank.wrong.question, number=3, options={letter: letter for letter in "abcde"}
    )
    for key_version in (None, longer):
        with pytest.raises(KeyDoesNotFit):
            regrades.remedied(versions=[bank.wrong], remedy=Remedy.NEW, key_version=key_version)
    assert regrades.remedied(versions=[bank.wrong], remedy=Remedy.VOID, key_version=None).key is None


def test_a_key_that_waits_for_a_second_person_is_no_key(bank: Bank) -> None:
    topic = bank.wrong.question.topic
    topic.needs_review = True
    topic.save()
    fixed = type(bank.fixed).objects.get(pk=bank.fixed.pk)
    with pytest.raises(KeyDoesNotFit):
        regrades.remedied(versions=[bank.wrong], remedy=Remedy.NEW, key_version=fixed)
    offered = RegradeForm(question=bank.wrong.question).fields["key_version"].queryset
    assert list(offered) == [bank.wrong]
    VersionReviewFactory(version=fixed, verdict=Verdict.APPROVED)
    assert regrades.remedied(versions=[bank.wrong], remedy=Remedy.NEW, key_version=fixed).key == fixed.key


def test_several_regrades_of_a_question_follow_each_other(bank: Bank, people: list[Attempt]) -> None:
    for remedy, scores_then in (
        (Remedy.VOID, ["1", "1", "1"]),
        (Remedy.NEW, ["0.5", "1", "0.5"]),
        (Remedy.BOTH, ["0.5", "1", "0.5"]),
    ):
        bank.decide(remedy)
        jobs.run_due()
        assert [score for score, _result in files(people)] == [Decimal(score) for score in scores_then]
    assert verification.verify() == (3, [])


def decided(version: QuestionVersion, remedy: Remedy) -> Regrade:
    """A decision that needs no key, carried out."""
    remedied = regrades.remedied(versions=[version], remedy=remedy, key_version=None)
    regrade = regrades.decide(
        versions=[version],
        remedy=remedy,
        key_version=None,
        reason="题目有误",
        seen=regrades.preview(remedied).digest,
        by=UserFactory(),
        at=timezone.now(),
    )
    jobs.run_due()
    return regrade


def judged(paper: Attempt, **said: Any) -> Marking:
    """Two of five points for the first answer."""
    item, seen = paper.items.get(position=1), markings.stamp(["道歉"])
    return markings.mark(item=item, place=1, given=Given(Decimal(2)), seen=seen, **said)


@pytest.mark.parametrize(("remedy", "score"), [(Remedy.VOID, 0), (Remedy.FULL, HALF)])
def test_a_correction_of_a_judgement_leaves_what_was_decided(remedy: Remedy, score: Decimal) -> None:
    asked = essay(5)
    paper = written(paper_of(asked, essay(5)), EmployeeFactory(), "道歉")
    said: dict[str, Any] = {"marker": UserFactory(), "at": timezone.now()}
    made = judged(paper, **said)
    regrade = decided(asked, remedy)
    assert files([paper]) == [(score, "failed")]
    markings.correct(marking=made, given=Given(Decimal(1)), reason="按错键", **said)
    assert files([paper]) == [(score, "failed")]
    assert regrades.run(regrade, at=timezone.now()) == 0
    assert verification.verify() == (1, [])


def test_a_decision_that_a_later_mark_undid_is_found(
    bank: Bank, people: list[Attempt], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = essay(5)
    paper = written(paper_of(asked, essay(5)), EmployeeFactory(), "道歉")
    said: dict[str, Any] = {"marker": UserFactory(), "at": timezone.now()}
    made = judged(paper, **said)
    regrade = decided(asked, Remedy.FULL)
    monkeypatch.setattr(regrades, "applied", lambda states, at: states)
    markings.correct(marking=made, given=Given(Decimal(1)), reason="按错键", **said)
    _checked, differences = verification.verify()
    assert [(one.attempt, one.recomputed) for one in differences] == [(paper.pk, "a mark")]
    assert f"regrade {regrade.pk}" in differences[0].what


def test_where_every_question_is_void_there_is_no_result(bank: Bank, people: list[Attempt]) -> None:
    sitting = paper_of(bank.wrong, attempts=None)
    only = handed_in(sitting, EmployeeFactory(), "b")
    bank.decide(Remedy.VOID)
    jobs.run_due()
    assert not Entry.objects.bookings().filter(source=only.source).exists()
    assert scores.of(only, items.of(only)) is None
    assert verification.verify() == (4, [])


def test_what_is_void_is_not_asked_any_more(bank: Bank, people: list[Attempt]) -> None:
    bank.decide(Remedy.VOID)
    later = started(people[0].sitting, EmployeeFactory())
    assert [item.version for item in later.items.all()] == [bank.other]


def test_the_result_says_that_nothing_counts(cast: Cast, client: Client) -> None:
    asked = QuestionVersionFactory()
    only = handed_in(paper_of(asked), cast.employee.employee, "b")
    decided(asked, Remedy.VOID)
    client.force_login(cast.employee)
    page = client.get(reverse("exams:result", args=[only.pk]), headers={"Accept-Language": "en"})
    assert page.context["score"] is None
    assert "slash-circle" in page.content.decode()
    assert "verdict-failed" not in page.content.decode()


@pytest.mark.parametrize("batch", [1, 2])
def test_batches_come_to_the_same(
    bank: Bank, people: list[Attempt], batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regrades, "BATCH", batch)
    bank.decide(Remedy.NEW)
    jobs.run_due()
    assert [score for score, _result in files(people)] == [HALF, 1, HALF]


@pytest.mark.parametrize(("counts", "statements"), [(Counts.BEST, 18), (Counts.LAST, 22)])
def test_a_batch_takes_as_many_statements_for_two_as_for_eight(
    bank: Bank, counts: Counts, statements: int
) -> None:
    taken = []
    for number in (2, 8):
        sitting = old_paper(bank, counts=counts)
        for _person in range(number):
            handed_in(sitting, EmployeeFactory(), "b", "a")
        remedy = {2: Remedy.FULL, 8: Remedy.VOID}[number]
        regrade = bank.decide(remedy)
        shelves.clear()
        with CaptureQueriesContext(connection) as captured:
            regrades.run(regrade, at=timezone.now())
        said = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        taken.append(len(said))
        Job.objects.filter(name=regrades.JOB).update(done_at=timezone.now())
    assert taken == [statements, statements]


@settings(max_examples=25)
@given(
    answers=st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(LETTERS)), min_size=1, max_size=4),
    remedies=st.lists(st.sampled_from(list(Remedy)), min_size=1, max_size=2),
    pass_mark=st.sampled_from(["0.5", "0.6", "1"]),
)
def test_the_preview_is_the_result(
    answers: list[tuple[str, str]], remedies: list[Remedy], pass_mark: str
) -> None:
    """Score for score, for each remedy and for one after another."""
    bank = two_questions()
    sitting = old_paper(bank, pass_mark=Decimal(pass_mark))
    done = [handed_in(sitting, EmployeeFactory(), *letters) for letters in answers]
    for remedy in remedies:
        was = {one.pk: scores.of(one, items.of(one)) for one in done}
        found = {change.attempt: change for change in regrades.preview(bank.remedied(remedy)).changes}
        bank.decide(remedy)
        jobs.run_due()
        for one in done:
            now = scores.of(one, items.of(one))
            expected = found[one.pk].after if one.pk in found else was[one.pk]
            assert (now.whole, now.sections) == (expected.whole, expected.sections)
            assert files([one]) == [
                (now.whole.fraction.quantize(Decimal("0.000001")), "passed" if now.passed else "failed")
            ]
    assert verification.verify()[1] == []


def test_a_regrade_is_for_the_trainers_of_the_topic(bank: Bank, people: list[Attempt], cast: Cast) -> None:
    bank.wrong.question.topic.trainers.add(cast.trainer)
    bank.decide(Remedy.FULL)
    seen = {name for name, user in cast.users().items() if Regrade.objects.visible_to(user).exists()}
    assert seen == {"trainer"}
