"""A whole company at the door: 200 people start within 10 seconds, and hand in within 10 seconds.

Over HTTP against gunicorn with four workers, on the database of the run; the people's own machines are
threads of this process, so that what they cost falls on the same cores. Nobody may meet an error, and 95 of
100 people who hand in wait less than the limit: the one limit in seconds here, as it was required.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from threading import Thread

from django.db import connection, connections

from exams.domain.marking import verification
from exams.models import Attempt
from tests.factories.exams import QuestionVersionFactory, paper_of
from tests.factories.people import EmployeeFactory
from tests.faults.candidate import Candidate
from tests.faults.ledger import Ledger, compare
from tests.faults.servers import site
from tests.journeys.conftest import session_of

PEOPLE = 200
QUESTIONS = 30
WITHIN = 10.0  # seconds
ANSWERED = 5
START_LIMIT, HAND_IN_LIMIT = 1.5, 0.8  # seconds, for 95 of 100


def rush(candidates: list[Candidate], call: Callable[[Candidate], object]) -> list[float]:
    """Everybody calls once, at a moment of her own within the time; how long each waited."""
    waited: list[float] = []

    def one(candidate: Candidate) -> None:
        time.sleep(random.uniform(0, WITHIN))
        begun = time.perf_counter()
        call(candidate)
        waited.append(time.perf_counter() - begun)

    threads = [Thread(target=one, args=(candidate,)) for candidate in candidates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited


def answer_some(candidate: Candidate) -> None:
    for answer in random.sample(candidate.answers, ANSWERED):
        candidate.choose(answer)
        while answer.dirty:
            candidate.save(answer)


def p95(waited: list[float]) -> float:
    return quantiles(waited, n=20)[-1]


def address() -> str:
    place = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    return f"postgres://{place['USER']}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"


def test_two_hundred_start_and_hand_in_at_once(own_database: str, tmp_path: Path) -> None:
    people = EmployeeFactory.create_batch(PEOPLE)
    options = {letter: f"选项{letter}" for letter in "abcd"}
    versions = [
        QuestionVersionFactory(kind="multiple", options=options, key={"correct": ["a", "c"]})
        for _question in range(QUESTIONS)
    ]
    sitting = paper_of(*versions, employees=people, shuffle_questions=True, shuffle_options=True)
    ledger, sessions = Ledger(tmp_path / "ledger"), [session_of(person.user) for person in people]
    connection.close()
    with site(address(), tmp_path, workers=4) as running:
        candidates = [
            Candidate(running.address, session, sitting.pk, ledger, patience=15) for session in sessions
        ]
        started = rush(candidates, Candidate.start)
        rush(candidates, answer_some)
        handed_in = rush(candidates, Candidate.hand_in)
    verdict = compare(ledger, Attempt.objects.filter(sitting=sitting).values_list("pk", flat=True))
    print(
        f"\n{connection.vendor}: start p95 {p95(started):.2f} s, hand-in p95 {p95(handed_in):.3f} s, "
        f"failed calls {sum(one.failures for one in candidates)}, {verdict}"
    )
    assert sum(one.failures for one in candidates) == 0
    assert verdict.faults == {}
    assert verdict.acknowledged == PEOPLE * ANSWERED
    assert verification.verify() == (PEOPLE, [])
    assert p95(started) < START_LIMIT
    assert p95(handed_in) < HAND_IN_LIMIT
