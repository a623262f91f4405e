"""Deadlines and states: every row of a table that people can read, and laws that hold between rows."""

import csv
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from exams.domain.delivery import deadlines
from exams.domain.delivery.deadlines import Change, Go, Terms, Window
from exams.domain.delivery.reasons import reason
from exams.enums import EndedBy, Standing

with (Path(__file__).parents[3] / "files" / "deadlines.csv").open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file))


def moment(written: str) -> datetime | None:
    """`09:00`, `09:00:30` are on 20 March 2026 in the company's zone, `21 09:00` is on the 21st."""
    if not written:
        return None
    day, _space, time = written.rpartition(" ")
    at = datetime.fromisoformat(f"2026-03-{day or 20} {time}")
    return timezone.make_aware(at)


def needed(written: str) -> datetime:
    at = moment(written)
    assert at
    return at


def minutes(written: str) -> timedelta | None:
    return timedelta(minutes=int(written)) if written else None


def change(written: str) -> Change:
    read: dict[str, Callable[[str], Any]] = {"limit": minutes, "attempts": int}
    pairs = [part.strip().split(" ", 1) for part in written.split(",") if part.strip()]
    return Change(**{name: read.get(name, moment)(value) for name, value in pairs})


def terms_of(case: dict[str, str]) -> Terms:
    window = Window(
        opens=needed(case["opens"]),
        closes=needed(case["closes"]),
        due=moment(case["due"]),
        limit=minutes(case["limit"]),
        attempts=int(case["allowed"]),
        late_entry=minutes(case["late entry"]),
        cool_down=minutes(case["cool-down"]) or timedelta(0),
    )
    extra = math.inf if case["extra time"] == "unlimited" else float(case["extra time"] or 1)
    groups = [change(one) for one in case["groups"].split("/")]
    return deadlines.terms(window, person=change(case["person"]), groups=groups, extra=extra)


def last_of(case: dict[str, str], held: Terms) -> Go | None:
    if not case["started"]:
        return None
    start, added = needed(case["started"]), int(case["extended"] or 0)
    finish, _space, by = case["finished"].partition(" ")
    return Go(
        started=start,
        deadline=deadlines.deadline(held, start=start, minutes_added=added),
        due=held.window.due,
        finished=moment(finish),
        ended_by=by or (EndedBy.CANDIDATE if finish else ""),
        minutes_added=added,
        is_held=bool(case["late answers"]),
    )


def written(time: timedelta | None, extra: float) -> str:
    if time is None:
        return ""
    return "unlimited" if extra == math.inf else f"{time.total_seconds() * extra / 60:g}"


def test_there_are_46_cases_and_no_two_of_a_name() -> None:
    assert (len(CASES), len({case["case"] for case in CASES})) == (46, 46)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_each_case_of_the_table(case: dict[str, str]) -> None:
    held = terms_of(case)
    here = deadlines.situation(
        held, at=needed(case["asked"]), used=int(case["used"]), last=last_of(case, held)
    )
    assert (held.window.opens, held.window.due, held.window.closes) == (
        moment(case["effective opens"]),
        moment(case["effective due"]),
        moment(case["effective closes"]),
    )
    assert written(held.window.limit, held.extra) == case["effective limit"]
    assert here.deadline == moment(case["deadline"])
    with translation.override("en"):
        assert (here.standing, reason(here)) == (case["state"], case["reason"])


NOON = needed("12:00")
spans = st.integers(1, 720).map(lambda count: timedelta(minutes=count))
factors = st.sampled_from([1, 1.25, 1.5, 2, math.inf])
starts = st.integers(0, 3 * 24 * 3600).map(lambda count: NOON + timedelta(seconds=count))


@st.composite
def held_terms(draw: st.DrawFn) -> tuple[Terms, datetime]:
    start = draw(starts)
    closes = start + timedelta(seconds=draw(st.integers(1, 3 * 24 * 3600)))
    window = Window(opens=NOON, closes=closes, limit=draw(st.none() | spans))
    return Terms(window, draw(factors)), start


def longer(limit: timedelta | None, by: timedelta) -> timedelta | None:
    """A longer limit, at most the longest; where that is reached, none."""
    longest = limit is None or limit + by > deadlines.LONGEST
    return None if longest else limit + by  # type: ignore[operator]


@given(held_terms(), spans, factors, st.integers(0, 60))
def test_no_lenient_change_makes_a_deadline_earlier(
    given_terms: tuple[Terms, datetime], by: timedelta, factor: float, added: int
) -> None:
    held, start = given_terms
    window = held.window
    before = deadlines.deadline(held, start=start)
    more = [
        replace(held, window=replace(window, closes=window.closes + by)),
        replace(held, window=replace(window, limit=longer(window.limit, by))),
        replace(held, extra=max(held.extra, factor)),
    ]
    assert all(deadlines.deadline(one, start=start) >= before for one in more)
    assert deadlines.deadline(held, start=start, minutes_added=added) == before + timedelta(minutes=added)


@given(held_terms())
def test_without_extra_time_the_earlier_of_limit_and_close_ends_it(
    given_terms: tuple[Terms, datetime],
) -> None:
    held, start = given_terms
    window = held.window
    ends = [window.closes] + ([start + window.limit] if window.limit else [])
    assert deadlines.deadline(replace(held, extra=1), start=start) == min(ends)


@given(held_terms(), st.lists(spans, max_size=3), st.none() | spans, factors)
def test_a_group_more_never_takes_time_from_whom_no_exception_of_her_own_holds(
    given_terms: tuple[Terms, datetime], groups: list[timedelta], own: timedelta | None, factor: float
) -> None:
    window = given_terms[0].window
    changes = [Change(limit=limit) for limit in groups]
    first = deadlines.terms(window, groups=changes, extra=factor)
    more = deadlines.terms(
        window, groups=[*changes, *changes[:1], Change(limit=deadlines.LONGEST)], extra=factor
    )
    assert window.limit is None or (more.time or deadlines.FAR) >= (first.time or timedelta(0))
    person = deadlines.terms(window, person=Change(limit=own), groups=changes)
    assert own is None or person.window.limit == own


@given(held_terms(), st.lists(spans, max_size=3), spans, factors.filter(lambda factor: factor > 1))
def test_no_exception_takes_extra_time_away(
    given_terms: tuple[Terms, datetime], groups: list[timedelta], own: timedelta, factor: float
) -> None:
    held, start = given_terms
    alone = deadlines.terms(held.window, extra=factor)
    changed = deadlines.terms(
        held.window, person=Change(limit=own), groups=[Change(limit=one) for one in groups], extra=factor
    )
    assert deadlines.deadline(changed, start=start) >= deadlines.deadline(alone, start=start)


@given(held_terms(), st.integers(-3600, 4 * 24 * 3600))
def test_an_attempt_runs_before_its_deadline_and_is_over_after_the_grace(
    given_terms: tuple[Terms, datetime], seconds: int
) -> None:
    held, start = given_terms
    end = deadlines.deadline(held, start=start)
    at = start + timedelta(seconds=seconds)
    here = deadlines.situation(held, at=at, used=1, last=Go(started=start, deadline=end))
    is_open = here.standing in (Standing.RUNNING, Standing.GRACE)
    assert is_open == (at < end + deadlines.GRACE)
    assert (here.standing == Standing.RUNNING) == (at < end)
