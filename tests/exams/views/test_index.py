"""A person's tests, before and after."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from core.periods import start_of
from core.templatetags.gradus import day
from exams.domain.taking import attempts
from people.models import User
from tests.cast import Cast
from tests.factories.certification import exam, rule
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, SittingFactory, answer, paper_of

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def test_tests_stand_by_what_can_be_done(cast: Cast) -> None:
    person, now = cast.employee.employee, timezone.now()
    window = {"employees": [person]}
    running = AttemptFactory(employee=person).sitting
    fresh = paper_of(QuestionVersionFactory(), **window)
    coming = SittingFactory(**window, opens_at=now + timedelta(1), closes_at=now + timedelta(2))
    missed = SittingFactory(**window, opens_at=now - timedelta(2), closes_at=now - timedelta(1))
    done = attempts.hand_in(AttemptFactory(employee=person), at=now)
    SittingFactory(employees=[cast.stranger.employee])
    shown = signed_in(cast.employee).get("/exams/").context
    assert [offer.sitting for offer in shown["open"]] == [running, fresh]
    assert [offer.sitting for offer in shown["upcoming"]] == [coming]
    assert [offer.sitting for offer in shown["missed"]] == [missed]
    assert [(line["attempt"], line["entry"].result) for line in shown["done"]] == [(done, "failed")]


def test_who_has_no_tests_is_told(cast: Cast) -> None:
    for user in (cast.auditor, cast.newcomer):
        response = signed_in(user).get("/exams/")
        assert (response.status_code, response.context["open"]) == (200, [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(cast: Cast, count: int) -> None:
    person, now = cast.employee.employee, timezone.now()
    for _number in range(count):
        attempts.hand_in(AttemptFactory(employee=person), at=now)
        paper_of(QuestionVersionFactory(), employees=[person])
    client = signed_in(cast.employee)
    with CaptureQueriesContext(connection) as queries:
        client.get("/exams/")
    assert len(queries) == 8


@pytest.mark.parametrize(("right", "word"), [(3, "passed"), (1, "failed")])
def test_a_result_says_what_comes_next(cast: Cast, right: int, word: str) -> None:
    person = cast.employee.employee
    sitting = paper_of(*QuestionVersionFactory.create_batch(3), employees=[person], attempts=2)
    attempt = AttemptFactory(employee=person, sitting=sitting)
    for position in range(1, right + 1):
        answer(attempt, position, "a")
    attempts.hand_in(attempt, at=timezone.now())
    shown = signed_in(cast.employee).get(f"/exams/attempts/{attempt.pk}/result/").context
    assert shown["score"].passed is (word == "passed")
    assert (shown["answered"], shown["questions"], len(shown["lines"])) == (right, 3, 3)
    assert (shown.get("again") is not None) is (word == "failed")


@pytest.mark.parametrize(("asked", "address"), [(True, "/certification/"), (False, "/learn/")])
def test_who_passed_is_led_to_her_certification_where_it_asks_for_the_test(
    cast: Cast, asked: bool, address: str
) -> None:
    sitting = paper_of(QuestionVersionFactory(), employees=[cast.employee.employee])
    rule(exam(sitting.exam.subject if asked else "exam:other"))
    attempt = AttemptFactory(employee=cast.employee.employee, sitting=sitting)
    answer(attempt, 1, "a")
    attempts.hand_in(attempt, at=timezone.now())
    page = signed_in(cast.employee).get(f"/exams/attempts/{attempt.pk}/result/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert [found for found in ("/certification/", "/learn/") if f'href="{found}"' in main] == [address]
    assert "–" not in main


@pytest.mark.parametrize(("allowed", "again"), [(1, False), (2, True), (None, True)])
def test_what_is_passed_is_done_and_may_be_taken_again_in_passing(
    cast: Cast, allowed: int | None, again: bool
) -> None:
    person = cast.employee.employee
    sitting = paper_of(QuestionVersionFactory(), employees=[person], attempts=allowed)
    attempt = AttemptFactory(employee=person, sitting=sitting)
    answer(attempt, 1, "a")
    attempts.hand_in(attempt, at=timezone.now())
    shown = signed_in(cast.employee).get("/exams/").context
    assert shown["open"] == []
    assert [(line["attempt"], line["again"]) for line in shown["done"]] == [(attempt, again)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_test_that_closes_at_midnight_has_one_last_day_everywhere(cast: Cast, language: str) -> None:
    midnight = start_of(timezone.localdate() + timedelta(days=4))
    cast.employee.language = language
    cast.employee.save()
    sitting = paper_of(QuestionVersionFactory(), employees=[cast.employee.employee], closes_at=midnight)
    client = signed_in(cast.employee)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    with translation.override(language):
        last, after = day(midnight - timedelta(days=1)), day(midnight)
    for address in ("/", "/exams/", sitting.get_absolute_url()):
        page = client.get(address).content.decode()
        assert (last in page, "24:00" in page, after in page, "00:00" in page) == (True, True, False, False)
