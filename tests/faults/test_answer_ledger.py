"""The answer ledger: what the server acknowledged is in the database, whatever breaks meanwhile.

Each fault runs in its shortest form here and in the long one by `make faults`. A verdict without faults says:
every acknowledged answer is stored under its number with its words, no lower number counts, nothing was saved
after the end, every attempt ended and stands once in the training file, and every score is worked out again.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from exams.domain.taking.answers import GRACE
from exams.models import Attempt, RefusedResponse
from tests.faults.candidate import Candidate
from tests.faults.hall import SIZE, Hall, Size
from tests.journeys.conftest import session_of

pytestmark = pytest.mark.database


def report(name: str, candidates: list[Candidate], verdict: object) -> None:
    calls, failures = sum(one.calls for one in candidates), sum(one.failures for one in candidates)
    print(f"\n{connection.vendor}, {name}: {calls} calls, {failures} failed; {verdict}")


Fault = Callable[[Hall, list[Candidate], Size], None]


def nothing_breaks(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    time.sleep(size.outage)


def workers_are_killed(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    end = time.monotonic() + size.outage
    while time.monotonic() < end:
        hall.site.kill_a_worker()
        time.sleep(0.7)


def replies_are_slow_and_out_of_order(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    """Up to 1.5 s each way; a candidate gives up after 1 s and asks again: old calls come after new ones."""
    hall.line.delay = 1.5
    time.sleep(size.outage)
    hall.line.delay = 0


def the_line_is_cut(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    hall.line.is_cut = True
    time.sleep(size.outage)
    hall.line.is_cut = False


def sessions_are_deleted(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    Session.objects.all().delete()
    connection.close()
    time.sleep(size.outage / 2)


def the_site_is_rolled(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    hall.site.roll()
    time.sleep(size.outage)


def the_database_is_struck_down(hall: Hall, candidates: list[Candidate], size: Size) -> None:
    assert hall.cluster
    for _time in range(2):
        hall.cluster.restart()
        time.sleep(size.outage / 2)


@pytest.mark.parametrize(
    "fault",
    [
        workers_are_killed,
        replies_are_slow_and_out_of_order,
        the_line_is_cut,
        sessions_are_deleted,
        the_site_is_rolled,
        the_database_is_struck_down,
    ],
)
def test_no_acknowledged_answer_is_lost_when(hall: Hall, fault: Fault) -> None:
    if fault is the_database_is_struck_down and hall.cluster is None:
        fault = nothing_breaks  # SQLite is no server: its kill -9 is the workers'
    candidates, verdict = hall.sat_through(fault)
    report(fault.__name__, candidates, verdict)
    assert verdict.faults == {}
    assert verdict.acknowledged >= SIZE.candidates * SIZE.questions
    assert not any(answer.conflicts for one in candidates for answer in one.answers)
    assert "locked" not in hall.site.log.read_text()


def test_the_comparison_sees_what_is_not_there(hall: Hall) -> None:
    """The harness itself finds an acknowledgement that nobody stored, and a number that went down."""
    sitting, (candidate,) = hall.sitting(Size(1, 2, 0, 0))
    for answer in candidate.answers:
        candidate.choose(answer)
        candidate.save(answer)
    stored, other = candidate.ledger.lines()
    candidate.ledger.write(replace(stored, answer="other words"))
    candidate.ledger.write(replace(other, seq=2))
    found = hall.judged(sitting, [candidate])
    assert found.faults == {"lost": 2, "overtaken": 1, "open": 1, "unbooked": 1}


def test_who_lost_her_session_goes_on_where_she_was_after_signing_in(hall: Hall) -> None:
    _sitting, (candidate,) = hall.sitting(Size(1, 3, 0, 0))
    answer = candidate.answers[0]
    candidate.choose(answer)
    candidate.save(answer)
    Session.objects.all().delete()
    page = f"/exams/attempts/{candidate.attempt}/"
    assert candidate.insist("GET", page)[0] == 302
    candidate.session = session_of(Attempt.objects.get(pk=candidate.attempt).employee.user)
    connection.close()
    shown = next(item for item in candidate.shell(page)["items"] if item["id"] == answer.item)
    assert (set(shown["answer"]), shown["seq"]) == (set(answer.value), 1)


def test_a_second_tab_posting_blanks_overwrites_nothing(hall: Hall) -> None:
    """It was opened before the first answer and knows of none."""
    _sitting, candidates = hall.sitting(SIZE)
    tabs = [
        Candidate(one.address, one.session, one.sitting, one.ledger, attempt=one.attempt, ticket=one.ticket)
        for one in candidates
    ]
    for tab in tabs:
        tab.open(f"/exams/attempts/{tab.attempt}/")
    for one in candidates:
        for answer in one.answers:
            one.choose(answer)
            one.save(answer)
    for tab in tabs:
        for answer in tab.answers:
            tab.save(answer)
    blanks = RefusedResponse.objects.filter(item__attempt__in=[one.attempt for one in tabs], reason="stale")
    assert blanks.count() == SIZE.candidates * SIZE.questions
    for one in candidates:
        one.hand_in()
    verdict = hall.judged(Attempt.objects.get(pk=tabs[0].attempt).sitting, candidates)
    report("a second tab posts blanks", candidates, verdict)
    assert verdict.faults == {}
    assert verdict.acknowledged == SIZE.candidates * SIZE.questions


def test_a_hand_in_that_races_saves_counts_what_was_acknowledged(hall: Hall) -> None:
    sitting, candidates = hall.sitting(SIZE)
    with hall.at_work(candidates, SIZE):
        time.sleep(SIZE.outage / 4)
        enders = [Thread(target=one.hand_in) for one in candidates for _click in range(2)]
        for ender in enders:
            ender.start()
        for ender in enders:
            ender.join()
    verdict = hall.judged(sitting, candidates)
    report("a hand-in races saves", candidates, verdict)
    assert verdict.faults == {}
    assert verdict.refused > 0


def test_a_clock_two_hours_behind_wins_no_time(hall: Hall) -> None:
    """Her device says that two hours are left; the server's clock ends the attempt, later ones are kept."""
    sitting, candidates = hall.sitting(SIZE)
    hall.run_out(candidates, seconds=SIZE.outage / 2)
    with hall.at_work(candidates, SIZE):
        time.sleep(SIZE.outage / 2 + 1)
    assert all(one.is_late for one in candidates)
    for one in candidates:
        one.hand_in()
    verdict = hall.judged(sitting, candidates)
    report("a clock two hours behind", candidates, verdict)
    assert verdict.faults == {}
    assert verdict.refused >= SIZE.candidates
    ended = Attempt.objects.filter(sitting=sitting).values_list("handed_in_at", "deadline_at", "processed_at")
    assert all(handed == deadline and processed >= deadline + GRACE for handed, deadline, processed in ended)
