"""Candidates at work in one sitting, while something breaks."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from exams.domain.marking import verification
from exams.domain.taking.answers import GRACE
from exams.models import Attempt, Sitting
from tests.factories.exams import QuestionVersionFactory, paper_of
from tests.factories.people import EmployeeFactory
from tests.faults.candidate import Candidate
from tests.faults.ledger import Ledger, Verdict, compare
from tests.faults.servers import Cluster, Site
from tests.faults.wire import Wire
from tests.journeys.conftest import session_of

OPTIONS = {letter: f"选项{letter}" for letter in "abcdefgh"}


@dataclass(frozen=True)
class Size:
    """How large a sitting is, and for how long things are broken, in seconds."""

    candidates: int
    questions: int
    outage: float
    think: float


SHORT = Size(candidates=8, questions=8, outage=2, think=0.01)
LONG = Size(candidates=20, questions=30, outage=60, think=1.0)
SIZE = LONG if os.environ.get("GRADUS_FAULTS") == "long" else SHORT


@dataclass
class Hall:
    site: Site
    line: Wire
    cluster: Cluster | None
    folder: Path

    def sitting(self, size: Size) -> tuple[Sitting, list[Candidate]]:
        """People with a paper of many options, each signed in, started, and in front of the page."""
        people = EmployeeFactory.create_batch(size.candidates)
        versions = [
            QuestionVersionFactory(kind="multiple", options=OPTIONS, key={"correct": ["a", "c"]})
            for _question in range(size.questions)
        ]
        sitting = paper_of(*versions, employees=people, shuffle_options=True)
        ledger = Ledger(self.folder / f"ledger-{sitting.pk}")
        ready = [
            Candidate(self.line.address, session_of(person.user), sitting.pk, ledger) for person in people
        ]
        connection.close()
        for candidate in ready:
            candidate.start()
        return sitting, ready

    @contextmanager
    def at_work(self, candidates: list[Candidate], size: Size) -> Iterator[None]:
        """They answer while the block runs; afterwards each brings home what is unsaved."""
        stop = Event()
        lanes: list[Thread] = []
        for candidate in candidates:
            lanes += candidate.work(stop, lambda: random.uniform(0, 2 * size.think))
        try:
            yield
        finally:
            stop.set()
            for lane in lanes:
                lane.join(120)
        assert not any(lane.is_alive() for lane in lanes), "a candidate could not bring her answers home"

    def sat_through(
        self, fault: Callable[["Hall", list[Candidate], Size], None], size: Size = SIZE
    ) -> tuple[list[Candidate], Verdict]:
        """A whole sitting with a fault in its middle, and what became of the answers."""
        sitting, candidates = self.sitting(size)
        with self.at_work(candidates, size):
            time.sleep(size.outage / 4)
            fault(self, candidates, size)
            time.sleep(size.outage / 4)
        for candidate in candidates:
            candidate.hand_in()
        return candidates, self.judged(sitting, candidates)

    def judged(self, sitting: Sitting, candidates: list[Candidate]) -> Verdict:
        connection.close()
        verdict = compare(
            candidates[0].ledger, Attempt.objects.filter(sitting=sitting).values_list("pk", flat=True)
        )
        _counted, differences = verification.verify()
        assert differences == []
        return verdict

    def run_out(self, candidates: list[Candidate], *, seconds: float) -> None:
        """Let the time of their attempts be over in so many seconds, the grace for delivery included."""
        at = timezone.now() - GRACE + timedelta(seconds=seconds)
        Attempt.objects.filter(pk__in=[one.attempt for one in candidates]).update(deadline_at=at)
        connection.close()
