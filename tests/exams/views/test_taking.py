"""The exam page and its calls, as a browser makes them."""

import json
from base64 import b64decode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exams.domain.taking import attempts, sheets, tickets, tokens
from exams.domain.taking.shelves import faces
from exams.domain.taking.tickets import draft_key
from exams.enums import Preset
from exams.models import Attempt, Flag, RefusedResponse, Response, Sitting
from people.models import Employee, User
from records.models import Entry
from tests.cast import Cast
from tests.factories.exams import AttemptFactory, QuestionVersionFactory, answer, paper_of

Enter = Callable[[User], Client]
SAVEPOINTS = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT")


@pytest.fixture
def enter() -> Enter:
    def entered(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return entered


@pytest.fixture
def sitting(cast: Cast) -> Sitting:
    return paper_of(
        *QuestionVersionFactory.create_batch(3), employees=[cast.employee.employee, cast.newcomer.employee]
    )


@pytest.fixture
def attempt(cast: Cast, sitting: Sitting) -> Attempt:
    return AttemptFactory(employee=cast.employee.employee, sitting=sitting)


def post(client: Client, url: str, body: Any, ticket: str = "") -> Any:
    headers = {"X-Exam-Ticket": ticket} if ticket else {}
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


def script(attempt: Attempt, url: str, body: Any) -> Any:
    """A call as the page's script makes it: no session, no CSRF token, the ticket."""
    return post(Client(enforce_csrf_checks=True), url, body, tickets.ticket_of(attempt))


def save_url(attempt: Attempt, position: int = 1) -> str:
    return reverse("exams:save", args=[attempt.pk, attempt.items.get(position=position).pk])


def named(attempt: Attempt, position: int, letter: str) -> str:
    return tokens.token(attempt.nonce, attempt.items.get(position=position).pk, letter)


def shell_of(response: Any) -> dict[str, Any]:
    return response.context["shell"]


def test_starting_leads_to_the_exam_page(cast: Cast, sitting: Sitting, enter: Enter) -> None:
    client = enter(cast.employee)
    response = client.post(reverse("exams:start", args=[sitting.pk]))
    own = Attempt.objects.get()
    assert response.url == reverse("exams:attempt", args=[own.pk])
    assert client.get(response.url).status_code == 200
    assert client.get(sitting.get_absolute_url()).url == response.url


def test_a_start_is_a_post(cast: Cast, sitting: Sitting, enter: Enter) -> None:
    assert enter(cast.employee).get(reverse("exams:start", args=[sitting.pk])).status_code == 405
    assert Attempt.objects.count() == 0


def test_a_refused_start_is_explained(cast: Cast, sitting: Sitting, enter: Enter) -> None:
    Sitting.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    response = enter(cast.employee).post(reverse("exams:start", args=[sitting.pk]), follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == [response.context["offer"].reason]
    assert said[0] in response.content.decode()


def test_a_save_is_acknowledged_and_shown_after_a_reload(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    client = enter(cast.employee)
    chosen = [named(attempt, 1, "b")]
    response = script(attempt, save_url(attempt), {"seq": 1, "answer": chosen})
    saved = Response.objects.get()
    assert (saved.answer, response.status_code) == (["b"], 200)
    assert response.json() == {"seq": 1, "saved": timezone.localtime(saved.saved_at).strftime("%H:%M")}
    item = shell_of(client.get(attempt.get_absolute_url()))["items"][0]
    assert (item["seq"], item["answer"]) == (1, chosen)


def test_a_save_costs_four_statements_at_most(attempt: Attempt) -> None:
    url, body = save_url(attempt), {"seq": 1, "answer": [named(attempt, 1, "b")]}
    with CaptureQueriesContext(connection) as first:
        assert script(attempt, url, body).status_code == 200
    with CaptureQueriesContext(connection) as second:
        assert script(attempt, url, body | {"seq": 2}).status_code == 200
    assert [len(counted(captured)) for captured in (first, second)] == [2, 1]


def counted(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(SAVEPOINTS)]


def test_a_stale_save_is_a_conflict_with_both_answers(attempt: Attempt) -> None:
    first, second = named(attempt, 1, "b"), named(attempt, 1, "c")
    script(attempt, save_url(attempt), {"seq": 1, "answer": [first]})
    response = script(attempt, save_url(attempt), {"seq": 1, "answer": [second]})
    saved = timezone.localtime(Response.objects.get().saved_at).strftime("%H:%M")
    told = response.json()
    assert response.status_code == 409
    assert told == {"error": "stale", "seq": 1, "answer": [first], "saved": saved}
    assert list(RefusedResponse.objects.values_list("answer", "reason")) == [(["c"], "stale")]


def test_a_save_with_a_number_ahead_is_told_that_nothing_stands(attempt: Attempt) -> None:
    response = script(attempt, save_url(attempt), {"seq": 7, "answer": []})
    assert response.status_code == 409
    assert response.json() == {"error": "stale", "seq": 0, "answer": [], "saved": ""}


def test_a_late_save_is_told_and_kept(attempt: Attempt) -> None:
    url = save_url(attempt)
    attempts.hand_in(attempt, at=timezone.now())
    response = script(attempt, url, {"seq": 1, "answer": [named(attempt, 1, "a")]})
    assert (response.status_code, response.json()["error"]) == (409, "late")
    assert list(RefusedResponse.objects.values_list("answer", "reason")) == [(["a"], "late")]
    assert Entry.objects.get().score == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        None,
        {"seq": 1},
        {"seq": 0, "answer": []},
        {"seq": -1, "answer": []},
        {"seq": "1", "answer": []},
        {"seq": True, "answer": []},
        {"seq": 10**30, "answer": []},
        {"seq": 1, "answer": "a"},
        {"seq": 1, "answer": ["a"]},
        {"seq": 1, "answer": [None]},
    ],
)
def test_a_malformed_save_is_refused(cast: Cast, attempt: Attempt, enter: Enter, body: Any) -> None:
    assert script(attempt, save_url(attempt), body).status_code == 400
    assert (Response.objects.count(), RefusedResponse.objects.count()) == (0, 0)


def test_what_a_page_claims_about_its_score_is_ignored(attempt: Attempt) -> None:
    body = {
        "seq": 1,
        "answer": [named(attempt, 1, "b")],
        "score": 1,
        "correct": True,
        "points": 99,
        "fraction": 1,
    }
    assert script(attempt, save_url(attempt), body).status_code == 200
    assert (
        script(attempt, reverse("exams:hand_in", args=[attempt.pk]), {"passed": True, "score": 1}).status_code
        == 200
    )
    entry = Entry.objects.get()
    assert (entry.score, entry.result) == (0, "failed")


def test_a_save_outlives_its_session_but_not_its_ticket(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    body = {"seq": 1, "answer": [named(attempt, 1, "a")]}
    for client in (Client(), enter(cast.employee)):
        for ticket in ("", "0" * 64):
            assert post(client, save_url(attempt), body, ticket).status_code == 404
    assert script(attempt, save_url(attempt), body).status_code == 200
    User.objects.update(is_active=False)
    assert script(attempt, save_url(attempt), body | {"seq": 2}).status_code == 404
    assert Response.objects.count() == 1


def test_the_clock_tells_a_page_whose_session_is_gone(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    url = reverse("exams:clock", args=[attempt.pk])
    assert Client().get(url).status_code == 401
    told = enter(cast.employee).get(url).json()
    assert told["open"] is True
    assert told["deadline"] == round(attempt.deadline_at.timestamp() * 1000)


def test_the_clock_by_ticket_needs_no_session(cast: Cast, attempt: Attempt) -> None:
    url = reverse("exams:clock", args=[attempt.pk])
    told = script(attempt, url, {"place": 1, "unsent": 0, "away": []}).json()
    assert (told["open"], told["deadline"]) == (True, round(attempt.deadline_at.timestamp() * 1000))
    later = attempt.deadline_at + timedelta(minutes=5)
    Attempt.objects.update(deadline_at=later)
    assert script(attempt, url, {}).json()["deadline"] == round(later.timestamp() * 1000)
    assert Client().post(url).status_code == 404


def test_the_key_of_drafts_is_bound_to_attempt_person_and_start(cast: Cast, attempt: Attempt) -> None:
    other = AttemptFactory(employee=cast.newcomer.employee, sitting=attempt.sitting)
    again = Attempt.objects.get(pk=attempt.pk)
    keys = {draft_key(attempt), draft_key(other)}
    again.started_at += timedelta(seconds=1)
    keys.add(draft_key(again))
    assert len(keys) == 3
    assert {len(b64decode(key)) for key in keys} == {32}
    assert draft_key(attempt) == draft_key(Attempt.objects.get(pk=attempt.pk))


def test_what_is_kept_for_a_reload_without_network_holds_nothing_of_the_test(
    cast: Cast, attempt: Attempt, enter: Enter
) -> None:
    client = enter(cast.employee)
    here = reverse("exams:attempt", args=[attempt.pk])
    page = client.get(reverse("exams:offline", args=[attempt.pk]))
    assert shell_of(page) == {"attempt": attempt.pk, "here": here}
    body = page.content.decode()
    said = [attempt.sitting.title, cast.employee.name, tickets.ticket_of(attempt), draft_key(attempt)]
    said += [
        sheets.stem(face) for face in faces.many(attempt.items.values_list("version", flat=True)).values()
    ]
    assert [text for text in said if text in body] == []


def test_what_is_anothers_is_a_404(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    calls = [
        (save_url(attempt), {"seq": 1, "answer": []}),
        (reverse("exams:flag", args=[attempt.pk, attempt.items.get(position=1).pk]), {"raised": True}),
        (reverse("exams:hand_in", args=[attempt.pk]), {}),
    ]
    pages = [
        reverse(f"exams:{name}", args=[attempt.pk])
        for name in ("attempt", "clock", "offline", "worker", "result", "review")
    ]
    foreign = AttemptFactory(employee=cast.newcomer.employee, sitting=attempt.sitting)
    for user in cast.users().values():
        if user != cast.employee:
            client = enter(user)
            other = tickets.ticket_of(foreign)
            assert {
                post(client, url, body, ticket).status_code for url, body in calls for ticket in ("", other)
            } == {404}
            assert {client.get(url).status_code for url in pages} == {404}
    assert (Response.objects.count(), Flag.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_a_flag_is_remembered(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    client = enter(cast.employee)
    url = reverse("exams:flag", args=[attempt.pk, attempt.items.get(position=2).pk])
    assert script(attempt, url, {"raised": True}).json() == {"raised": True}
    assert script(attempt, url, {"raised": "yes"}).status_code == 400
    assert [item["flagged"] for item in shell_of(client.get(attempt.get_absolute_url()))["items"]] == [
        False,
        True,
        False,
    ]


def test_a_flag_ends_with_the_attempt(attempt: Attempt) -> None:
    url = reverse("exams:flag", args=[attempt.pk, attempt.items.get(position=2).pk])
    attempts.hand_in(attempt, at=timezone.now())
    response = script(attempt, url, {"raised": True})
    assert (response.status_code, response.json(), Flag.objects.count()) == (409, {"error": "late"}, 0)


def test_who_has_left_neither_flags_nor_hands_in(attempt: Attempt) -> None:
    Employee.objects.filter(pk=attempt.employee_id).update(left_on=timezone.localdate() - timedelta(days=1))
    flag = reverse("exams:flag", args=[attempt.pk, attempt.items.get(position=2).pk])
    hand_in = reverse("exams:hand_in", args=[attempt.pk])
    assert [script(attempt, url, {"raised": True}).status_code for url in (flag, hand_in)] == [404, 404]
    assert (Flag.objects.count(), Entry.objects.count()) == (0, 0)


def test_of_refused_answers_twenty_are_kept(attempt: Attempt) -> None:
    url, body = save_url(attempt), {"answer": [named(attempt, 1, "b")]}
    told = {script(attempt, url, body | {"seq": seq}).status_code for seq in range(2, 25)}
    assert (told, RefusedResponse.objects.count()) == ({409}, 20)


@pytest.mark.parametrize("call", ["save", "flag"])
def test_a_number_too_large_for_the_table_is_a_404(attempt: Attempt, call: str) -> None:
    huge = 10**22
    for pk in (attempt.pk, huge):
        assert script(attempt, f"/exams/attempts/{pk}/items/{huge}/{call}", {}).status_code == 404
    assert script(attempt, f"/exams/attempts/{huge}/hand-in", {}).status_code == 404


def test_a_body_too_deep_is_refused(attempt: Attempt) -> None:
    response = Client().post(
        save_url(attempt),
        "[" * 100_000,
        content_type="application/json",
        headers={"X-Exam-Ticket": tickets.ticket_of(attempt)},
    )
    assert response.status_code == 400


def test_a_paper_stays_as_it_was_drawn(cast: Cast, enter: Enter) -> None:
    sitting = paper_of(
        *QuestionVersionFactory.create_batch(8),
        employees=[cast.employee.employee],
        shuffle_questions=True,
        shuffle_options=True,
    )
    client, other_device = enter(cast.employee), enter(cast.employee)
    url = client.post(reverse("exams:start", args=[sitting.pk])).url
    seen = {json.dumps(shell_of(one.get(url))["items"]) for one in (client, other_device) for _ in range(10)}
    assert len(seen) == 1


def test_option_names_differ_between_attempts(cast: Cast, sitting: Sitting, attempt: Attempt) -> None:
    other = AttemptFactory(employee=cast.newcomer.employee, sitting=sitting)
    ours = {named(attempt, 1, letter) for letter in "abcd"}
    assert len(ours) == 4
    assert ours.isdisjoint({named(other, 1, letter) for letter in "abcd"})


def test_the_page_speaks_the_candidates_language(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    client = enter(cast.employee)
    code = attempt.items.get(position=1).version.question.code
    stems = []
    for language in ("zh-hans", "en", "zh-hant"):
        User.objects.filter(pk=cast.employee.pk).update(language=language)
        item = shell_of(client.get(attempt.get_absolute_url()))["items"][0]
        stems.append((item["stem"], item["options"][0]["text"]))
    assert stems == [(f"题目{code}？", "甲"), (f"题目{code}？ (en)", "甲 (en)"), (f"题目{code}？", "甲")]


def test_handing_in_leads_to_the_result_once(cast: Cast, attempt: Attempt, enter: Enter) -> None:
    client = enter(cast.employee)
    answer(attempt, 1, "a")
    url = reverse("exams:hand_in", args=[attempt.pk])
    replies = [script(attempt, url, {}).json() for _ in range(3)]
    result = reverse("exams:result", args=[attempt.pk])
    at = f"{timezone.localtime(Attempt.objects.get().handed_in_at):%H:%M:%S}"
    assert replies == [{"result": result, "answered": 1, "handedIn": at}] * 3
    assert Entry.objects.count() == 1
    assert client.get(reverse("exams:attempt", args=[attempt.pk])).url == result
    assert client.get(result).status_code == 200


def test_an_attempt_whose_time_is_over_is_handed_in_on_sight(
    cast: Cast, attempt: Attempt, enter: Enter
) -> None:
    past = timezone.now() - timedelta(minutes=5)
    Attempt.objects.update(started_at=past - timedelta(minutes=30), deadline_at=past)
    client = enter(cast.employee)
    assert client.get(reverse("exams:attempt", args=[attempt.pk])).status_code == 302
    assert client.get(reverse("exams:clock", args=[attempt.pk])).json()["open"] is False
    assert Attempt.objects.get().handed_in_at == past


KEYS = ("CANARYKEY", "CANARYWHY")


@pytest.mark.parametrize("review", ["never", "handed_in", "closed"])
def test_no_key_leaves_the_server_before_its_time(cast: Cast, enter: Enter, review: str) -> None:
    """The canaries stand in the explanation and in the key's letter; the right option's text is no secret."""
    versions = [
        QuestionVersionFactory(
            explanation="CANARYWHY", options={"CANARYKEY": "甲", "b": "乙"}, key={"correct": ["CANARYKEY"]}
        )
        for _ in range(2)
    ]
    sitting = paper_of(*versions, employees=[cast.employee.employee], review=review)
    client = enter(cast.employee)
    before = [client.get(reverse("exams:index")), client.get(sitting.get_absolute_url())]
    url = client.post(reverse("exams:start", args=[sitting.pk])).url
    own = Attempt.objects.get()
    during = [
        client.get(url),
        client.get(reverse("exams:clock", args=[own.pk])),
        client.get(reverse("exams:offline", args=[own.pk])),
        client.get(reverse("exams:result", args=[own.pk]), follow=True),
        client.get(reverse("exams:review", args=[own.pk]), follow=True),
        script(own, save_url(own), {"seq": 1, "answer": [named(own, 1, "b")]}),
        script(own, save_url(own), {"seq": 1, "answer": [named(own, 1, "CANARYKEY")]}),
        script(own, save_url(own), {"seq": 7, "answer": ["CANARY"]}),
        script(own, reverse("exams:hand_in", args=[own.pk]), {}),
        client.get(reverse("exams:index")),
    ]
    leaked = [response.request["PATH_INFO"] for response in before + during if leaks(response)]
    result = client.get(reverse("exams:review", args=[own.pk]), follow=True)
    assert leaked == []
    assert (result.status_code, leaks(result)) == (200, review == Preset.HANDED_IN)


def leaks(response: Any) -> bool:
    sent = response.content.decode() + str(response.headers)
    return any(canary in sent for canary in KEYS)
